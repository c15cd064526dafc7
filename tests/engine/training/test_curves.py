from __future__ import annotations

from pathlib import Path

import pytest

from engine.training.curves import draw_curves, read_curves, save_curves
from engine.training.loop import EpochLoss

CURVES = tuple(EpochLoss(epoch, {"cnn": 5.0 / (epoch + 1), "teacher_tags": 1.0}) for epoch in range(3))


def test_curves_are_read_as_they_were_kept(tmp_path: Path) -> None:
    save_curves(tmp_path, CURVES)
    assert read_curves(tmp_path) == CURVES
    assert [path.name for path in tmp_path.iterdir()] == ["losses.json"]


@pytest.mark.parametrize("text", ["", "{}x", "[1]", '[{"epoch": 0}]', '[{"epoch": 0, "losses": {"cnn": "low"}}]'])
def test_what_is_no_run_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "losses.json").write_text(text)
    with pytest.raises(ValueError, match="losses of a run"):
        read_curves(tmp_path)


@pytest.mark.parametrize("epochs", [1, 3])
def test_the_same_curves_give_the_same_picture(epochs: int, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    first = draw_curves(CURVES[:epochs], tmp_path / "a").read_bytes()
    assert first.startswith(b"\x89PNG")
    assert draw_curves(CURVES[:epochs], tmp_path / "b").read_bytes() == first


def test_no_epoch_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no epoch"):
        draw_curves((), tmp_path)
