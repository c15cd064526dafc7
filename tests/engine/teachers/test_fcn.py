"""FCN, written again from its description, gives what the published weights give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.embed.inference import bfloat16_is_native
from engine.errors import ModelError
from engine.teachers.fcn import CLIP_SAMPLES, EMBEDDING_SIZE, Fcn
from engine.teachers.loading import FCN_NAMES
from engine.teachers.teacher import EMBEDDING
from tests.engine.teachers.references import published, tagger_file


@pytest.mark.parametrize("name", FCN_NAMES)
def test_agrees_with_the_published_outputs(name: str) -> None:
    fcn = Fcn(name, tagger_file(name))
    # The third clip is longer than what is heard of it.
    for row in (0, 2):
        expected = published(name, row)
        heard = fcn.hear(expected.samples)
        np.testing.assert_allclose(heard.features[EMBEDDING], expected.embedding, atol=1e-3)
        np.testing.assert_allclose(heard.tags, expected.tags, atol=1e-3)


@pytest.mark.skipif(not bfloat16_is_native(), reason="this processor does not multiply bfloat16 itself")
def test_the_quicker_numbers_are_nearly_the_same() -> None:
    name = FCN_NAMES[0]
    expected = published(name, 1)
    heard = Fcn(name, tagger_file(name), torch.bfloat16).hear(expected.samples)
    assert np.corrcoef(heard.features[EMBEDDING], expected.embedding)[0, 1] > 0.999
    np.testing.assert_allclose(heard.tags, expected.tags, atol=0.02)


def test_a_short_clip_is_repeated_and_a_long_one_cut() -> None:
    fcn = Fcn(FCN_NAMES[0], tagger_file(FCN_NAMES[0]))
    part = np.random.default_rng(0).standard_normal(160_000).astype(np.float32) * np.float32(0.1)
    heard = fcn.hear(part)
    assert heard.features[EMBEDDING].shape == (EMBEDDING_SIZE,)
    assert heard.tags.shape == (len(fcn.tag_names),) == (50,)
    np.testing.assert_array_equal(heard.tags, fcn.hear(np.tile(part, 3)[: CLIP_SAMPLES + 9_000]).tags)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"msd_fcn\.npz"):
        Fcn("msd_fcn", tmp_path / "msd_fcn.npz")
