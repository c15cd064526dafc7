"""musicnn, written again from its description, gives what the published graph gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soxr

from engine.errors import ModelError
from engine.evaluation.reencode import decoded
from engine.teachers.musicnn import Musicnn
from engine.teachers.teacher import EMBEDDING, MAX_POOL, MEAN_POOL, SAMPLE_RATE
from tests.training_data import training_data

REFERENCES = {EMBEDDING: "penultimate", MEAN_POOL: "mean_pool", MAX_POOL: "max_pool"}


def test_agrees_with_the_published_outputs() -> None:
    data = training_data()
    musicnn = Musicnn.load(data / "musicnn")
    with np.load(data / "musicnn" / "reference.npz") as reference:
        clips, tags = reference["clips"][:2], reference["taggram"]
        features = {ours: reference[theirs] for ours, theirs in REFERENCES.items()}
    for row, clip in enumerate(clips):
        file = (data / "audio" / f"{clip}.opus").read_bytes()
        heard = musicnn.hear(soxr.resample(decoded(file, 48_000), 48_000, SAMPLE_RATE, quality="HQ"))
        np.testing.assert_allclose(heard.tags, tags[row], atol=1e-3)
        assert heard.features.keys() == features.keys()
        for name, expected in features.items():
            # Maxima run to 60, and the package rounds mel powers to float16, which moves them.
            np.testing.assert_allclose(heard.features[name], expected[row], atol=1e-3, rtol=2e-4)


def test_a_short_clip_is_repeated_to_fill_a_window() -> None:
    musicnn = Musicnn.load(training_data() / "musicnn")
    second = np.sin(np.arange(SAMPLE_RATE, dtype=np.float32) / 20)
    heard, filled = musicnn.hear(second), musicnn.hear(np.tile(second, 3)[: 186 * 256])
    assert heard.tags.shape == (len(musicnn.tag_names),) == (50,)
    np.testing.assert_array_equal(heard.tags, filled.tags)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"msd_musicnn\.npz"):
        Musicnn.load(tmp_path)
