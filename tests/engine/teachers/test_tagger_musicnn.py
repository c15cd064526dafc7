"""MusiCNN on other tags, written again from its description, gives what the published weights give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.embed.inference import bfloat16_is_native
from engine.errors import ModelError
from engine.teachers.loading import TAGGER_MUSICNN_NAMES
from engine.teachers.tagger_musicnn import EMBEDDING_SIZE, WINDOW_SAMPLES, TaggerMusicnn
from engine.teachers.teacher import EMBEDDING
from tests.engine.teachers.references import published, tagger_file


@pytest.mark.parametrize("name", TAGGER_MUSICNN_NAMES)
def test_agrees_with_the_published_outputs(name: str) -> None:
    expected = published(name, 0)
    heard = TaggerMusicnn(name, tagger_file(name)).hear(expected.samples)
    np.testing.assert_allclose(heard.features[EMBEDDING], expected.embedding, atol=1e-3)
    np.testing.assert_allclose(heard.tags, expected.tags, atol=1e-3)


@pytest.mark.skipif(not bfloat16_is_native(), reason="this processor does not multiply bfloat16 itself")
def test_the_quicker_numbers_are_nearly_the_same() -> None:
    name = TAGGER_MUSICNN_NAMES[0]
    expected = published(name, 1)
    heard = TaggerMusicnn(name, tagger_file(name), torch.bfloat16).hear(expected.samples)
    assert np.corrcoef(heard.features[EMBEDDING], expected.embedding)[0, 1] > 0.999
    np.testing.assert_allclose(heard.tags, expected.tags, atol=0.02)


def test_a_short_clip_is_repeated_and_what_fills_no_window_is_left() -> None:
    name = TAGGER_MUSICNN_NAMES[0]
    tagger = TaggerMusicnn(name, tagger_file(name))
    second = np.random.default_rng(0).standard_normal(16_000).astype(np.float32) * np.float32(0.1)
    heard = tagger.hear(second)
    assert heard.features[EMBEDDING].shape == (EMBEDDING_SIZE,)
    assert heard.tags.shape == (len(tagger.tag_names),) == (50,)
    longer = np.resize(second, WINDOW_SAMPLES + 20_000)
    np.testing.assert_array_equal(heard.tags, tagger.hear(longer).tags)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"mtat_musicnn\.npz"):
        TaggerMusicnn("mtat_musicnn", tmp_path / "mtat_musicnn.npz")
