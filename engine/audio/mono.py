"""Frames of any rate, channel count and sample format into one mono signal at the networks' rate."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from engine.audio.clip import SAMPLE_RATE
from engine.audio.container import check_sound
from engine.errors import AudioError, AudioProblem

CHUNK_SECONDS = 1.0
"""Frames are joined to this length before numpy and the resampler see them: a call costs more than a short frame."""
MAX_FORMAT_CHANGES = 16
"""A stream may change its rate or channels (chained radio streams do), but not with every frame."""
MAX_AMPLITUDE = 8.0
"""Full scale is 1. Lossy decoders overshoot a little; what lies beyond this is not sound."""
CLIPPED_AMPLITUDE = 0.98
"""From here on a sample counts as clipped."""

_INTEGER_SCALE = {"u8": 2.0**7, "s16": 2.0**15, "s32": 2.0**31}


@dataclass(frozen=True, slots=True)
class _Shape:
    """Sample format, rate in Hz and channel count of a frame."""

    format: str
    sample_rate: int
    channels: int

    def as_float(self, pcm: NDArray[np.generic]) -> NDArray[np.float32]:
        """``(channels, n)`` float32 with full scale at 1 from PyAV's planar or interleaved array."""
        planar = self.format.endswith("p")
        channels = pcm if planar else pcm.reshape(-1, self.channels).T
        values = channels.astype(np.float32)
        scale = _INTEGER_SCALE.get(self.format.removesuffix("p"))
        if scale is None:
            return values
        if self.format.startswith("u8"):
            values -= np.float32(scale)
        values *= np.float32(1 / scale)
        return values


class MonoMixer:
    """Takes decoded frames in order; gives the mean of their channels at `SAMPLE_RATE`.

    Attributes
    ----------
    seconds
        How much was fed, by the frames' own rate.
    """

    def __init__(self, max_pcm_bytes: int) -> None:
        self.seconds = 0.0
        self._max_pcm_bytes = max_pcm_bytes
        self._pcm_bytes = 0
        self._shape: _Shape | None = None
        self._changes = 0
        self._pending: list[NDArray[np.generic]] = []
        self._pending_seconds = 0.0
        self._resampler: AudioResampler | None = None
        self._mono: list[NDArray[np.float32]] = []
        self._samples = 0
        self._clipped = 0
        self._absurd = 0

    def feed(self, frame: AudioFrame) -> None:
        """Add one frame.

        Raises
        ------
        AudioError
            ``UNREASONABLE`` for a rate, channel count or amount of sound beyond limits, ``DAMAGED`` for a stream that
            changes its form all the time.
        """
        shape = _Shape(frame.format.name, frame.sample_rate, frame.layout.nb_channels)
        check_sound(shape.sample_rate, shape.channels)
        self._pcm_bytes += frame.samples * shape.channels * frame.format.bytes
        if self._pcm_bytes > self._max_pcm_bytes:
            raise AudioError(AudioProblem.UNREASONABLE, measured=self._pcm_bytes, limit=self._max_pcm_bytes)
        if shape != self._shape:
            self._change(shape)
        self._pending.append(frame.to_ndarray())
        seconds = frame.samples / shape.sample_rate
        self.seconds += seconds
        self._pending_seconds += seconds
        if self._pending_seconds >= CHUNK_SECONDS:
            self._mix_pending()

    def finish(self) -> NDArray[np.float32]:
        """All that was fed, ``(n,)`` float32."""
        self._flush()
        return np.concatenate(self._mono) if self._mono else np.zeros(0, np.float32)

    @property
    def clipped_share(self) -> float:
        """Share of the source's samples at full scale."""
        return self._clipped / self._samples if self._samples else 0.0

    @property
    def absurd_share(self) -> float:
        """Share of the source's samples that were no sound (not finite, or far beyond full scale) and became zero."""
        return self._absurd / self._samples if self._samples else 0.0

    def _change(self, shape: _Shape) -> None:
        self._flush()
        self._changes += 1
        if self._changes > MAX_FORMAT_CHANGES:
            raise AudioError(AudioProblem.DAMAGED)
        self._shape = shape

    def _mix_pending(self) -> None:
        if not self._pending or self._shape is None:
            return
        channels = self._shape.as_float(np.concatenate(self._pending, axis=1))
        self._pending, self._pending_seconds = [], 0.0
        magnitude = np.abs(channels)
        absurd = ~(magnitude <= MAX_AMPLITUDE)
        self._samples += channels.size
        self._clipped += int(np.count_nonzero(magnitude >= CLIPPED_AMPLITUDE))
        if absurd.any():
            self._absurd += int(np.count_nonzero(absurd))
            channels = np.where(absurd, np.float32(0), channels)
        mono = channels[0] if len(channels) == 1 else channels.mean(axis=0, dtype=np.float32)
        self._resample(np.ascontiguousarray(mono), self._shape.sample_rate)

    def _resample(self, mono: NDArray[np.float32], rate: int) -> None:
        if rate == SAMPLE_RATE:
            self._mono.append(mono)
            return
        if self._resampler is None:
            self._resampler = AudioResampler("fltp", "mono", SAMPLE_RATE)
        frame = AudioFrame.from_ndarray(mono[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate = rate
        self._keep(self._resampler.resample(frame))

    def _flush(self) -> None:
        self._mix_pending()
        if self._resampler is not None:
            # The error says that nothing was left in it.
            with contextlib.suppress(av.EOFError):
                self._keep(self._resampler.resample(None))
            self._resampler = None

    def _keep(self, frames: list[AudioFrame]) -> None:
        self._mono.extend(frame.to_ndarray()[0] for frame in frames)
