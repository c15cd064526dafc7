"""The command from fold files to table, JSON and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.__main__ import MET, UNUSABLE, main
from engine.evaluation.reliability_json import read_report
from engine.training.labels import EMOTIFY_GENRES, QUADRANTS
from tests.engine.evaluation.sure_heads import save, toy
from tests.engine.evaluation.test_folds import HEADER, write


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """``tracks.csv`` with the toy's quadrants and Emotify genres, and the files of its folds beside."""
    tracks, labels, folds = toy(800)
    rows = ""
    for row, one in enumerate(tracks):
        quadrant, genre = QUADRANTS[labels.quadrant[row]], EMOTIFY_GENRES[labels.emotify[row]]
        rows += f"{one.id},taffc,{one.artist},{one.title},,,,{quadrant},,,{genre},30,{one.fold}\n"
    save(tmp_path / "folds", tracks, folds)
    return write(tmp_path, rows, HEADER)


def test_table_json_and_pictures(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    arguments = ["calibration", "--data", str(data), "--fold-vectors", str(tmp_path / "folds")]
    told, drawn = tmp_path / "out" / "calibration.json", tmp_path / "drawn"
    assert main([*arguments, "--json", str(told), "--figures", str(drawn)]) == MET
    text = capsys.readouterr().out
    assert "Within the goal: quadrant, first word." in text
    assert {line.head for line in read_report(told).lines} == {"quadrant", "emotify"}
    assert read_report(told).models == tuple(f"model-{fold}" for fold in range(5))
    first = {path.name: path.read_bytes() for path in drawn.iterdir()}
    assert sorted(first) == ["confusion.png", "reliability.png"]
    assert main([*arguments, "--figures", str(drawn), "--markdown"]) == MET
    assert {path.name: path.read_bytes() for path in drawn.iterdir()} == first, "the same numbers, the same picture"
    assert "| head" in capsys.readouterr().out


def test_without_the_files_of_the_folds_it_says_how_they_are_made(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibration", "--data", str(data), "--fold-vectors", str(tmp_path / "none")]) == UNUSABLE
    assert "python -m engine.training --fold" in capsys.readouterr().err


def test_clips_without_labels_are_nothing_to_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tracks, _, folds = toy(100)
    save(tmp_path / "folds", tracks, folds)
    rows = "".join(f"{one.id},hitster,{one.artist},{one.title},,,,,,,,30,{one.fold}\n" for one in tracks)
    write(tmp_path, rows)
    assert main(["calibration", "--data", str(tmp_path), "--fold-vectors", str(tmp_path / "folds")]) == UNUSABLE
    assert "no clip" in capsys.readouterr().err
