"""Features are computed once, of what can be decoded, and are the product's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.evaluation.reencode import FLAC, decoded, encode
from engine.features.log_mel import N_BANDS, N_MELS, SAMPLE_RATE, LogMel
from engine.training.corpus import Corpus, cache_directory, prepare
from tests.engine.training.conftest import N_FRAMES


def test_features_are_computed_once_and_a_file_of_nothing_has_none(tmp_path: Path) -> None:
    clip, broken = tmp_path / "clip.flac", tmp_path / "broken.flac"
    noise = np.random.default_rng(0).standard_normal(44_100 * 2).astype(np.float32)
    clip.write_bytes(encode(np.float32(0.1) * noise, FLAC))
    broken.write_bytes(b"no music")
    corpus = prepare([broken, clip], tmp_path / "features", jobs=1)
    expected = LogMel()(torch.from_numpy(decoded(clip.read_bytes(), SAMPLE_RATE))[None])[0].T.numpy()
    assert expected.shape[1] == N_BANDS
    assert corpus.frames.lengths.tolist() == [0, len(expected)]
    np.testing.assert_allclose(corpus.frames.of(1), expected, atol=0.05)
    assert corpus.levels[1] == pytest.approx(expected[:, :N_MELS].mean(), abs=0.01)
    clip.unlink()
    again = prepare([broken, clip], tmp_path / "features", jobs=1)
    np.testing.assert_array_equal(again.frames.of(1), corpus.frames.of(1))


def test_a_stretch_is_about_the_mean_of_its_clip_on_the_first_scale(corpus: Corpus) -> None:
    whole = corpus.levelled(3)
    assert whole.shape == (N_FRAMES, N_BANDS)
    assert abs(float(whole[:, :N_MELS].mean())) < 0.05
    np.testing.assert_array_equal(corpus.levelled(3, 10, 20), whole[10:20])


def test_other_clips_have_another_place(tmp_path: Path) -> None:
    table = tmp_path / "tracks.csv"
    table.write_text("id\na\n")
    first = cache_directory(tmp_path / "home", table)
    assert first == cache_directory(tmp_path / "home", table)
    table.write_text("id\nb\n")
    assert cache_directory(tmp_path / "home", table) != first
    assert cache_directory(tmp_path / "home", table).is_relative_to(tmp_path / "home")
