"""``python -m engine.training`` says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.training.__main__ import main


def test_no_training_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--home", str(tmp_path / "home")]) == 2
    error = capsys.readouterr().err
    assert "tracks.csv" in error
    assert "SEGUE_DATA" in error


def test_a_device_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--home", str(tmp_path), "--device", "abacus"]) == 2
    assert "abacus" in capsys.readouterr().err


def test_a_fold_that_does_not_exist() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--fold", "9"])
    assert stop.value.code == 2
