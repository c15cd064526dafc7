"""The same recording as somebody else's file: another codec, another level, noise on top. Bytes in, bytes out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream

_FRAME_SECONDS = 1.0
_SAMPLE_FORMATS = {"libmp3lame": "fltp", "libopus": "flt", "aac": "fltp", "flac": "s16", "pcm_s16le": "s16"}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a recording is written again.

    Attributes
    ----------
    container, codec
        Names that FFmpeg knows.
    bit_rate
        Bits a second; 0 for a codec that loses nothing.
    sample_rate
        Samples a second, one that the codec can write.
    gain_db
        Louder (positive) or quieter, in decibels; what exceeds full scale is clipped.
    noise_db
        Level of added white noise relative to the recording's own; minus infinity for none.
    skip_seconds
        Left out at the start: another cut of the same recording.
    """

    name: str
    container: str
    codec: str
    bit_rate: int
    sample_rate: int
    gain_db: float = 0.0
    noise_db: float = -np.inf
    skip_seconds: float = 0.0


MP3_64K_QUIETER = Encoding("mp3 64 kbit/s, 6 dB less", "mp3", "libmp3lame", 64_000, 44_100, gain_db=-6.0)
OPUS_16K = Encoding("opus 16 kbit/s", "ogg", "libopus", 16_000, 48_000)
AAC_64K_LOUDER = Encoding("aac 64 kbit/s, 3 dB more", "adts", "aac", 64_000, 44_100, gain_db=3.0)
MP3_128K_NOISY = Encoding("mp3 128 kbit/s, noise at -20 dB", "mp3", "libmp3lame", 128_000, 44_100, noise_db=-20.0)
MP3_64K_SHIFTED = Encoding("mp3 64 kbit/s, 3 s cut off", "mp3", "libmp3lame", 64_000, 44_100, skip_seconds=3.0)
FLAC = Encoding("flac", "flac", "flac", 0, 44_100)
WAV = Encoding("wav", "wav", "pcm_s16le", 0, 44_100)


def reencode(data: bytes, encoding: Encoding, *, seed: int = 0) -> bytes:
    """Decode a trusted recording and write it again, mono.

    For material of our own only: nothing here is bounded, as ``engine.audio`` is.

    Parameters
    ----------
    data
        Any container that holds an audio stream.
    seed
        Of the noise.

    Raises
    ------
    ValueError
        The data hold no audio that can be decoded.
    """
    return encode(decoded(data, encoding.sample_rate), encoding, seed=seed)


def decoded(data: bytes, sample_rate: int) -> npt.NDArray[np.float32]:
    """All samples of the first audio stream, mono.

    Returns
    -------
    (n,) float32 at ``sample_rate``

    Raises
    ------
    ValueError
        The data hold no audio that can be decoded.
    """
    try:
        with av.open(io.BytesIO(data), mode="r") as container:
            if not container.streams.audio:
                raise ValueError("no audio stream in the recording")
            resampler = av.AudioResampler(format="flt", layout="mono", rate=sample_rate)
            parts = [
                piece.to_ndarray()[0]
                for frame in (*container.decode(container.streams.audio[0]), None)
                for piece in resampler.resample(frame)
            ]
    except av.error.FFmpegError as error:
        raise ValueError(f"the recording cannot be decoded: {error}") from error
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def encode(samples: npt.NDArray[np.float32], encoding: Encoding, *, seed: int = 0) -> bytes:
    """Write mono samples as a file.

    Parameters
    ----------
    samples
        (n,) float32 at ``encoding.sample_rate``, full scale at 1.
    """
    out = io.BytesIO()
    with av.open(out, mode="w", format=encoding.container) as container:
        stream = container.add_stream(encoding.codec, rate=encoding.sample_rate, layout="mono")
        assert isinstance(stream, AudioStream)
        if encoding.bit_rate:
            stream.bit_rate = encoding.bit_rate
        resampler = av.AudioResampler(format=_SAMPLE_FORMATS[encoding.codec], layout="mono", rate=encoding.sample_rate)
        for frame in _frames(_changed(samples, encoding, seed), encoding.sample_rate):
            for piece in resampler.resample(frame):
                container.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return out.getvalue()


def _changed(samples: npt.NDArray[np.float32], encoding: Encoding, seed: int) -> npt.NDArray[np.float32]:
    kept = samples[round(encoding.skip_seconds * encoding.sample_rate) :]
    changed = kept * np.float32(10 ** (encoding.gain_db / 20))
    if np.isfinite(encoding.noise_db) and changed.size:
        level = float(np.sqrt(np.mean(np.square(changed)))) * 10 ** (encoding.noise_db / 20)
        noise = np.random.default_rng(seed).standard_normal(changed.size, dtype=np.float32)
        changed = changed + np.float32(level) * noise
    clipped: npt.NDArray[np.float32] = np.clip(changed, -1.0, 1.0).astype(np.float32)
    return clipped


def _frames(samples: npt.NDArray[np.float32], sample_rate: int) -> Iterator[av.AudioFrame]:
    step = int(_FRAME_SECONDS * sample_rate)
    for start in range(0, samples.size, step):
        frame = av.AudioFrame.from_ndarray(samples[None, start : start + step], format="flt", layout="mono")
        frame.sample_rate = sample_rate
        frame.pts = start
        yield frame
