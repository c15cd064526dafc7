"""What every collaborative model can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.interactions import Interactions
from engine.collaborative.tags import ItemTags


class Progress(Protocol):
    """Is told how far a training has come."""

    def __call__(self, what: str, share: float, /) -> None:
        """``what`` is being done, ``share`` of it (0 to 1) is."""


def untold(what: str, share: float, /) -> None:
    """A :class:`Progress` that tells nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Recommended:
    """The best items for each of n histories, best first.

    Attributes
    ----------
    items
        (n, k) int64, columns of the interactions' items; each once in a row.
    scores
        (n, k) float32, never rising along a row. Of one model, they compare within a row alone.
    """

    items: NDArray[np.int64]
    scores: NDArray[np.float32]


class CollaborativeModel(Protocol):
    """Learns from many histories what goes together, and scores every item for any history, also one it never saw.

    A model keeps nothing of a single member: what it learned is about items. After :meth:`fit` every method may be
    called from several threads at once. A history without plays gets what is popular.
    """

    @property
    def name(self) -> str:
        """Short name, as tables and options show it."""

    def fit(self, interactions: Interactions, tags: ItemTags | None = None, progress: Progress = untold) -> Self:
        """Learn, and return the model itself. The same input and seed give the same model.

        Parameters
        ----------
        tags
            Further rows for models that use them; the others leave them aside.

        Raises
        ------
        InteractionsError
            There are no plays, the tags are of other items, or the matrix is larger than the model bears.
        """

    def scores(self, histories: csr_array) -> NDArray[np.float32]:
        """(n, n_items) float32, finite: how well each item suits each history; more is better.

        Parameters
        ----------
        histories
            (n, n_items) CSR float32 counts, as :meth:`engine.collaborative.interactions.Interactions.histories`
            gives them.

        Raises
        ------
        InteractionsError
            The model was not fitted, or the histories are of other items or malformed.
        """

    def recommend(self, histories: csr_array, k: int, *, exclude_seen: bool = True) -> Recommended:
        """The ``k`` items with the highest scores; ties by popularity, then by the items' order.

        Parameters
        ----------
        exclude_seen
            Leave out what a history holds.

        Raises
        ------
        InteractionsError
            As :meth:`scores`; or fewer than ``k`` items are left for some history.
        """
