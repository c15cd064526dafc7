"""From a score to a probability by a curve with two numbers (J. Platt, 1999)."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Logistic:
    """``1 / (1 + exp(-(slope * score + offset)))``; with a slope above 0 it never falls as the score grows."""

    slope: float
    offset: float

    def __call__(self, score: float) -> float:
        """The probability, 0 to 1.

        >>> Logistic(2.0, -1.0)(0.5)
        0.5
        """
        return 0.5 * (1.0 + math.tanh(0.5 * (self.slope * score + self.offset)))
