from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.views.catalogue_map import BAD_INPUT, main
from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from data.catalog import write_shipped
from tests.data.songs import MODEL, TOYS


def test_both_maps_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_shipped(tmp_path / "shipped", TOYS, MODEL)
    assert main([str(tmp_path / "out"), "--from", str(tmp_path / "shipped")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["map-genre.png", "map-mood.png"]
    assert "map-mood.png" in capsys.readouterr().out
    for path in (tmp_path / "out").iterdir():
        picture = Image.open(io.BytesIO(path.read_bytes()))
        assert picture.width == WIDTH_PX
        assert picture.height > HEIGHT_PX
        assert len(np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0)) > 10


def test_a_catalogue_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "out"), "--from", str(tmp_path / "nowhere")]) == BAD_INPUT
    assert "songs.csv" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
