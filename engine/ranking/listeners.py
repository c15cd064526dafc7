"""What a collaborative model says for one member, as the ranking takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.songs import Song


@dataclass(frozen=True, slots=True)
class Because:
    """Why a song got its collaborative score.

    Attributes
    ----------
    artist
        Whose deed raised it most, as a name to show; empty where no deed raised it.
    played
        Whether people's plays of the song's own artist say so; else its sound is all that is known of it.
    """

    artist: str
    played: bool


class Listeners(Protocol):
    """What people play who listen as this member does."""

    @property
    def confidence(self) -> float:
        """0 to 1: how much is known of the member; 0 where nothing is."""

    def scores(self, songs: Sequence[Song], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,) float32: how well each song suits the member. More is better; of one member they compare.

        Parameters
        ----------
        vectors
            (n, d) float32 of unit length.
        """

    def because(self, song: Song, vector: NDArray[np.float32]) -> Because:
        """Why a song gets its score."""
