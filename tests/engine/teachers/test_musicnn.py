"""musicnn: its windows, its pooled features, and the files that are not its weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import ModelError
from engine.teachers.loading import weight_files
from engine.teachers.musicnn import N_POOLED, WINDOW_SAMPLES, Musicnn
from engine.teachers.teacher import SAMPLE_RATE
from tests.engine.teachers.sounds import sound


@pytest.fixture(scope="module")
def musicnn(untaught: Path) -> Musicnn:
    return Musicnn.load(weight_files(untaught)[0].parent)


def test_the_clip_is_the_mean_over_its_windows(musicnn: Musicnn) -> None:
    output = musicnn.hear(sound(7.0))
    assert output.mean_pool.shape == output.max_pool.shape == (2, N_POOLED)
    for clip, windows in (
        (output.clip_embedding, output.embedding),
        (output.clip_tags, output.tags),
        (output.clip_mean_pool, output.mean_pool),
        (output.clip_max_pool, output.max_pool),
    ):
        np.testing.assert_allclose(clip, windows.mean(axis=0), atol=1e-6)
    assert (output.max_pool >= output.mean_pool - 1e-5).all()


def test_every_second_window_is_one_of_all(musicnn: Musicnn) -> None:
    samples = sound(10.0)
    every, half = musicnn.hear(samples), musicnn.hear(samples, every=2)
    np.testing.assert_array_equal(half.windows, every.windows[::2])
    np.testing.assert_array_equal(half.embedding, every.embedding[::2])
    seconds = WINDOW_SAMPLES / SAMPLE_RATE
    np.testing.assert_allclose(every.windows, [(0, seconds), (seconds, 2 * seconds), (2 * seconds, 3 * seconds)])


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"msd_musicnn\.npz"):
        Musicnn.load(tmp_path)
