"""Playlists to compare collaborative models on: the challenge's where they are at hand, else drawn ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative import Interactions

HELD_OUT_SHARE = 0.2
FEWEST_TRACKS = 5
_TASTES = 40
_TRACKS_A_LIST = 24


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Playlists with a fifth of some kept back.

    Attributes
    ----------
    name
        Where they come from.
    plays
        What is learned from.
    asked
        (n,) int64 rows of the playlists of which something is kept back.
    held
        (n, n_tracks) CSR, what is kept back of them.
    """

    name: str
    plays: Interactions
    asked: NDArray[np.int64]
    held: csr_array


def read_or_draw(data: Path, asked: int, seed: int = 0) -> Split:
    """The playlists of ``polimi/train.parquet``, or drawn ones where it is not there.

    Parameters
    ----------
    asked
        Playlists of which a fifth is kept back.
    """
    path = data / "polimi" / "train.parquet"
    if path.is_file():
        return keep_back("Politecnico di Milano's playlists", read(path), asked, seed)
    return keep_back("drawn playlists", draw(20_000, 8_000, seed), asked, seed)


def read(path: Path) -> Interactions:
    """The columns ``playlist_id`` and ``track_id``; each track once a playlist."""
    import pyarrow.parquet  # noqa: PLC0415 - who draws playlists needs it not

    table = pyarrow.parquet.read_table(path, columns=["playlist_id", "track_id"])
    pairs = np.unique(np.stack([table[name].to_numpy() for name in table.column_names], axis=1), axis=0)
    return Interactions.of([str(one) for one in pairs[:, 0]], [str(one) for one in pairs[:, 1]], np.ones(len(pairs)))


def draw(lists: int, tracks: int, seed: int) -> Interactions:
    """Lists of about 24 tracks, each of three tastes; tracks within a taste are popular by Zipf's law."""
    random = np.random.default_rng(seed)
    of_taste = random.integers(0, _TASTES, size=tracks)
    popularity = 1 / (1 + random.permutation(tracks)) ** 0.8
    rows, columns = [], []
    for number in range(lists):
        liked = np.isin(of_taste, random.choice(_TASTES, 3, replace=False))
        chances = popularity * np.where(liked, 1, 0.002)
        length = min(tracks, 2 + int(random.exponential(_TRACKS_A_LIST - 2)))
        chosen = np.argpartition(random.exponential(size=tracks) / chances, length - 1)[:length]
        rows += [f"{number:06}"] * length
        columns += [f"{track:06}" for track in chosen.tolist()]
    return Interactions.of(rows, columns, np.ones(len(rows)))


def keep_back(name: str, plays: Interactions, asked: int, seed: int) -> Split:
    """A random fifth of so many playlists with at least five tracks."""
    random = np.random.default_rng(seed)
    counts = plays.counts
    long_enough = np.flatnonzero(np.diff(counts.indptr) >= FEWEST_TRACKS)
    rows = np.sort(random.choice(long_enough, min(asked, len(long_enough)), replace=False))
    kept = np.zeros(counts.nnz, dtype=bool)
    for row in rows.tolist():
        start, stop = counts.indptr[row], counts.indptr[row + 1]
        kept[start + random.choice(stop - start, int(HELD_OUT_SHARE * (stop - start)), replace=False)] = True
    of = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    learned, held = (
        csr_array((counts.data[some], (of[some], counts.indices[some])), shape=counts.shape) for some in (~kept, kept)
    )
    for one in (learned, held):
        one.sort_indices()
    return Split(name, Interactions(learned, plays.users, plays.items), rows, held[rows])


def ndcg(found: NDArray[np.integer], held: csr_array) -> float:
    """Normalised discounted cumulative gain of (n, k) found tracks (K. Järvelin, J. Kekäläinen, TOIS 20, 2002)."""
    places = found.shape[1]
    discounts = 1 / np.log2(np.arange(2, places + 2))
    right = np.asarray(held[np.arange(len(found))[:, None].repeat(places, axis=1), found].toarray()) > 0
    most = np.minimum(np.diff(held.indptr), places)
    return float(np.mean((right * discounts).sum(axis=1) / np.cumsum(discounts)[most - 1]))
