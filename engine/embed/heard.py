"""What is known of a clip after it was heard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tag:
    """A word for what was heard, and how sure the network is of it (0 to 1)."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip, heard.

    Attributes
    ----------
    vector
        (dimension,) float32 of unit length.
    genres, moods, quadrants
        Most probable first. Genres and moods are independent of each other; quadrants (``Q1`` to ``Q4``, as a
        ``Song`` names them) add to one.
    """

    vector: NDArray[np.float32]
    genres: tuple[Tag, ...]
    moods: tuple[Tag, ...]
    quadrants: tuple[Tag, ...]
