"""The command line: help that teaches, and one clear sentence and status 2 when something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.__main__ import UNUSABLE, main
from tests.engine.evaluation.test_folds import HEADER, write


@pytest.mark.parametrize("command", ["ear", "catalogue", "same-song", "versions", "calibration"])
def test_help_says_what_is_measured_and_what_the_status_means(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main([command, "--help"])
    assert leaving.value.code == 0
    text = capsys.readouterr().out
    assert "Exit status: 0" in text
    assert "--data" in text


@pytest.mark.parametrize("command", ["ear", "catalogue", "same-song", "versions", "calibration"])
def test_without_data_one_sentence_says_where_they_were_looked_for(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--data", str(tmp_path)]) == UNUSABLE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert str(tmp_path / "tracks.csv") in captured.err
    assert "SEGUE_DATA" in captured.err


def test_without_fold_vectors_the_command_that_makes_them_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path, "taffc-1,taffc,A,B,,,Rock,Q3,,,,30,2\n", HEADER)
    assert (
        main(["catalogue", "--data", str(data), "--fold-vectors", str(tmp_path), "--home", str(tmp_path)]) == UNUSABLE
    )
    assert "python -m engine.training --fold" in capsys.readouterr().err


def test_too_few_songs_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write(tmp_path, "taffc-1,taffc,A,B,,,Rock,Q3,,,,30,2\n", HEADER)
    assert main(["same-song", "--data", str(data)]) == UNUSABLE
    assert "600 different songs are needed, 1 are there" in capsys.readouterr().err


def test_more_copies_than_clips_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write(tmp_path, "taffc-1,taffc,A,B,,,Rock,Q3,,,,30,2\n", HEADER)
    assert main(["versions", "--data", str(data), "--copies", "2"]) == UNUSABLE
    assert "2 copies cannot be made of 1 clips" in capsys.readouterr().err


def test_without_weights_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"taffc-{n},taffc,A{n},B{n},,,Rock,Q3,,,,30,2\n" for n in range(3))
    data = write(tmp_path, rows, HEADER)
    arguments = ["same-song", "--data", str(data), "--weights", str(tmp_path / "none"), "--queries", "1"]
    assert main([*arguments, "--gallery", "2", "--strangers", "1"]) == UNUSABLE
    assert capsys.readouterr().err.startswith("engine.evaluation: ")
