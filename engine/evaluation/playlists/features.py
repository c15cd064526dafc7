"""What the second stage sees of a candidate: its scores, how it fits the playlist, and facts of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.playlists.reading import Integers
from engine.evaluation.playlists.signals import CANDIDATES, Scores, Signals

NEVER = 99
"""Tracks since one of the candidate's album or artist, where there was none or the order is not known."""
SUPPORT = 0.01
"""A weight of EASE from which on a track counts as speaking for the candidate."""
PLAYLISTS_AT_ONCE = 500

Columns = dict[str, NDArray[Any]]
"""Features by name, (n,) each, before they are joined."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Tracks that may continue playlists, grouped by playlist.

    Attributes
    ----------
    rows, columns
        (n,) the playlist and the track of each; equal rows are neighbours.
    names
        Of the f features.
    features
        (n, f) float32.
    """

    rows: Integers
    columns: Integers
    names: tuple[str, ...]
    features: NDArray[np.float32]


def candidates(signals: Signals, rows: Integers) -> Candidates:
    """The best of every score for these playlists, none of which a playlist holds, with all features.

    Parameters
    ----------
    rows
        Playlists, at most :data:`PLAYLISTS_AT_ONCE` where memory matters: 330 MB of scores.
    """
    scores = signals.scores(rows)
    held = signals.entries.held[rows].nonzero()
    chosen = np.zeros((len(rows), signals.entries.held.shape[1]), dtype=bool)
    for name, many in CANDIDATES.items():
        of_name = scores[name]
        of_name[held] = -np.inf
        k = min(many, of_name.shape[1])
        np.put_along_axis(chosen, np.argpartition(of_name, -k, axis=1)[:, -k:], True, axis=1)
    chosen[held] = False
    place, track = chosen.nonzero()
    starts = np.searchsorted(place, np.arange(len(rows) + 1))
    found: Columns = {}
    for name, of_name in scores.items():
        found |= _score(name, of_name[place, track], place, starts)
    found |= _facts(signals, rows, place, track)
    found |= _fit(signals, rows, place, track)
    found |= _support(signals, rows, track, starts)
    features = np.stack([np.asarray(column, dtype=np.float32) for column in found.values()], axis=1)
    return Candidates(rows[place], track.astype(np.int64), tuple(found), features)


def _score(name: str, values: Scores, place: Integers, starts: Integers) -> Columns:
    """A score, its rank among the playlist's candidates and its share of the best."""
    order = np.lexsort((-values, place))
    ranks = np.empty(len(values), dtype=np.float32)
    ranks[order] = np.arange(len(values)) - starts[place[order]]
    filled = np.diff(starts) > 0
    best = np.zeros(len(starts) - 1, dtype=np.float32)
    best[filled] = np.maximum.reduceat(values, starts[:-1][filled]) if len(values) else 0
    return {name: values, f"{name}, rank": ranks, f"{name}, share": values / np.maximum(best[place], 1e-9)}


def _facts(signals: Signals, rows: Integers, place: Integers, track: Integers) -> Columns:
    """Of the playlist, of the track, and how far the track lies from what the playlist usually holds."""
    held, tracks, popularity = signals.entries.held[rows], signals.tracks, signals.popularity
    lengths = np.maximum(np.diff(held.indptr), 1).astype(np.float32)
    logs, seconds = np.log1p(popularity), tracks.seconds.astype(np.float32)
    usual, usual_seconds = held @ logs / lengths, held @ seconds / lengths
    spread = np.sqrt(np.maximum(held @ logs**2 / lengths - usual**2, 0))
    found: Columns = {
        "length": lengths[place],
        "sequential": signals.entries.sequential[rows][place],
        "popularity": popularity[track],
        "seconds": seconds[track],
        "usual popularity": usual[place],
        "spread of popularity": spread[place],
        "popularity beyond usual": logs[track] - usual[place],
        "usual seconds": usual_seconds[place],
        "seconds beyond usual": seconds[track] - usual_seconds[place],
    }
    for name, groups in (("album", tracks.albums), ("artist", tracks.artists)):
        sizes, plays = np.bincount(groups), np.bincount(groups, popularity)
        found[f"tracks of the {name}"] = sizes[groups[track]]
        found[f"popularity of the {name}"] = plays[groups[track]]
        found[f"share of the {name}'s popularity"] = popularity[track] / np.maximum(plays[groups[track]], 1)
    return found


def _fit(signals: Signals, rows: Integers, place: Integers, track: Integers) -> Columns:
    """How much of the playlist is of the candidate's album and artist, and how long ago."""
    held, tracks = signals.entries.held[rows], signals.tracks
    lengths = np.maximum(np.diff(held.indptr), 1).astype(np.float32)
    at = np.repeat(np.arange(len(rows)), np.diff(held.indptr))
    found: Columns = {}
    for name, groups in (("album", tracks.albums), ("artist", tracks.artists)):
        sizes = np.bincount(groups)
        counts = np.zeros((len(rows), len(sizes)), dtype=np.float32)
        np.add.at(counts, (at, groups[held.indices]), 1)
        since = np.full(counts.shape, NEVER, dtype=np.float32)
        for number, row in enumerate(rows):
            sequence = signals.entries.sequence(row)
            # From the first to the last, so that what came later overwrites.
            since[number, groups[sequence]] = np.minimum(np.arange(len(sequence) - 1, -1, -1), NEVER)
        here = counts[place, groups[track]]
        found[f"of the {name}"] = here
        found[f"share of the {name} in the playlist"] = here / lengths[place]
        found[f"share of the {name} held"] = here / sizes[groups[track]]
        found[f"since the {name}"] = since[place, groups[track]]
        found[f"{name}s a track"] = ((counts > 0).sum(axis=1) / lengths)[place]
        found[f"largest {name}"] = (counts.max(axis=1) / lengths)[place]
    return found


def _support(signals: Signals, rows: Integers, track: Integers, starts: Integers) -> Columns:
    """Which of the playlist's tracks speak for a candidate: EASE's weights one by one."""
    names = ("strongest support", "second support", "share that supports", "support of the last", "of the last three")
    found = {name: np.zeros(len(track), dtype=np.float32) for name in names}
    held, entries = signals.entries.held, signals.entries
    for number, row in enumerate(rows):
        here = slice(starts[number], starts[number + 1])
        sequence = entries.sequence(row)
        items = sequence if len(sequence) else held.indices[held.indptr[row] : held.indptr[row + 1]]
        if here.start == here.stop or not len(items):
            continue
        weights = signals.ease.weights[np.ix_(items, track[here])]
        strongest = np.sort(weights, axis=0)[::-1]
        found["strongest support"][here] = strongest[0]
        found["second support"][here] = strongest[min(1, len(strongest) - 1)]
        found["share that supports"][here] = (weights > SUPPORT).mean(axis=0)
        if len(sequence):
            found["support of the last"][here] = weights[-1]
            found["of the last three"][here] = weights[-3:].mean(axis=0)
    return found
