"""musicnn, written again from its description, gives what the published graph gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.audio import SAMPLE_RATE, decode
from engine.errors import ModelError
from engine.networks.musicnn import Musicnn
from tests.training_data import training_data


def test_agrees_with_the_published_outputs() -> None:
    data = training_data()
    musicnn = Musicnn.load(data / "musicnn")
    with np.load(data / "musicnn" / "reference.npz") as reference:
        # The second clip is shorter than 30 s, so that decoding leaves it whole.
        clip, taggram = str(reference["clips"][1]), reference["taggram"][1]
        penultimate = reference["penultimate"][1]
    samples = decode((data / "audio" / f"{clip}.opus").read_bytes()).samples
    heard = musicnn.hear(samples, SAMPLE_RATE)
    # The reference was resampled from 48 kHz at once, ours by way of 22,050 Hz.
    np.testing.assert_allclose(heard.tags.mean(axis=0), taggram, atol=1e-3)
    np.testing.assert_allclose(heard.penultimate.mean(axis=0), penultimate, atol=5e-3)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"msd_musicnn\.npz"):
        Musicnn.load(tmp_path)
