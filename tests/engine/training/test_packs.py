"""What is written in packs is what is read, whatever the sizes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.training import packs
from engine.training.packs import PACK_BYTES, open_packs, packs_written, write_packs


@settings(max_examples=25, deadline=None)
@given(lengths=st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=12))
def test_every_clip_comes_back(tmp_path_factory: pytest.TempPathFactory, lengths: list[int]) -> None:
    directory = tmp_path_factory.mktemp("packs")
    random = np.random.default_rng(0)
    clips = [random.normal(0, 1, (length, 3)).astype(np.float16) for length in lengths]
    write_packs(directory, "frames", clips)
    opened = open_packs(directory, "frames")
    assert len(opened) == len(clips)
    assert opened.lengths.tolist() == lengths
    for number, clip in enumerate(clips):
        np.testing.assert_array_equal(opened.of(number), clip.astype(np.float32))
        np.testing.assert_array_equal(opened.of(number, 2, 5), clip[2:5].astype(np.float32))


def test_no_pack_is_larger_than_may_be_carried(tmp_path: Path) -> None:
    clip = np.zeros((PACK_BYTES // 5 // 2, 1), np.float16)
    write_packs(tmp_path, "frames", [clip] * 7)
    files = sorted(tmp_path.glob("frames-*.npy"))
    assert len(files) == 2
    assert all(file.stat().st_size < 64 * 2**20 for file in files)


def test_what_was_not_finished_does_not_count(tmp_path: Path) -> None:
    class Stopped(Exception):
        """Raised between two clips."""

    def broken() -> object:
        yield np.zeros((3, 2), np.float16)
        raise Stopped

    with pytest.raises(Stopped):
        write_packs(tmp_path, "frames", broken())  # type: ignore[arg-type]
    assert not packs_written(tmp_path, "frames")
    assert packs.__doc__
