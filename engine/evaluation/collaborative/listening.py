"""HetRec's listeners, what they play and what they call it, as published.

I. Cantador, P. Brusilovsky, T. Kuflik, "Second workshop on information heterogeneity and fusion in recommender systems"
(HetRec), RecSys 2011: 92,834 listening counts of 1,892 users of Last.fm and 17,632 artists. Artists stay as numbered
there, also where two numbers are spellings of one, so that figures compare with the published ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.artist_plays import DIRECTORY
from engine.collaborative.interactions import ItemId, UserId
from engine.evaluation.folds import DataMissingError

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TagsGiven:
    """Who called which artist what, one assignment each.

    Attributes
    ----------
    listeners, artists, tags
        (t,) positions.
    """

    listeners: Numbers
    artists: Numbers
    tags: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Listening:
    """All plays of a data set, sorted by listener.

    Attributes
    ----------
    listener_ids, artist_ids
        Ids, by position.
    tag_names
        By position.
    listeners, artists
        (p,) positions, one pair of a listener and an artist each.
    counts
        (p,) float64, above 0.
    given
        Tags, of these listeners and artists alone.
    """

    listener_ids: tuple[UserId, ...]
    artist_ids: tuple[ItemId, ...]
    tag_names: tuple[str, ...]
    listeners: Numbers
    artists: Numbers
    counts: NDArray[np.float64]
    given: TagsGiven

    def pairs(self, listeners: Numbers, artists: Numbers) -> Numbers:
        """One number for each pair of a listener and an artist."""
        return listeners * len(self.artist_ids) + artists


def read_listening(data: Path) -> Listening:
    """Read ``hetrec/`` in the directory of the training data.

    Raises
    ------
    DataMissingError
        A file is missing or is not what it should be.
    """
    plays = _columns(data / DIRECTORY / "user_artists.dat", 3)
    plays = plays[plays[:, 2] > 0]
    given = _columns(data / DIRECTORY / "user_taggedartists.dat", 3)
    listeners, of_listener = np.unique(plays[:, 0], return_inverse=True)
    artists, of_artist = np.unique(plays[:, 1], return_inverse=True)
    tags, of_tag = np.unique(given[:, 2], return_inverse=True)
    order = np.lexsort((of_artist, of_listener))
    # HetRec's tags name listeners and artists of whom it has no play.
    known = np.isin(given[:, 0], listeners) & np.isin(given[:, 1], artists)
    return Listening(
        listener_ids=tuple(UserId(str(number)) for number in listeners.tolist()),
        artist_ids=tuple(ItemId(str(number)) for number in artists.tolist()),
        tag_names=tuple(str(number) for number in tags.tolist()),
        listeners=of_listener[order],
        artists=of_artist[order],
        counts=plays[order, 2].astype(np.float64),
        given=TagsGiven(
            np.searchsorted(listeners, given[known, 0]),
            np.searchsorted(artists, given[known, 1]),
            of_tag[known],
        ),
    )


def _columns(path: Path, columns: int) -> Numbers:
    try:
        return np.loadtxt(path, dtype=np.int64, skiprows=1, usecols=range(columns), ndmin=2, encoding="latin-1")
    except (OSError, ValueError) as error:
        raise DataMissingError(
            f"{path} cannot be read ({error}): name the directory of the training data by --data or SEGUE_DATA"
        ) from error
