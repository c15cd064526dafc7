"""Sound and pictures that tests can prove things about, encoded in this process."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

CONTAINER_OF = {
    "mp3": "mp3",
    "aac": "ipod",
    "vorbis": "ogg",
    "libvorbis": "ogg",
    "libopus": "ogg",
    "flac": "flac",
    "pcm_s16le": "wav",
}
"""The container that a codec usually comes in."""

# No random stream numbers, no date.
_SAME_EVERY_TIME = {"fflags": "+bitexact"}

PICTURE_WIDTH, PICTURE_HEIGHT, PICTURES_A_SECOND = 96, 64, 10


def tone(seconds: float, hertz: float = 440.0, rate: int = 44_100, level: float = 0.5) -> NDArray[np.float32]:
    """``(1, n)`` sine of a peak level."""
    time = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hertz * time)).astype(np.float32)[np.newaxis]


def sweep(seconds: float, first: float, last: float, rate: int, level: float = 0.5) -> NDArray[np.float32]:
    """``(1, n)`` sine whose frequency rises evenly, so that the frequency tells the time."""
    time = np.arange(round(seconds * rate)) / rate
    phase = 2 * np.pi * (first * time + (last - first) / (2 * seconds) * time**2)
    return (level * np.sin(phase)).astype(np.float32)[np.newaxis]


@lru_cache(maxsize=64)
def music(seconds: float, rate: int = 44_100, channels: int = 1, seed: int = 5) -> NDArray[np.float32]:
    """``(channels, n)``: a chord that changes twice a second, with a little noise. Not to be written to."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    beat = np.floor(time * 2).astype(int)
    sound = 0.01 * random.standard_normal((channels, len(time)))
    for partial in range(4):
        steps = random.integers(0, 24, beat.max() + 1)
        pitch = 110 * 2 ** (steps[beat] / 12) * (1 + partial)
        sound += 0.12 * np.sin(2 * np.pi * np.cumsum(pitch) / rate)
    return sound.astype(np.float32)


def clipped_noise(seconds: float, rate: int = 44_100, channels: int = 1, gain: float = 3.0) -> NDArray[np.float32]:
    """``(channels, n)`` white noise driven into full scale."""
    random = np.random.default_rng(11)
    return np.clip(gain * random.standard_normal((channels, round(seconds * rate))), -1, 1).astype(np.float32)


def encode(
    sound: NDArray[np.float32],
    codec: str,
    rate: int = 44_100,
    *,
    container: str | None = None,
    bit_rate: int | None = None,
    options: dict[str, str] | None = None,
    pictures: str | None = None,
) -> bytes:
    """``(channels, n)`` sound as a file, with moving pictures beside it where ``pictures`` names their codec."""
    file = io.BytesIO()
    with av.open(file, "w", format=container or CONTAINER_OF[codec], container_options=_SAME_EVERY_TIME) as output:
        layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(sound)]
        stream = output.add_stream(codec, rate=rate, layout=layout, options=options)
        assert isinstance(stream, av.AudioStream)
        context = stream.codec_context
        if bit_rate is not None:
            context.bit_rate = bit_rate
        if pictures is None:
            context.open()
        else:
            # Writing the first picture opens every codec.
            _draw(output, pictures, sound.shape[1] / rate)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout=layout)
        frame.sample_rate = rate
        resampler = av.AudioResampler(context.format, layout, rate, frame_size=context.frame_size or 1_024)
        written = 0
        for piece in resampler.resample(frame) + resampler.resample(None):
            piece.pts, piece.time_base = written, Fraction(1, rate)
            written += piece.samples
            output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
    return file.getvalue()


def silent_film(seconds: float, codec: str, container: str) -> bytes:
    """A video without any sound."""
    file = io.BytesIO()
    with av.open(file, "w", format=container, container_options=_SAME_EVERY_TIME) as output:
        _draw(output, codec, seconds)
    return file.getvalue()


def _draw(output: OutputContainer, codec: str, seconds: float) -> None:
    stream = output.add_stream(codec, rate=PICTURES_A_SECOND)
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height, stream.pix_fmt = PICTURE_WIDTH, PICTURE_HEIGHT, "yuv420p"
    for number in range(round(seconds * PICTURES_A_SECOND)):
        shade = np.full((PICTURE_HEIGHT, PICTURE_WIDTH, 3), number * 7 % 256, np.uint8)
        frame = av.VideoFrame.from_ndarray(shade, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, PICTURES_A_SECOND)
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))
