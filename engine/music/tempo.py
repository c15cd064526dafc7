"""How fast a clip is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tempo:
    """Beats in a minute, and how likely it is (0 to 1) that they are right within 4 %, or an octave of that."""

    bpm: float
    confidence: float
