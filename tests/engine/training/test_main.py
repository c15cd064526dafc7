"""``python -m engine.training`` trains a fold's model in parts, and says in a sentence what is missing."""

from __future__ import annotations

import csv
import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from engine.embed.weights import load_ear, read_facts
from engine.evaluation.fold_vectors import fold_file, read_fold_vectors
from engine.evaluation.folds import audio_path, read_tracks
from engine.evaluation.peers import LAYERS, TAGS, kept_files, write_kept
from engine.evaluation.reencode import FLAC, encode
from engine.evaluation.views import WHOLE, Sound, View
from engine.teachers.loading import load_teachers, weight_files
from engine.training import __main__ as command
from engine.training import heard
from engine.training.__main__ import main
from engine.training.loop import Recipe
from engine.training.opinions import hear_opinions
from tests.engine.training.taggers import tune
from tests.training_data import training_data

N_CLIPS = 6
FOLD = 1
HEADER = (
    "id,source,artist,title,album,year,genres,quadrant,moods,cluster,emotify_genre,seconds,fold,licence,redistribute"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six clips of which the last lies in FOLD, and the taggers' real weights."""
    directory = tmp_path_factory.mktemp("data")
    for path in weight_files(training_data()):
        (directory / path.parent.name).mkdir(exist_ok=True)
        (directory / path.parent.name / path.name).symlink_to(path.absolute())
    (directory / "pairs20").mkdir()
    (directory / "pairs20" / "pairs20.csv").write_text("file\n")
    (directory / "audio").mkdir()
    with (directory / "tracks.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER.split(","))
        for number in range(N_CLIPS):
            fold = FOLD if number == N_CLIPS - 1 else 0
            labels = ["Jazz", f"Q{1 + number % 4}", "calm"]
            rows.writerow([f"c-{number}", "taffc", f"A {number}", "T", "", "", *labels, "", "", 6, fold, "CC0", 1])
            audio_path(directory, f"c-{number}").write_bytes(encode(tune(6, 44_100, number), FLAC))
    return directory


def heard_before(data: Path, home: Path) -> list[str]:
    """Fill the cache of what the teachers say, which would take a minute; the ids of the clips."""
    ids = [track.id for track in read_tracks(data)]
    tags = {teacher.name: len(teacher.tag_names) for teacher in load_teachers(data)}
    places = kept_files([Sound(View(one, WHOLE), audio_path(data, one), 16_000) for one in ids], data, home / "cache")
    places[0].parent.mkdir(parents=True)
    for number, place in enumerate(places):
        random = np.random.default_rng(number)
        said = {
            name: {layer: random.uniform(0, 1, tags[name] if layer == TAGS else 12) for layer in layers}
            for name, layers in LAYERS.items()
        }
        write_kept(place, said)
    return ids


@pytest.mark.filterwarnings("ignore:Initializing zero-element tensors")  # so few clips have no genre in common
def test_a_fold_is_trained_in_parts(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, vectors = tmp_path / "home", tmp_path / "vectors"
    ids = heard_before(data, home)
    opinions = hear_opinions(data, ids, home, jobs=1)
    assert list(opinions) == list(LAYERS)
    assert all(one.tags.shape == (N_CLIPS, len(one.tag_names)) for one in opinions.values())

    arguments = ["--data", str(data), "--home", str(home), "--vectors", str(vectors), "--fold", str(FOLD)]
    arguments += ["--device", "cpu", "--jobs", "1", "--feature-epochs", "1", "--sound-epochs", "1"]
    monkeypatch.setattr(heard, "DISGUISES", 1)
    assert main([*arguments, "--prepare", "--minutes", "1e-9"]) == 3
    assert "before every clip was heard" in capsys.readouterr().out
    assert main([*arguments, "--prepare"]) == 0
    assert main(arguments) == 2
    assert f"{N_CLIPS - 1} clips to learn from do not fill a batch" in capsys.readouterr().err
    assert not (home / "models").exists()

    monkeypatch.setattr(command, "Recipe", partial(Recipe, batch_size=2))
    assert main([*arguments, "--minutes", "1e-9"]) == 3
    assert "1 of 2 epochs" in capsys.readouterr().out
    assert not fold_file(vectors, FOLD).exists()
    assert main(arguments) == 0

    run = home / "models" / f"fold-{FOLD}-seed-0"
    facts = read_facts(run)
    load_ear(run, facts)
    assert facts.training["clips"] == N_CLIPS - 1, "the artist of the fold is not learned from"
    assert facts.training["command"] == f"python -m engine.training --fold {FOLD} --feature-epochs 1 --sound-epochs 1"
    curves = json.loads((run / "losses.json").read_text())
    assert len(curves) == 2
    assert all(np.isfinite(loss) for curve in curves for loss in curve["losses"].values())
    kept = read_fold_vectors(fold_file(vectors, FOLD), read_tracks(data))
    assert kept.model == facts.model
    assert len(kept.joined) == N_CLIPS
    assert kept.views is not None
    assert {view.clip_id for view in kept.views.views} == {f"c-{N_CLIPS - 1}"}


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The sentence that the command ends with."""
    assert main([*map(str, arguments)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "SEGUE_DATA" in error
    return error


def test_no_training_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "tracks.csv" in refused(capsys, "--data", tmp_path, "--home", tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("table", ["", "id,source\na,b\n", f"{HEADER}\na,b,c,d,,,,Q9,,,,,0,,\n"])
def test_a_table_of_something_else(table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tracks.csv").write_text(table)
    refused(capsys, "--data", tmp_path, "--home", tmp_path / "home")


def test_what_is_missing_is_said_before_anything_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tracks.csv").write_text(f"{HEADER}\na,b,c,d,,,,Q1,,,,,0,,\n")
    arguments = ("--data", tmp_path, "--home", tmp_path / "home")
    assert "musicnn" in refused(capsys, *arguments)
    for path in weight_files(training_data()):
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        (tmp_path / path.parent.name / path.name).symlink_to(path.absolute())
    assert "a.opus" in refused(capsys, *arguments)
    assert not (tmp_path / "home").exists()


def test_a_device_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "abacus" in refused(capsys, "--data", tmp_path, "--home", tmp_path, "--device", "abacus")


def test_a_fold_that_does_not_exist() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--fold", "9"])
    assert stop.value.code == 2
