"""Writing a recording again: it stays the recording, with the codec, level and noise that were asked for."""

from __future__ import annotations

import io

import av
import numpy as np
import numpy.typing as npt
import pytest

from engine.evaluation.reencode import (
    AAC_64K_LOUDER,
    FLAC,
    MP3_64K_QUIETER,
    MP3_128K_NOISY,
    OPUS_16K,
    WAV,
    Encoding,
    decoded,
    encode,
    reencode,
)

RATE = 44_100


def tone(seconds: float = 4.0, amplitude: float = 0.25) -> npt.NDArray[np.float32]:
    time = np.arange(int(seconds * RATE)) / RATE
    return (amplitude * np.sin(2 * np.pi * 440 * time) * (0.6 + 0.4 * np.sin(2 * np.pi * time))).astype(np.float32)


def level_db(samples: npt.NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(np.square(samples.astype(np.float64)))))


@pytest.fixture(scope="module")
def recording() -> bytes:
    return encode(tone(), WAV)


@pytest.mark.parametrize("encoding", [MP3_64K_QUIETER, OPUS_16K, AAC_64K_LOUDER, MP3_128K_NOISY, FLAC, WAV], ids=str)
def test_the_recording_keeps_its_length_and_takes_the_gain(recording: bytes, encoding: Encoding) -> None:
    again = decoded(reencode(recording, encoding), RATE)
    assert again.size == pytest.approx(tone().size, abs=0.12 * RATE)
    assert level_db(again) == pytest.approx(level_db(tone()) + encoding.gain_db, abs=0.6)


def test_the_codec_and_the_bit_rate_are_what_was_asked(recording: bytes) -> None:
    written = reencode(recording, MP3_64K_QUIETER)
    with av.open(io.BytesIO(written)) as container:
        (stream,) = container.streams.audio
        assert stream.codec_context.name.startswith("mp3")
        assert stream.channels == 1
    assert len(written) * 8 / 4.0 == pytest.approx(64_000, rel=0.1)


def test_a_codec_that_loses_nothing_gives_the_samples_back(recording: bytes) -> None:
    assert np.abs(decoded(reencode(recording, FLAC), RATE) - tone()).max() < 2 / 2**15


def test_noise_has_the_level_that_was_asked(recording: bytes) -> None:
    noisy = Encoding("noisy", "wav", "pcm_s16le", 0, RATE, noise_db=-20.0)
    difference = decoded(reencode(recording, noisy, seed=7), RATE) - tone()
    assert level_db(difference) == pytest.approx(level_db(tone()) - 20, abs=0.3)
    assert reencode(recording, noisy, seed=7) == reencode(recording, noisy, seed=7)
    assert reencode(recording, noisy, seed=8) != reencode(recording, noisy, seed=7)


def test_a_cut_leaves_the_start_out(recording: bytes) -> None:
    late = Encoding("late", "wav", "pcm_s16le", 0, RATE, skip_seconds=1.5)
    assert np.abs(decoded(reencode(recording, late), RATE) - tone()[round(1.5 * RATE) :]).max() < 2 / 2**15


def test_too_loud_is_clipped_not_wrapped() -> None:
    loud = Encoding("loud", "wav", "pcm_s16le", 0, RATE, gain_db=20.0)
    samples = tone(amplitude=0.9)
    again = decoded(encode(samples, loud), RATE)
    assert np.abs(again).max() <= 1.0
    assert (np.sign(again[np.abs(samples) > 0.1]) == np.sign(samples[np.abs(samples) > 0.1])).all()


@pytest.mark.parametrize("data", [b"", b"not a recording" * 99])
def test_what_is_no_recording_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be decoded"):
        reencode(data, WAV)
