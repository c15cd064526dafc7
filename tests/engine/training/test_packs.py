"""What is written in packs is what is read, whatever the sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.training import packs
from engine.training.packs import open_packs, packs_written, write_packs

LIMIT = 100
"""Bytes of a pack: few enough that a handful of rows need several."""


@settings(max_examples=40, deadline=None)
@given(lengths=st.lists(st.integers(min_value=0, max_value=12), max_size=12))
def test_every_clip_comes_back(tmp_path_factory: pytest.TempPathFactory, lengths: list[int]) -> None:
    directory = tmp_path_factory.mktemp("packs")
    random = np.random.default_rng(0)
    clips = [random.normal(0, 1, (length, 3)).astype(np.float16) for length in lengths]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packs, "PACK_BYTES", LIMIT)
        write_packs(directory, "frames", clips)
    opened = open_packs(directory, "frames")
    assert len(opened) == len(clips)
    assert opened.lengths.tolist() == lengths
    assert all(array.nbytes <= LIMIT for array in opened.arrays)
    assert not list(directory.glob("unfinished-*"))
    for number, clip in enumerate(clips):
        np.testing.assert_array_equal(opened.of(number), clip.astype(np.float32))
        np.testing.assert_array_equal(opened.of(number, 2, 5), clip[2:5].astype(np.float32))
        assert opened.of(number).dtype == np.float32


def test_no_pack_is_larger_than_may_be_carried(tmp_path: Path) -> None:
    write_packs(tmp_path, "frames", [np.zeros((1, 1), np.float16)])
    header = (tmp_path / "frames-00.npy").stat().st_size - 2
    assert packs.PACK_BYTES + header < 64 * 2**20


def test_what_was_not_finished_does_not_count(tmp_path: Path) -> None:
    class Stopped(Exception):
        """Raised between two clips."""

    def broken() -> Iterator[NDArray[np.float16]]:
        yield np.zeros((3, 2), np.float16)
        raise Stopped

    with pytest.raises(Stopped):
        write_packs(tmp_path, "frames", broken())
    assert not packs_written(tmp_path, "frames")


def test_packs_without_their_index_do_not_count(tmp_path: Path) -> None:
    write_packs(tmp_path, "frames", [np.ones((3, 2), np.float16)])
    assert packs_written(tmp_path, "frames")
    assert not packs_written(tmp_path, "other")
    (tmp_path / "frames.npy").unlink()
    assert list(tmp_path.iterdir())
    assert not packs_written(tmp_path, "frames")
