"""How people listen, song by song: artists' factors and sound, and over them what members of this bot did of songs.

Predicting factors from sound costs a tenth of a millisecond a song, so each song's are kept once they were made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.hybrid import Hybrid
from engine.collaborative.song_factors import SongFactors
from engine.songs import SongId

Floats = NDArray[np.float32]

BY_SOUND = 0.5
"""What a deed counts for confidence where only the song's sound is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Songs as the model takes them.

    Attributes
    ----------
    songs, artists
        n ids, and keys of the songs' artists (:func:`engine.songs.artist_key`).
    vectors
        (n, d) float32, of any length but zero.
    """

    songs: tuple[SongId, ...]
    artists: tuple[str, ...]
    vectors: Floats


class Listening:
    """The factors of every song. Every method may be called from several threads at once.

    Parameters
    ----------
    own
        What members of this bot did of songs; in the place of what the hybrid says of them.
    """

    def __init__(self, hybrid: Hybrid, own: SongFactors | None = None) -> None:
        self.hybrid = hybrid
        self.own = own
        self._rows: dict[SongId, int] = {}
        self._table = np.zeros((0, hybrid.width), np.float32)
        self._learned = frozenset(() if own is None else own.songs)
        self._lock = Lock()
        if own is not None and len(own):
            self._keep(own.songs, own.factors)

    @property
    def knows_anything(self) -> bool:
        """Whether there is anything to fold a member into."""
        return self.hybrid.width > 0

    def lacking(self, songs: Sequence[SongId]) -> list[SongId]:
        """Those of some songs whose factors are not made yet, in their order."""
        return [song for song in songs if song not in self._rows]

    def learn(self, placed: Placed) -> None:
        """Make the factors of songs that lack them."""
        new = [row for row, song in enumerate(placed.songs) if song not in self._rows]
        if new:
            factors = self.hybrid.factors([placed.artists[row] for row in new], placed.vectors[new])
            self._keep([placed.songs[row] for row in new], factors)

    def factors(self, placed: Placed) -> Floats:
        """(n, k) float32: the factors of some songs."""
        self.learn(placed)
        return self.kept(placed.songs)

    def kept(self, songs: Sequence[SongId]) -> Floats:
        """(n, k) float32: the factors of songs that are made already.

        Raises
        ------
        KeyError
            They are not.
        """
        with self._lock:
            return self._table[[self._rows[song] for song in songs]]

    def trust(self, song: SongId | None, artist: str) -> float:
        """What a deed of a song, or of an artist alone, counts for how well the member is known; 0 to 1."""
        if self.hybrid.knows(artist) or song in self._learned:
            return 1.0
        return BY_SOUND if song in self._rows else 0.0

    def is_played(self, song: SongId, artist: str) -> bool:
        """Whether people's plays say more of a song than its sound does."""
        return song in self._learned or self.hybrid.knows(artist)

    def _keep(self, songs: Sequence[SongId], factors: Floats) -> None:
        with self._lock:
            fresh = {song: row for row, song in enumerate(songs) if song not in self._rows}
            first = len(self._rows)
            self._rows = self._rows | {song: first + number for number, song in enumerate(fresh)}
            self._table = np.concatenate([self._table, factors[list(fresh.values())]])
