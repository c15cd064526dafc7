"""What listeners call the items: tags as further rows beside the members' plays.

A tag is taken for a listener who plays everything that carries it, as collective matrix factorisation does (A. Singh,
G. Gordon, "Relational learning via collective matrix factorization", KDD 2008). Tags that members gave to what is to be
predicted betray it: who makes the table must leave those out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.interactions import ItemId, Numbered, check_histories, positions
from engine.errors import InteractionsError


@dataclass(frozen=True, slots=True, eq=False)
class ItemTags:
    """How often each tag was given to each item.

    Attributes
    ----------
    counts
        (n_tags, n_items) CSR float32, finite and above 0, columns as the interactions' items.
    tags
        Names of the rows, each once.

    Raises
    ------
    InteractionsError
        Shapes, names or counts are not as said.
    """

    counts: csr_array
    tags: tuple[str, ...]

    def __post_init__(self) -> None:
        check_histories(self.counts, self.counts.shape[1])
        if self.counts.shape[0] != len(self.tags) or len(set(self.tags)) != len(self.tags):
            raise InteractionsError(f"{self.counts.shape[0]} rows need as many different tags")

    @classmethod
    def of(
        cls,
        columns: Sequence[ItemId],
        items: Sequence[str],
        tags: Sequence[str],
        counts: Sequence[float] | NDArray[np.floating],
    ) -> ItemTags:
        """From (item, tag, count) each; items that are not among the columns are left out, repeated pairs added up.

        Parameters
        ----------
        columns
            Ids of the interactions' items, in their order.
        """
        values = np.asarray(counts, dtype=np.float64)
        if not len(items) == len(tags) == len(values):
            raise InteractionsError(f"{len(items)} items, {len(tags)} tags and {len(values)} counts do not pair up")
        return cls.numbered(columns, Numbered.of(items), Numbered.of(tags), values)

    @classmethod
    def numbered(
        cls, columns: Sequence[ItemId], items: Numbered, tags: Numbered, counts: NDArray[np.float64]
    ) -> ItemTags:
        """As :meth:`of`, from ids that were numbered already."""
        places = positions(items.ids, columns)[items.numbers]
        known = places >= 0
        used = np.unique(tags.numbers[known])
        named = Numbered([tags.ids[tag] for tag in used], np.searchsorted(used, tags.numbers[known])).sorted()
        matrix = csr_array((counts[known], (named.numbers, places[known])), shape=(len(named.ids), len(columns)))
        matrix.sum_duplicates()
        return cls(matrix.astype(np.float32), tuple(named.ids))
