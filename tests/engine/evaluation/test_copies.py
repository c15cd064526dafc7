from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from engine.audio.clip import SAMPLE_RATE
from engine.evaluation.copies import COPIES, CUT_END_SECONDS, CUT_START_SECONDS, cut, remastered
from engine.evaluation.reencode import WAV, encode

SECONDS = 20


def tone(hertz: float, level: float = 0.1) -> npt.NDArray[np.float32]:
    time = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    return (level * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def strength(samples: npt.NDArray[np.float32]) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))


def test_another_mastering_lifts_bass_and_treble_and_levels() -> None:
    middle = strength(remastered(tone(900))) / strength(tone(900))
    assert strength(remastered(tone(40))) / strength(tone(40)) > 1.3 * middle
    assert strength(remastered(tone(9_000))) / strength(tone(9_000)) > 1.2 * middle
    soft, loud = strength(remastered(tone(900, 0.05))), strength(remastered(tone(900, 0.9)))
    assert loud / soft < 0.8 * (0.9 / 0.05)
    assert np.abs(remastered(tone(40, 1.0))).max() <= 1.02


def test_a_cut_leaves_the_middle_and_short_recordings_whole() -> None:
    samples = np.arange(SECONDS * SAMPLE_RATE, dtype=np.float32)
    left = cut(samples)
    assert left[0] == CUT_START_SECONDS * SAMPLE_RATE
    assert left.size == round((SECONDS - CUT_START_SECONDS - CUT_END_SECONDS) * SAMPLE_RATE)
    assert cut(samples[: 10 * SAMPLE_RATE]).size == 10 * SAMPLE_RATE


@pytest.mark.parametrize("kind", list(COPIES))
def test_every_copy_can_be_heard(kind: str) -> None:
    data = encode(tone(440), WAV)
    copy = COPIES[kind](data)
    assert copy.dtype == np.float32
    assert copy.size > 2 * SAMPLE_RATE
    assert np.isfinite(copy).all()
    assert strength(copy) > 0.01
