"""The clips that are measured with: music to the decoder, and the same bytes every time."""

from __future__ import annotations

import pytest

from benchmarks.sounds import CLIP_SECONDS, MP3_128K, OPUS_96K, clip
from engine.audio import SAMPLE_RATE, decode
from engine.evaluation.reencode import Encoding


@pytest.mark.parametrize("encoding", [MP3_128K, OPUS_96K], ids=["mp3", "opus"])
def test_a_clip_is_thirty_seconds_of_music(encoding: Encoding) -> None:
    heard = decode(clip(0, encoding))
    assert heard.samples.size == pytest.approx(CLIP_SECONDS * SAMPLE_RATE, rel=0.01)


def test_a_seed_is_a_clip() -> None:
    assert clip(1) == clip(1)
    assert clip(1) != clip(2)
