"""All six give what was published, within 0.001."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.testing as npt
import pytest

from engine.evaluation.reencode import decoded
from engine.teachers import Teacher, load_teachers
from engine.teachers.musicnn import Musicnn
from tests.training_data import training_data

OPUS_RATE = 48_000
PUBLISHED = 1e-3


@pytest.fixture(scope="module")
def data() -> Path:
    return training_data()


@pytest.fixture(scope="module")
def taggers(data: Path) -> tuple[Teacher, ...]:
    return load_teachers(data)[1:]


@pytest.mark.parametrize("clip", ["taffc-MT0000040632", "emotify-rock-1"])
@pytest.mark.parametrize("sample_rate", [16_000, OPUS_RATE])
def test_the_five(data: Path, taggers: tuple[Teacher, ...], clip: str, sample_rate: int) -> None:
    """One clip as long as the networks', one longer; decoded by FFmpeg to either rate they hear the same."""
    samples = decoded((data / "audio" / f"{clip}.opus").read_bytes(), sample_rate)
    asked = [one for one in taggers if sample_rate == OPUS_RATE or one.name == "msd_fcn"]
    with np.load(data / "taggers" / "reference.npz") as reference:
        row = list(reference["clips"]).index(clip)
        for tagger in asked:
            output = tagger.hear(samples, sample_rate)
            npt.assert_allclose(output.clip_embedding, reference[f"{tagger.name}_embedding"][row], atol=PUBLISHED)
            npt.assert_allclose(output.clip_tags, reference[f"{tagger.name}_tags"][row], atol=PUBLISHED)


def test_musicnn(data: Path) -> None:
    musicnn = Musicnn.load(data / "musicnn")
    with np.load(data / "musicnn" / "reference.npz") as reference:
        samples = decoded((data / "audio" / f"{reference['clips'][1]}.opus").read_bytes(), OPUS_RATE)
        output = musicnn.hear(samples, OPUS_RATE)
        assert len(output.windows) == reference["windows"][1]
        npt.assert_allclose(output.clip_tags, reference["taggram"][1], atol=PUBLISHED)
        npt.assert_allclose(output.clip_embedding, reference["penultimate"][1], atol=PUBLISHED)
        npt.assert_allclose(output.clip_mean_pool, reference["mean_pool"][1], atol=PUBLISHED)
        # Up to 90, and made from inputs that were rounded to half precision.
        npt.assert_allclose(output.clip_max_pool, reference["max_pool"][1], atol=5 * PUBLISHED)
