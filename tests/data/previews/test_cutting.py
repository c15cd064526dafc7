from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from data.previews.cutting import Uncuttable, cut_middle
from engine.audio import SAMPLE_RATE, decode

MIB = 2**20
RATE = 8_000


def wav(seconds: float, frequency_at: float = 440.0) -> bytes:
    """A tone that is silent but for its middle third."""
    moments = np.arange(int(seconds * RATE)) / RATE
    loud = (moments > seconds / 3) & (moments < 2 * seconds / 3)
    samples = (np.sin(2 * np.pi * frequency_at * moments) * loud * 20_000).astype("<i2")
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()


def test_the_middle_is_cut_out_and_nothing_else() -> None:
    cut = cut_middle(io.BytesIO(wav(120.0)), MIB)
    clip = decode(cut)
    assert clip.seconds == pytest.approx(30.0, abs=1.5)
    # A hundred milliseconds at a time, nothing is silent: all of it comes from the loud third.
    pieces = clip.samples[: len(clip.samples) // (SAMPLE_RATE // 10) * (SAMPLE_RATE // 10)].reshape(
        -1, SAMPLE_RATE // 10
    )
    assert np.abs(pieces).max(axis=1).min() > 0.1


@pytest.mark.parametrize(
    "name",
    [
        "holiznacc0-fire-place.mp3",
        "kevin-macleod-vibe-ace.m4a",
        "john-michel-ave-maria.ogg",
        "karissa-hobbs-lets-go-fishin.opus",
        "obsidian-shell-starfall.flac",
        "helena-bolan-neon-lights.wav",
    ],
)
def test_every_format_is_copied_without_loss_of_sound(examples: dict[str, Path], name: str) -> None:
    data = examples[name].read_bytes()
    whole, cut = decode(data), decode(cut_middle(io.BytesIO(data), 4 * MIB))
    assert cut.seconds == pytest.approx(whole.seconds, abs=0.3)


def test_no_more_is_copied_than_may_be() -> None:
    assert len(cut_middle(io.BytesIO(wav(120.0)), 100_000)) < 130_000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100_000,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\nhttp://127.0.0.1:9/a.ts\n",
        b"<html>" * 1000,
        b"RIFF" + b"\xff" * 5000,
    ],
)
def test_what_is_no_music_is_refused(data: bytes) -> None:
    with pytest.raises(Uncuttable):
        cut_middle(io.BytesIO(data), MIB)
