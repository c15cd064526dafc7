"""What is heard, and how much of a stranger's file may be read to hear it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 22_050
"""Hz. What the networks hear; music's timbre lies below its Nyquist frequency."""

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Clip:
    """Sound as the networks hear it.

    Attributes
    ----------
    samples
        ``(n,)`` float32, mono at `SAMPLE_RATE`, full scale at 1; the middle of a longer source.
    source_seconds
        Length of the whole source as its packets tell it; ``None`` where they do not.
    """

    samples: NDArray[np.float32]
    source_seconds: float | None

    @property
    def seconds(self) -> float:
        """Length of what was heard."""
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """How much a stranger's file may cost.

    Attributes
    ----------
    max_bytes
        Size of the file.
    min_seconds, max_seconds
        Length of the sound in it. The longest is half an hour: an album's side, not a broadcast.
    clip_seconds
        How much is heard, from the middle of what is longer.
    max_pcm_bytes
        Decoded sound, at the source's own rate, channels and sample format.
    cpu_seconds, wall_seconds
        Processor time and time for one clip. Enforced on worker processes only.
    memory_bytes
        Address space a worker may use beyond what it has when idle. Enforced on worker processes only.
    """

    max_bytes: int = 25 * MIB
    min_seconds: float = 3.0
    clip_seconds: float = 30.0
    max_seconds: float = 1_800.0
    max_pcm_bytes: int = 128 * MIB
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    memory_bytes: int = 384 * MIB
