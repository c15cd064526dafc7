"""Sounds are made in other processes, heard in order, and kept under what they were made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.evaluation.ear.hearing import by_mfcc, by_networks, heard, sounds_ahead
from engine.evaluation.folds import DataMissingError
from engine.evaluation.reencode import WAV, encode
from engine.evaluation.untrained import untrained_ear
from engine.evaluation.vector_cache import cached_sounds
from engine.evaluation.views import FIRST10, OTHER10, WHOLE, Sound, View
from engine.networks.ear import DIMENSION

RATE = 22_050


def clip(path: Path, seed: int) -> Path:
    noise = np.random.default_rng(seed).standard_normal(44_100 * 36)
    path.write_bytes(encode((0.1 * noise * (1 + np.sin(np.arange(noise.size) / 20_000))).astype(np.float32), WAV))
    return path


def test_what_is_heard_is_in_the_order_of_the_sounds(tmp_path: Path) -> None:
    paths = [clip(tmp_path / f"{seed}.wav", seed) for seed in range(2)]
    views = (WHOLE, FIRST10, OTHER10, "gain -6 dB")
    sounds = [Sound(View(path.stem, name), path, RATE) for path in paths for name in views]
    for made, sound in zip(sounds_ahead(sounds, jobs=2), sounds, strict=True):
        np.testing.assert_array_equal(made, sound.samples())
    vectors = heard(sounds, by_mfcc(), "MFCC", jobs=1)
    assert vectors.shape == (8, 40)
    # A level that changes by 6 dB moves the first coefficient alone.
    np.testing.assert_allclose(vectors[3, 1:20], vectors[0, 1:20], atol=0.3)
    assert np.linalg.norm(vectors[3] - vectors[0]) > 10


def test_the_networks_hear_short_and_long() -> None:
    hear = by_networks(untrained_ear())
    noise = np.random.default_rng(0).standard_normal(30 * RATE).astype(np.float32) * np.float32(0.1)
    whole, part = hear(noise), hear(noise[: 10 * RATE])
    assert whole.shape == part.shape == (DIMENSION,)
    assert np.isfinite(whole).all()


def test_what_was_heard_is_kept_until_a_clip_a_view_or_the_method_changes(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.wav", 0)
    asked: list[str] = []

    def compute(sounds: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        asked.append("again")
        return np.ones((1, 3), np.float32)

    def ask(name: str, view: str) -> None:
        cached_sounds(tmp_path / "cache", name, [Sound(View("a", view), path, RATE)], compute)

    ask("method-1", WHOLE)
    ask("method-1", WHOLE)
    assert len(asked) == 1
    ask("method-1", FIRST10)
    ask("method-2", WHOLE)
    clip(path, 1)
    ask("method-1", WHOLE)
    assert len(asked) == 4
    assert not list((tmp_path / "cache").glob("*.part*"))
    path.unlink()
    with pytest.raises(DataMissingError, match="cannot be read"):
        ask("method-1", WHOLE)
