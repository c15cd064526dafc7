"""What may be learned from and what is to be found: each listener's plays in random order, in shares of 8:1:1.

The split is RecBole's (W. X. Zhao et al., "RecBole: towards a unified, comprehensive and efficient framework for
recommendation algorithms", CIKM 2021; ``RS: [0.8, 0.1, 0.1]``, ``order: RO``, ``group_by: user``), by which the
published table was made: validation and test get a tenth of the plays each, rounded down but at least one where two
are left, the training the rest.

Listeners tag what they play, so a listener's own tag on an artist that is to be found betrays it. Every assignment of a
tag by a listener to an artist among this listener's plays for validation or test is left out before tags are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.interactions import Interactions
from engine.collaborative.tags import ItemTags
from engine.evaluation.collaborative.listening import Listening, Numbers

HELD_OUT = (0.1, 0.1)
"""Shares of validation and test."""


class Part(IntEnum):
    """What a play is for."""

    TRAINING = 0
    VALIDATION = 1
    TEST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """What models are given, and what they are judged by.

    Attributes
    ----------
    training
        A row for every listener, a column for every artist, plays of the training alone.
    tags
        Without every assignment that touches a play held out.
    training_tags
        Of these only the assignments by listeners to artists of their own training: a function of the training alone.
    validation, test
        (n_listeners, n_artists) CSR float32 of ones.
    """

    training: Interactions
    tags: ItemTags
    training_tags: ItemTags
    validation: csr_array
    test: csr_array


def draw_parts(listening: Listening, seed: int) -> Numbers:
    """(p,) the :class:`Part` of each play."""
    random = np.random.default_rng(seed)
    parts = np.zeros(len(listening.listeners), dtype=np.int64)
    ends = np.searchsorted(listening.listeners, np.arange(len(listening.listener_ids) + 1))
    for start, stop in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        drawn = random.permutation(stop - start) + start
        training, validation, _ = sizes(len(drawn))
        parts[drawn[training : training + validation]] = Part.VALIDATION
        parts[drawn[training + validation :]] = Part.TEST
    return parts


def sizes(plays: int) -> tuple[int, int, int]:
    """How many of a listener's plays are for training, validation and test.

    Examples
    --------
    >>> sizes(50), sizes(19), sizes(5), sizes(2), sizes(1)
    ((40, 5, 5), (17, 1, 1), (3, 1, 1), (1, 0, 1), (1, 0, 0))
    """
    validation, test = (int(share * plays) for share in HELD_OUT)
    if not test and plays > 1:
        test = 1
    if not validation and plays - test > 1:
        validation = 1
    return plays - validation - test, validation, test


def split_by(listening: Listening, parts: Numbers) -> Split:
    """Put every play where it belongs, and leave out the tags that would betray one.

    Parameters
    ----------
    parts
        (p,) of :func:`draw_parts`.
    """
    shape = (len(listening.listener_ids), len(listening.artist_ids))
    pairs = listening.pairs(listening.listeners, listening.artists)
    tagged = listening.pairs(listening.given.listeners, listening.given.artists)

    def matrix(part: Part, values: NDArray[np.float64]) -> csr_array:
        chosen = parts == part
        found = csr_array(
            (values[chosen].astype(np.float32), (listening.listeners[chosen], listening.artists[chosen])), shape=shape
        )
        found.sort_indices()
        return found

    ones = np.ones(len(parts))
    return Split(
        training=Interactions(matrix(Part.TRAINING, listening.counts), listening.listener_ids, listening.artist_ids),
        tags=_counted(listening, ~np.isin(tagged, pairs[parts != Part.TRAINING])),
        training_tags=_counted(listening, np.isin(tagged, pairs[parts == Part.TRAINING])),
        validation=matrix(Part.VALIDATION, ones),
        test=matrix(Part.TEST, ones),
    )


def _counted(listening: Listening, kept: NDArray[np.bool_]) -> ItemTags:
    """How often each tag was given to each artist, by the assignments that are kept."""
    counts = csr_array(
        (np.ones(int(kept.sum()), dtype=np.float32), (listening.given.tags[kept], listening.given.artists[kept])),
        shape=(len(listening.tag_names), len(listening.artist_ids)),
    )
    counts.sum_duplicates()
    return ItemTags(counts, listening.tag_names)
