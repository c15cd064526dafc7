"""Folders of music that are measured with."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.libraries import FORMATS, make_library
from data.catalog.growing.tags import read_tags
from engine.audio import decode


def test_files_are_of_every_format_as_long_as_said_and_none_like_another(tmp_path: Path) -> None:
    make_library(tmp_path / "m", 2 * len(FORMATS), 4.0, [], different=1)
    files = sorted((tmp_path / "m").iterdir())
    assert {path.suffix for path in files} == {f".{kind.ending}" for kind in FORMATS}
    assert len({path.read_bytes() for path in files}) == len(files)
    titles = set()
    for path in files:
        assert decode(path.read_bytes()).source_seconds == pytest.approx(4.0, abs=0.1)
        with path.open("rb") as file:
            titles.add(read_tags(file).title)
    assert len(titles) == len(files)


def test_real_clips_are_joined(tmp_path: Path, examples: dict[str, Path]) -> None:
    make_library(tmp_path / "m", 1, 6.0, list(examples.values())[:2])
    assert decode((tmp_path / "m" / "00000.mp3").read_bytes()).source_seconds == pytest.approx(6.0, abs=0.2)
