"""What the order of a playlist says: what came last counts most, and what followed a track once may follow it again."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from engine.evaluation.playlists.reading import Entries

FADING, FLOOR = 0.8, 0.3
"""A track's weight falls by the factor ``FADING`` with each track after it, from 1 towards ``FLOOR``."""
TAIL, TAIL_FADING = 5, 0.6
"""So many of the last tracks are asked what follows them, each by this factor less than the next."""
WINDOW = 3
"""A track follows another up to so many places later."""


def recent(entries: Entries) -> csr_array:
    """(n_playlists, n_tracks) CSR float32: ``held`` with less weight for what came long before the end.

    Entries of playlists whose order is not known weigh 1.
    """
    weights = np.ones(entries.held.nnz, dtype=np.float32)
    ages = _ages(entries)
    weights[entries.sequential[_rows(entries)]] = FLOOR + (1 - FLOOR) * FADING**ages
    return csr_array((weights, entries.held.indices, entries.held.indptr), shape=entries.held.shape)


def tail(entries: Entries) -> csr_array:
    """(n_playlists, n_tracks) CSR float32: the last tracks of sequential playlists, the very last with weight 1."""
    weights = np.zeros(entries.held.nnz, dtype=np.float32)
    ages = _ages(entries)
    weights[entries.sequential[_rows(entries)]] = np.where(ages < TAIL, TAIL_FADING**ages, 0)
    last = csr_array((weights, entries.held.indices, entries.held.indptr), shape=entries.held.shape, copy=True)
    last.eliminate_zeros()
    return last


def successions(entries: Entries) -> csr_array:
    """(n_tracks, n_tracks) CSR float32: how often a column's track followed a row's, 1 / places between."""
    n_tracks = entries.held.shape[1]
    playlist = np.repeat(np.arange(len(entries.starts) - 1), np.diff(entries.starts))
    total = csr_array((n_tracks, n_tracks), dtype=np.float32)
    for places in range(1, WINDOW + 1):
        within = playlist[:-places] == playlist[places:]
        before, after = entries.ordered[:-places][within], entries.ordered[places:][within]
        values = np.full(len(before), 1 / places, dtype=np.float32)
        total = total + csr_array((values, (before, after)), shape=total.shape)
    return csr_array(total)


def _rows(entries: Entries) -> np.ndarray:
    """Row of each stored entry of ``held``."""
    return np.repeat(np.arange(entries.held.shape[0]), entries.lengths)


def _ages(entries: Entries) -> np.ndarray:
    """Tracks after each entry of the sequential playlists, in the order in which ``held`` stores them."""
    playlist = np.repeat(np.arange(len(entries.starts) - 1), np.diff(entries.starts))
    ages = entries.starts[playlist + 1] - 1 - np.arange(len(entries.ordered))
    return ages[np.lexsort((entries.ordered, playlist))]
