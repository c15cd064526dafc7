"""Do people who play one artist play those who sound alike, and do they tag them alike? (HetRec 2011, Last.fm 2k.)

Cantador, Brusilovsky & Kuflik, "2nd workshop on information heterogeneity and fusion in recommender systems" (RecSys
2011). Two artists are as near as the cosine of their listeners' log counts, and as the cosine of their tags weighted by
rarity. For every artist asked, the ten nearest are what a good ear should put before all the others that have clips.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.evaluation.folds import DataMissingError, Track, artists_in_several_folds
from engine.evaluation.retrieval import unit_rows

Vectors = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

HETREC = "hetrec"
FEWEST_LISTENERS = 5
"""An artist whom fewer people play has no company that one could trust."""
FEWEST_SHARED = 2
"""Neighbours have at least so many listeners in common."""
FEWEST_TAGGINGS = 5
NEIGHBOURS = 10
SEVERAL = -1
"""Fold of an artist who is not asked."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Artists that have clips, and how near people put them.

    Attributes
    ----------
    clips
        For each of a artists, rows of the clips.
    folds
        (a,) the fold of an artist's clips, ``SEVERAL`` where they lie in more than one.
    played, tagged
        (a, a) float32, 0 to 1, how alike by plays and by tags; -1 where that cannot be said, 0 on the diagonal.
    same
        (a, a) pairs that are one artist to the clips: they are never compared.
    """

    clips: tuple[npt.NDArray[np.int64], ...]
    folds: npt.NDArray[np.int64]
    played: Vectors
    tagged: Vectors
    same: npt.NDArray[np.bool_]


def artist_vectors(listeners: Listeners, whole: Vectors) -> Vectors:
    """(a, d) mean direction of each artist's clips, of unit length."""
    unit = unit_rows(whole)
    return unit_rows(np.stack([unit[rows].mean(axis=0) for rows in listeners.clips]))


def agreement(listeners: Listeners, near: Vectors, whole: Vectors, fold: int) -> Floats:
    """How well sound ranks an artist's neighbours: the area under the ROC curve, for each artist of a fold.

    Parameters
    ----------
    near
        (a, a) ``listeners.played`` or ``listeners.tagged``.
    whole
        (n, d) vectors of all clips by the model of the fold.

    Returns
    -------
    (n_asked,) float64: the share of pairs (neighbour, other artist) in which the neighbour sounds more alike; .5 is
    chance. Artists without neighbours are left out.
    """
    if not listeners.clips:
        return np.zeros(0)
    unit = artist_vectors(listeners, whole)
    sound = unit @ unit.T
    areas = []
    for artist in np.flatnonzero(listeners.folds == fold):
        others = (near[artist] >= 0) & ~listeners.same[artist]
        neighbours = _nearest(near[artist], others)
        rest = others.copy()
        rest[neighbours] = False
        if neighbours.size and rest.any():
            areas.append(_area(sound[artist, neighbours], sound[artist, rest]))
    return np.array(areas, np.float64)


def read_listeners(directory: Path, tracks: Sequence[Track]) -> Listeners:
    """Join the plays and tags of HetRec with the clips.

    Raises
    ------
    DataMissingError
        A file is missing or is not what it should be.
    """
    folder = directory / HETREC
    try:
        with (folder / "artist_clips.csv").open(encoding="utf-8", newline="") as lines:
            pairs = [(int(row["artistID"]), row["clip_id"]) for row in csv.DictReader(lines)]
        plays = np.loadtxt(folder / "user_artists.dat", dtype=np.int64, skiprows=1, usecols=(0, 1, 2), ndmin=2)
        tags = np.loadtxt(folder / "user_taggedartists.dat", dtype=np.int64, skiprows=1, usecols=(1, 2), ndmin=2)
    except (OSError, KeyError, ValueError) as error:
        raise DataMissingError(f"{folder} cannot be read: {error}") from error
    return join_listeners(tracks, pairs, plays, tags)


def join_listeners(
    tracks: Sequence[Track],
    pairs: Sequence[tuple[int, str]],
    plays: npt.NDArray[np.int64],
    tags: npt.NDArray[np.int64],
) -> Listeners:
    """Make the two neighbourhoods.

    Parameters
    ----------
    pairs
        Artist and clip id.
    plays
        (n, 3) user, artist, count.
    tags
        (n, 2) artist, tag; a row each time somebody gave it.
    """
    row_of = {track.id: row for row, track in enumerate(tracks)}
    clips: dict[int, list[int]] = defaultdict(list)
    for artist, clip in pairs:
        if clip in row_of:
            clips[artist].append(row_of[clip])
    artists = sorted(clips)
    place = {artist: number for number, artist in enumerate(artists)}
    spread = set(artists_in_several_folds(tracks))
    keys = [frozenset(tracks[row].artist for row in clips[artist]) for artist in artists]
    folds = [_fold({tracks[row].fold for row in clips[artist]}, keys[place[artist]], spread) for artist in artists]
    counts = _table(place, plays[:, 1], plays[:, 0], np.log1p(plays[:, 2]))
    given = _table(place, tags[:, 0], tags[:, 1], np.ones(len(tags)))
    return Listeners(
        clips=tuple(np.array(clips[artist], np.int64) for artist in artists),
        folds=np.array(folds, np.int64),
        played=_played(counts),
        tagged=_tagged(given),
        same=np.array([[bool(one & other) for other in keys] for one in keys], np.bool_).reshape(len(keys), len(keys)),
    )


def _fold(folds: set[int], artists: frozenset[str], spread: set[str]) -> int:
    return next(iter(folds)) if len(folds) == 1 and not artists & spread else SEVERAL


def _table(
    place: dict[int, int],
    artists: npt.NDArray[np.int64],
    others: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
) -> Vectors:
    """(a, n_others) the weights summed, without columns that no artist has."""
    kept = np.isin(artists, list(place))
    names, columns = np.unique(others[kept], return_inverse=True)
    table = np.zeros((len(place), len(names)), np.float32)
    rows = np.array([place[int(artist)] for artist in artists[kept]], np.int64)
    np.add.at(table, (rows, columns), weights[kept])
    return table


def _played(counts: Vectors) -> Vectors:
    heard = (counts > 0).astype(np.float32)
    unit = unit_rows(counts)
    near = unit @ unit.T
    near[heard @ heard.T < FEWEST_SHARED] = 0.0
    return _closed(near, heard.sum(axis=1) >= FEWEST_LISTENERS)


def _tagged(given: Vectors) -> Vectors:
    """Tags by how often they were given, times how rare they are among artists (Salton & Buckley, 1988)."""
    spread = (given > 0).sum(axis=0)
    rarity = np.log(len(given) / np.maximum(spread, 1))
    unit = unit_rows((np.log1p(given) * rarity).astype(np.float32))
    return _closed(unit @ unit.T, given.sum(axis=1) >= FEWEST_TAGGINGS)


def _closed(near: Vectors, known: npt.NDArray[np.bool_]) -> Vectors:
    near[~known] = -1.0
    near[:, ~known] = -1.0
    return near


def _nearest(near: Vectors, others: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    candidates = np.flatnonzero(others & (near > 0))
    order = np.argsort(-near[candidates], kind="stable")[:NEIGHBOURS]
    chosen: npt.NDArray[np.int64] = candidates[order]
    return chosen


def _area(higher: Vectors, lower: Vectors) -> float:
    """Mann and Whitney's U over all pairs; a tie counts half."""
    difference = higher[:, None] - lower[None, :]
    return float((difference > 0).mean() + (difference == 0).mean() / 2)
