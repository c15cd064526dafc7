"""Who played what, how often: the members' plays as one sparse matrix with the ids of its rows and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NewType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.errors import InteractionsError

UserId = NewType("UserId", str)
"""Whoever played: a member, a listener of a data set, a playlist."""

ItemId = NewType("ItemId", str)
"""What was played: a song, an artist, a track."""

UNKNOWN = -1
"""Row or column of an id that is not among the interactions."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A long list of ids, many of them more than once.

    Attributes
    ----------
    ids
        Each id once.
    numbers
        (n,) int64, where each of the list stands among ``ids``.
    """

    ids: Sequence[str]
    numbers: NDArray[np.int64]

    @classmethod
    def of(cls, listed: Sequence[str]) -> Numbered:
        """Number a list."""
        ids = list(dict.fromkeys(listed))
        return cls(ids, positions(listed, ids))

    def sorted(self) -> Numbered:
        """The same list with the ids in their order."""
        order = sorted(range(len(self.ids)), key=self.ids.__getitem__)
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        return Numbered([self.ids[place] for place in order], places[self.numbers])


@dataclass(frozen=True, slots=True, eq=False)
class Interactions:
    """Plays of users, one row a user and one column an item.

    Attributes
    ----------
    counts
        (n_users, n_items) CSR float32, columns of a row rising, every stored count finite and above 0.
    users
        Ids of the rows, each once.
    items
        Ids of the columns, each once. Ties between items are broken in this order.

    Raises
    ------
    InteractionsError
        Shapes, ids or counts are not as said above.
    """

    counts: csr_array
    users: tuple[UserId, ...]
    items: tuple[ItemId, ...]

    def __post_init__(self) -> None:
        check_histories(self.counts, len(self.items))
        if self.counts.shape[0] != len(self.users):
            raise InteractionsError(f"{self.counts.shape[0]} rows cannot be of {len(self.users)} users")
        for ids, what in ((self.users, "user"), (self.items, "item")):
            if len(set(ids)) != len(ids):
                raise InteractionsError(f"an {what} occurs twice" if what == "item" else f"a {what} occurs twice")

    @classmethod
    def of(
        cls, users: Sequence[str], items: Sequence[str], counts: Sequence[float] | NDArray[np.floating]
    ) -> Interactions:
        """From plays, one (user, item, count) each; what a user played more often is added up.

        Rows and columns are sorted by id, so that the order of the plays does not matter.

        Parameters
        ----------
        users, items, counts
            Of equal length; counts finite and above 0.

        Raises
        ------
        InteractionsError
            The lengths differ, or a count is not as said.

        Examples
        --------
        >>> plays = Interactions.of(["mara", "jonas", "mara"], ["x", "x", "a"], [2, 1, 5])
        >>> plays.users, plays.items, plays.counts.toarray().tolist()
        (('jonas', 'mara'), ('a', 'x'), [[0.0, 1.0], [5.0, 2.0]])
        """
        values = np.asarray(counts, dtype=np.float64)
        if not len(users) == len(items) == len(values):
            raise InteractionsError(f"{len(users)} users, {len(items)} items and {len(values)} counts do not pair up")
        return cls.numbered(Numbered.of(users), Numbered.of(items), values)

    @classmethod
    def numbered(cls, users: Numbered, items: Numbered, counts: NDArray[np.float64]) -> Interactions:
        """As :meth:`of`, from ids that were numbered already."""
        users, items = users.sorted(), items.sorted()
        matrix = csr_array((counts, (users.numbers, items.numbers)), shape=(len(users.ids), len(items.ids)))
        matrix.sum_duplicates()
        return cls(
            matrix.astype(np.float32), tuple(UserId(one) for one in users.ids), tuple(ItemId(one) for one in items.ids)
        )

    def __len__(self) -> int:
        """How many pairs of a user and an item there are."""
        return int(self.counts.nnz)

    def histories(self, users: Sequence[UserId]) -> csr_array:
        """(n, n_items) CSR float32: what these users played; an empty row for who is unknown."""
        rows = positions(users, self.users)
        wanted = csr_array(
            (np.ones(int((rows >= 0).sum()), dtype=np.float32), (np.flatnonzero(rows >= 0), rows[rows >= 0])),
            shape=(len(rows), len(self.users)),
        )
        found = csr_array(wanted @ self.counts)
        found.sort_indices()
        return found

    def history(self, plays: Mapping[ItemId, float]) -> csr_array:
        """(1, n_items) CSR float32 of somebody's plays; items that are not among the columns are left out.

        Raises
        ------
        InteractionsError
            A count is not finite or not above 0.
        """
        columns = positions(tuple(plays), self.items)
        values = np.fromiter(plays.values(), dtype=np.float32, count=len(plays))
        known = columns >= 0
        row = csr_array(
            (values[known], (np.zeros(int(known.sum()), dtype=np.int64), columns[known])), shape=(1, len(self.items))
        )
        row.sort_indices()
        check_histories(row, len(self.items))
        return row


def positions(wanted: Sequence[str], ids: Sequence[str]) -> NDArray[np.int64]:
    """(n,) where each wanted id stands among ``ids``; :data:`UNKNOWN` where it does not."""
    places = {one: place for place, one in enumerate(ids)}
    return np.fromiter((places.get(one, UNKNOWN) for one in wanted), dtype=np.int64, count=len(wanted))


def check_histories(histories: csr_array, items: int) -> None:
    """See that a matrix holds plays of so many items.

    Raises
    ------
    InteractionsError
        It is of another width or kind, its columns are not sorted or not each once, or a count is not finite and
        above 0.
    """
    if getattr(histories, "format", None) != "csr" or histories.dtype != np.float32:
        raise InteractionsError("plays must be a CSR matrix of float32")
    if histories.ndim != 2 or histories.shape[1] != items:  # noqa: PLR2004 - rows and columns
        raise InteractionsError(f"plays of shape {histories.shape} are not of {items} items")
    if not histories.has_canonical_format:
        raise InteractionsError("the columns of a row must rise, each once")
    if histories.nnz and not (np.isfinite(histories.data).all() and histories.data.min() > 0):
        raise InteractionsError("a count must be finite and above 0")
