"""EASE over the tracks that most playlists hold, with albums and artists as further rows.

The inverse costs the cube of the number of tracks, and a track that few playlists hold has little to teach it: such
tracks are left to the scores by album and artist and by neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from engine.collaborative.ease import Primal, learn_primal
from engine.evaluation.playlists.reading import Integers, Tracks

MOST_TRACKS = 12_000
"""576 MB of weights, and a fifth of the time that all 20,635 of the challenge take."""
REGULARISATION = 200.0
"""Lambda of the paper."""
ALBUM_ROWS, ARTIST_ROWS = 12.0, 8.0
"""In how many more playlists two tracks of one album or artist are said to be together."""


@dataclass(frozen=True, slots=True, eq=False)
class NarrowEase:
    """What EASE learned of m of the n tracks.

    Attributes
    ----------
    columns
        (m,) rising: the tracks that it knows.
    places
        (n,) where each track stands among them, -1 for the others.
    learned
        (m, m) weights.
    """

    columns: Integers
    places: Integers
    learned: Primal

    @classmethod
    def learn(cls, held: csr_array, tracks: Tracks, most: int = MOST_TRACKS) -> NarrowEase:
        """From (n_playlists, n_tracks) CSR float32; of tracks that equally many playlists hold, the first are known."""
        popularity = np.bincount(held.indices, minlength=held.shape[1])
        columns = np.sort(np.argsort(-popularity, kind="stable")[:most])
        places = np.full(held.shape[1], -1)
        places[columns] = np.arange(len(columns))
        albums = ALBUM_ROWS**0.5 * members(tracks.albums)
        artists = ARTIST_ROWS**0.5 * members(tracks.artists)
        rows = csr_array(vstack([held, albums, artists], format="csr")[:, columns], dtype=np.float32)
        return cls(columns, places, learn_primal(rows, REGULARISATION))

    def scores(self, histories: csr_array) -> NDArray[np.float32]:
        """(n, n_tracks) float32; 0 for tracks that it does not know."""
        found = np.zeros(histories.shape, dtype=np.float32)
        found[:, self.columns] = self.learned.scores(csr_array(histories[:, self.columns]))
        return found

    def between(self, held: Integers, asked: Integers) -> NDArray[np.float32]:
        """(n_held, n_asked) float32: what each held track says of each that is asked; 0 for unknown ones."""
        rows, columns = self.places[held][:, None], self.places[asked][None, :]
        return np.where((rows >= 0) & (columns >= 0), self.learned.weights[rows, columns], np.float32(0))


def members(groups: Integers) -> csr_array:
    """(n_groups, n) CSR float32 of ones: which of n tracks belong to each album or artist."""
    n = len(groups)
    return csr_array((np.ones(n, dtype=np.float32), (groups, np.arange(n))), shape=(int(groups.max()) + 1, n))
