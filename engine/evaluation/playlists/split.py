"""A fifth of some playlists hidden, as the challenge hid it: what can be asked, and what the answer would be.

What stays is a matrix of its own, so that nothing that learns from it can reach what is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.evaluation.playlists.reading import UNORDERED, Entries, Integers

SHARE = 5
"""One track of so many is hidden."""
FEWEST = 5
"""Tracks of the shortest playlist of which something is hidden; the challenge hid only of such."""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Playlists of which a part is hidden.

    Attributes
    ----------
    shown
        What may be learned from.
    hidden
        (n_playlists, n_tracks) CSR float32 of ones: the answers.
    rows
        The playlists of which something is hidden.
    """

    shown: Entries
    hidden: csr_array
    rows: Integers


def hide(entries: Entries, rows: Integers, random: np.random.Generator) -> Split:
    """Hide the last fifth of sequential playlists and a random fifth of the others, at least one track of each.

    Parameters
    ----------
    rows
        Playlists to hide of; those with fewer than :data:`FEWEST` tracks stay whole.

    Examples
    --------
    >>> five = np.arange(5)
    >>> entries = Entries.of(np.zeros(5, dtype=np.int64), five, five[::-1].copy(), (1, 5))
    >>> hide(entries, np.array([0]), np.random.default_rng(0)).hidden.indices.tolist()
    [0]
    """
    shape = entries.held.shape
    asked = rows[entries.lengths[rows] >= FEWEST]
    amounts = np.zeros(shape[0], dtype=np.int64)
    amounts[asked] = hidden_of(entries.lengths[asked])
    places, columns, positions = _listed(entries)
    # Of known order, later is hidden first; of unknown order, chance decides.
    priority = np.where(positions == UNORDERED, random.random(len(places)), positions)
    order = np.lexsort((-priority, places))
    places, columns, positions = places[order], columns[order], positions[order]
    from_the_end = np.arange(len(places)) - np.searchsorted(places, places)
    away: NDArray[np.bool_] = from_the_end < amounts[places]
    shown = Entries.of(places[~away], columns[~away], positions[~away], shape)
    hidden = csr_array(
        (np.ones(int(away.sum()), dtype=np.float32), (places[away], columns[away])), shape=shape, dtype=np.float32
    )
    hidden.sort_indices()
    return Split(shown, hidden, asked)


def hidden_of(lengths: Integers) -> Integers:
    """How many tracks are hidden of playlists with so many: a fifth, rounded, and at least one."""
    amounts: Integers = np.maximum(1, np.rint(lengths / SHARE)).astype(np.int64)
    return amounts


def _listed(entries: Entries) -> tuple[Integers, Integers, Integers]:
    """Rows, columns and positions of all entries."""
    sequential = entries.sequential
    rows = np.repeat(np.arange(len(sequential)), entries.lengths)
    loose = ~sequential[rows]
    in_order = np.repeat(np.arange(len(sequential)), np.diff(entries.starts))
    positions = np.arange(len(in_order)) - entries.starts[in_order]
    return (
        np.concatenate((rows[loose], in_order)),
        np.concatenate((entries.held.indices[loose].astype(np.int64), entries.ordered)),
        np.concatenate((np.full(int(loose.sum()), UNORDERED), positions)),
    )
