"""EASE with albums and artists as further rows: what few playlists hold is tied to what it was released with."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, vstack

from engine.collaborative.ease import Primal, learn_primal
from engine.evaluation.playlists.reading import Integers, Tracks

REGULARISATION = 200.0
"""Lambda of the paper."""
ALBUM_ROWS, ARTIST_ROWS = 12.0, 8.0
"""In how many more playlists two tracks of one album or artist are said to be together."""


def learn_with_albums(held: csr_array, tracks: Tracks) -> Primal:
    """From (n_playlists, n_tracks) CSR float32; (n_tracks, n_tracks) weights, 1.7 GB for the challenge's 20,635."""
    albums = ALBUM_ROWS**0.5 * members(tracks.albums)
    artists = ARTIST_ROWS**0.5 * members(tracks.artists)
    return learn_primal(csr_array(vstack([held, albums, artists], format="csr"), dtype=np.float32), REGULARISATION)


def members(groups: Integers) -> csr_array:
    """(n_groups, n) CSR float32 of ones: which of n tracks belong to each album or artist."""
    n = len(groups)
    return csr_array((np.ones(n, dtype=np.float32), (groups, np.arange(n))), shape=(int(groups.max()) + 1, n))
