"""Who is replayed, what they do, and what is to be found.

For every fold K of the clips, what is to be found are the artists of the fold that a listener plays; the events are
their other artists in random order, with clips or without. All vectors are then of the model of fold K, which never
heard an artist of the fold; vectors of two models never meet. Listeners are split into groups: the factors that answer
for a group were learned from the others. Nothing of the first group is tested: on it the weights were chosen.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.collaborative.artist_plays import DIRECTORY, ArtistPlays
from engine.collaborative.interactions import Interactions
from engine.evaluation.folds import DataMissingError, Track, artists_in_several_folds

GROUPS = 5
VALIDATION = 0
"""The group that weights are chosen on."""
FEWEST_TO_FIND, FEWEST_EVENTS = 1, 30
"""A listener is asked in a fold where so much is to be found and so many other artists were played."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clips:
    """Clips of artists who have listeners.

    Attributes
    ----------
    rows
        For each artist key, rows of the tracks.
    folds
        For each artist key the fold that its clips lie in; artists with clips in several are left out.
    """

    rows: Mapping[str, npt.NDArray[np.int64]]
    folds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Replay:
    """One listener in one fold.

    Attributes
    ----------
    user
        Row of the plays.
    events
        Artist keys in the order in which they happen, ``FEWEST_EVENTS`` of them.
    found
        (p,) of the fold's p artists, true where the listener plays one: what is to be found.
    """

    user: int
    fold: int
    events: tuple[str, ...]
    found: npt.NDArray[np.bool_]


def read_clips(data: Path, plays: ArtistPlays, tracks: Sequence[Track]) -> Clips:
    """Join artists with clips.

    Raises
    ------
    DataMissingError
        The list is missing or is not what it should be.
    """
    path = data / DIRECTORY / "artist_clips.csv"
    row_of = {track.id: row for row, track in enumerate(tracks)}
    rows: dict[str, set[int]] = defaultdict(set)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines):
                if line["clip_id"] in row_of:
                    rows[plays.keys[int(line["artistID"])]].add(row_of[line["clip_id"]])
    except (OSError, KeyError, ValueError) as error:
        raise DataMissingError(f"{path} cannot be read: {error}") from error
    spread = set(artists_in_several_folds(tracks))
    known = set(plays.interactions.items)
    folds = {
        key: {tracks[row].fold for row in found}
        for key, found in rows.items()
        if key in known and not {tracks[row].artist for row in found} & spread
    }
    single = {key: next(iter(of_key)) for key, of_key in sorted(folds.items()) if len(of_key) == 1}
    return Clips({key: np.array(sorted(rows[key]), np.int64) for key in single}, single)


def groups(users: int, seed: int) -> npt.NDArray[np.int64]:
    """(n,) the group of each listener, drawn."""
    return np.random.default_rng(seed).permutation(users) % GROUPS


def without(plays: Interactions, left_out: npt.NDArray[np.bool_]) -> Interactions:
    """The plays of the other listeners; every artist stays an item."""
    kept = np.flatnonzero(~left_out)
    return Interactions(plays.counts[kept], tuple(plays.users[row] for row in kept), plays.items)


def pool_of(clips: Clips, fold: int) -> tuple[str, ...]:
    """Keys of the artists among whom the listeners of a fold must find theirs, sorted."""
    return tuple(key for key, of_key in clips.folds.items() if of_key == fold)


def replays(plays: Interactions, clips: Clips, users: Sequence[int], fold: int, seed: int) -> list[Replay]:
    """What some listeners do in one fold, in random order.

    A listener with fewer than ``FEWEST_EVENTS`` other artists, or who plays none or all of the fold's, is left out.
    """
    pool = pool_of(clips, fold)
    place = {key: number for number, key in enumerate(pool)}
    found = []
    for user in users:
        mine = [str(plays.items[column]) for column in plays.counts[[user]].indices]
        events = sorted(key for key in mine if key not in place)
        wanted = np.zeros(len(pool), np.bool_)
        wanted[[place[key] for key in mine if key in place]] = True
        if len(events) >= FEWEST_EVENTS and FEWEST_TO_FIND <= wanted.sum() < len(pool):
            order = np.random.default_rng((seed, user, fold)).permutation(len(events))[:FEWEST_EVENTS]
            found.append(Replay(user, fold, tuple(events[number] for number in order), wanted))
    return found
