"""The card says what its files say, links what is drawn, and names what is missing or does not belong together."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.embed.weights import SHIPPED, read_facts, save_ear
from engine.evaluation.ear.columns import COLUMNS
from engine.evaluation.reliability_heads import heads
from engine.evaluation.reliability_json import save_report
from engine.evaluation.reliability_report import report
from engine.networks.cnn import Classes
from engine.training.curves import save_curves
from engine.training.loop import EpochLoss, new_ear
from engine.training.model_card import DOUBTFUL, FILE_NAME, PICTURES, RESULTS, UNUSABLE, main, write_model_card
from tests.engine.evaluation.sure_heads import save, toy
from tests.engine.training.test_sources import tracks
from tests.training_data import training_data

CLASSES = Classes(("Jazz", "Rap"), ("calm",), ("Q1", "Q2", "Q3", "Q4"), ("cheerful",), ("rock",), ("piano",))
KINDS = {"dice": "chance", "penultimate": "musicnn", "taggram": "musicnn", "CNN alone": "parts", "both": "ours"}


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Untrained, with curves and the facts of a run of two hours on two cores."""
    directory = tmp_path / "weights"
    training: dict[str, str | int | float] = {
        "epochs": 2,
        "device": "cpu",
        "cpu_seconds": 14_400.0,
        "wall_seconds": 7_200.0,
        "command": "python -m engine.training",
    }
    save_ear(new_ear(CLASSES, seed=0), directory, CLASSES, training, {"loss_cnn": 1.5})
    save_curves(directory, [EpochLoss(0, {"cnn": 3.0}), EpochLoss(1, {"cnn": 1.5})])
    tracks(tmp_path)
    return directory


def measure(results: Path, seed: int = 0) -> None:
    """The two files of the evaluation: scores rise from row to row; the toy's heads are judged."""
    results.mkdir(exist_ok=True)
    rows = [
        {
            "name": name,
            "kind": kind,
            "scores": {
                column: {"mean": 0.1 * place, "deviation": 0.01, "queries": 40, "folds": [0.1]} for column in COLUMNS
            },
        }
        for place, (name, kind) in enumerate(KINDS.items(), start=1)
    ]
    rows[0]["scores"]["song R@1"] = {"mean": None, "deviation": None, "queries": 0, "folds": [None]}  # type: ignore[index]
    verdict = {
        "met": False,
        "not_above_musicnn": ["mp3 64k"],
        "not_above_floor": [],
        "goals_missed": [],
        "not_measured": [],
        "covered": {"song R@1": 0.5, "song R@5": None},
    }
    told = {"folds": [0, 1, 2, 3, 4], "columns": list(COLUMNS), "rows": rows, "verdict": verdict}
    (results / "ear.json").write_text(json.dumps(told))
    toys = toy(400, seed=seed)
    save_report(results / "calibration.json", report(heads(*toys), [one.model for one in toys[2]], resamples=5))


def write(weights: Path) -> tuple[str, tuple[str, ...]]:
    home = weights.parent
    doubtful = write_model_card(weights, home, results=home / "results", vectors=home / "folds")
    return (weights / FILE_NAME).read_text(encoding="utf-8"), doubtful


def test_without_a_measurement_the_card_says_how_to_measure(weights: Path) -> None:
    text, doubtful = write(weights)
    assert [line.split(":")[0] for line in doubtful] == [
        "The ear was not compared",
        "The confidences were not judged",
    ]
    assert all(f"- {line}" in text for line in doubtful)
    assert "What it is worth" not in text
    assert f"`{read_facts(weights).model}`" in text
    assert "heads for 2 genres, 1 mood words" in text
    assert "energy: 4.00 core-hours x 12 W = 0.0480 kWh (an estimate: nothing was metered)" in text
    assert "Pop/Rock 2, Electronic 1" in text


def test_what_was_measured_stands_in_the_card(weights: Path) -> None:
    pytest.importorskip("matplotlib")
    measure(weights.parent / "results")
    text, _ = write(weights)
    row = next(line for line in text.splitlines() if line.startswith("| song R@1"))
    cells = [cell.strip() for cell in row.split("|")[2:-1]]
    assert cells == ["40", "-", "-", "-", "0.300 ± 0.010", "-", "0.400", "0.500 ± 0.010"]
    assert "Not above the best of musicnn's vectors: mp3 64k." in text
    assert "50% is covered on the mean of the 1 columns" in text
    assert "quadrant, first word is" in text
    for name in ("learning-curves", "confusion", "reliability"):
        assert f"(pictures/{name}.png)" in text
        assert (weights / "pictures" / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_what_does_not_belong_together_is_said(weights: Path) -> None:
    measure(weights.parent / "results")
    save_curves(weights, [EpochLoss(0, {"cnn": 9.0})])
    _, doubtful = write(weights)
    said = " ".join(doubtful)
    assert "another run's" in said
    assert "on other models" in said
    assert "other temperatures" in said
    toys = toy(400)
    save(weights.parent / "folds", toys[0], toys[2])
    assert "on other models" not in " ".join(write(weights)[1])


@pytest.mark.parametrize("name", ["ear.json", "calibration.json"])
def test_a_damaged_result_is_named_and_left_out(name: str, weights: Path) -> None:
    measure(weights.parent / "results")
    (weights.parent / "results" / name).write_text("[]")
    text, doubtful = write(weights)
    assert any(name in line and "is not what" in line for line in doubtful)
    assert ("## What it is worth" in text) == (name != "ear.json")


def test_the_command_tells_what_is_not_whole(weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = weights.parent
    arguments = ["--weights", str(weights), "--data", str(home), "--results", str(home / "none")]
    assert main(arguments) == DOUBTFUL
    assert "was not compared" in capsys.readouterr().err
    assert main([*arguments, "--data", str(home / "nowhere")]) == UNUSABLE
    assert "nowhere" in capsys.readouterr().err


def test_the_card_that_ships_is_the_one_that_the_files_give(tmp_path: Path) -> None:
    """Pictures are left alone: another version of matplotlib draws other bytes."""
    if not (RESULTS / "ear.json").exists():
        pytest.skip(f"no results in {RESULTS}")
    copy, pictures = tmp_path / "engine" / "weights", tmp_path / "docs" / "images" / "ear"
    shutil.copytree(SHIPPED, copy)
    shutil.copytree(PICTURES, pictures)
    assert write_model_card(copy, training_data(), pictures=pictures) == ()
    assert (copy / FILE_NAME).read_text(encoding="utf-8") == (SHIPPED / FILE_NAME).read_text(encoding="utf-8")
