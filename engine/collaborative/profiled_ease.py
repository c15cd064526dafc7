"""EASE^R that also reads how a member's plays are tagged.

Four things are added to H. Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019,
https://arxiv.org/abs/1905.03375:

- Each history has unit length, so that who plays many items teaches no more than who plays few, and each item is
  multiplied by its number of listeners to a small negative power, so that what few play says more of a member than what
  all play (inverse user frequency: J. Breese, D. Heckerman, C. Kadie, "Empirical analysis of predictive algorithms for
  collaborative filtering", UAI 1998, section 2.2).
- The tags of what a member plays, summed up to a profile, are further columns that the items are predicted from,
  beside the items themselves (side information: O. Jeunen, J. Van Balen, B. Goethals, "Closed-form models for
  collaborative filtering with side-information", RecSys 2020). Two members who share no
  item are alike when what they play is called the same.
- A tag is taken for a further member who plays what carries it (collective matrix factorisation, as in
  :mod:`engine.collaborative.tags`), so that an item that few play is still tied to those of its kind.
- The division by the diagonal of P, which keeps an item from being predicted by itself, also favours what many play.
  Its power is a setting: 1 is the paper's.

With F the members' columns, items and tags, P = (F'F + lambda I)^-1, f the columns of a history and j an item, the
score of j is sum over i != j of f_i (-lambda P_ij) / (lambda P_jj)^power, at the item's own scale. Where members are
fewer than columns, the same is computed from the inverse of (F F' + lambda I) (the Woodbury identity); both are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, vstack

from engine.collaborative.ease import inverted, precision
from engine.collaborative.protocol import Progress
from engine.collaborative.scorer import Scorer
from engine.collaborative.settings import ProfiledEaseSettings
from engine.collaborative.tag_profiles import tag_profiles, tag_vectors, unit_rows, used_tags
from engine.collaborative.weighting import weighted

ITEMS_AT_ONCE = 1_024


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What members are known by.

    Attributes
    ----------
    items
        (n, n_items) CSR float32.
    profiles
        (n, n_tags) float32; no columns where tags are left aside.
    """

    items: csr_array
    profiles: NDArray[np.float32]

    @property
    def width(self) -> tuple[int, int]:
        """How many columns there are of each."""
        return self.items.shape[1], self.profiles.shape[1]

    def and_below(self, others: Columns) -> Columns:
        """Both, these first."""
        items = csr_array(vstack([self.items, others.items], format="csr"))
        return Columns(items, np.concatenate([self.profiles, others.profiles]))

    def gram(self, other: Columns) -> NDArray[np.float32]:
        """(n, m) products of the rows with another's."""
        products: NDArray[np.float32] = (self.items @ other.items.T).toarray()
        products += self.profiles @ other.profiles.T
        return products


class _Learned(Protocol):
    @property
    def remainder(self) -> NDArray[np.float32]:
        """(n_items,) float32, lambda times P's diagonal: what the others leave unsaid of each item, in (0, 1]."""

    def scores(self, columns: Columns) -> NDArray[np.float32]:
        """(n, n_items) float32: each item's prediction from all columns but its own, before the division."""


class ProfiledEase(Scorer):
    """:class:`engine.collaborative.protocol.CollaborativeModel` by EASE^R over items and the tags of what is played."""

    name = "profiled ease"

    def __init__(self, settings: ProfiledEaseSettings) -> None:
        super().__init__()
        if not settings.regularisation > 0 or min(settings.profile, settings.tag_rows) < 0:
            found = (
                f"regularisation {settings.regularisation}, profile {settings.profile}, tag rows {settings.tag_rows}"
            )
            raise ValueError(f"{found} make no sense")
        self.settings = settings
        self._vectors: csr_array | None = None
        self._scale = np.empty(0, dtype=np.float32)
        self._final = np.empty(0, dtype=np.float32)
        self._learned: _Learned | None = None

    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        progress(self.name, 0.0)
        chosen = self.settings
        self._vectors = None if tags is None or not chosen.profile else tag_vectors(tags, chosen.fewest_items)
        listeners = np.maximum(np.bincount(counts.indices, minlength=counts.shape[1]), 1)
        self._scale = (listeners**chosen.listeners_power).astype(np.float32)
        # Lengths are compared after the items are scaled, so that lambda and the profile mean the same for any data.
        mean = np.square(self._columns(counts).items.data, dtype=np.float64).sum() / max(1, counts.shape[0])
        self._scale /= np.float32(np.sqrt(mean))
        columns = self._columns(counts)
        if tags is not None and chosen.tag_rows:
            columns = columns.and_below(self._tag_rows(tags, counts.nnz / max(1, counts.shape[0])))
        learn = learn_dual if columns.items.shape[0] < sum(columns.width) else learn_primal
        self._learned = learn(columns, chosen.regularisation)
        # Rounding may leave a little less than nothing of an item that all play.
        left = np.maximum(self._learned.remainder, np.finfo(np.float32).eps)
        self._final = (1 / (left**chosen.diagonal_power * self._scale)).astype(np.float32)
        progress(self.name, 1.0)

    def _tag_rows(self, tags: csr_array, plays: float) -> Columns:
        """Tags as members; the more items carry one, measured by a member's mean number of plays, the more it says."""
        used = csr_array(tags[used_tags(tags, self.settings.fewest_row_items)])
        columns = self._columns(used)
        weights = self.settings.tag_rows * np.sqrt(np.diff(used.indptr) / plays).astype(np.float32)
        items = csr_array(diags_array(weights) @ columns.items)
        return Columns(items, weights[:, None] * columns.profiles)

    def _columns(self, histories: csr_array) -> Columns:
        plays = unit_rows(weighted(histories, self.settings.weighting))
        items = csr_array((plays.data * self._scale[plays.indices], plays.indices, plays.indptr), shape=plays.shape)
        if self._vectors is None:
            return Columns(items, np.empty((histories.shape[0], 0), dtype=np.float32))
        return Columns(items, np.float32(np.sqrt(self.settings.profile)) * tag_profiles(plays, self._vectors))

    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        assert self._learned is not None
        scores = self._learned.scores(self._columns(histories))
        scores *= self._final
        return scores


@dataclass(frozen=True, slots=True, eq=False)
class Primal:
    """By P itself.

    Attributes
    ----------
    weights
        (n_items + n_tags, n_items) float32, -lambda P with nothing from an item to itself.
    remainder
        (n_items,) float32.
    """

    weights: NDArray[np.float32]
    remainder: NDArray[np.float32]

    def scores(self, columns: Columns) -> NDArray[np.float32]:
        """F times the weights."""
        items = len(self.remainder)
        found: NDArray[np.float32] = columns.items @ self.weights[:items]
        found += columns.profiles @ self.weights[items:]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """By the members.

    Attributes
    ----------
    columns
        Of the m members that were learned from, and the tags below them.
    inverse
        (m, m) float32 (F F' + lambda I)^-1.
    remainder
        (n_items,) float32.
    """

    columns: Columns
    inverse: NDArray[np.float32]
    remainder: NDArray[np.float32]

    def scores(self, columns: Columns) -> NDArray[np.float32]:
        """Lambda P = I - F' K^-1 F, with K = F F' + lambda I."""
        alike = columns.gram(self.columns) @ self.inverse
        scores: NDArray[np.float32] = alike @ self.columns.items
        held = columns.items.nonzero()
        scores[held] -= columns.items.data * (1 - self.remainder[columns.items.indices])
        return scores


def learn_dual(columns: Columns, regularisation: float) -> Dual:
    """From the members' Gram matrix.

    Raises
    ------
    InteractionsError
        There are more members than :data:`engine.collaborative.ease.LARGEST`.
    """
    size = columns.items.shape[0]
    gram = np.asarray(columns.gram(columns), dtype=precision(size), order="F")
    gram[np.diag_indices(size)] += regularisation
    inverse = inverted(gram)
    by_item = columns.items.T.tocsr()
    taken = np.empty(by_item.shape[0], dtype=inverse.dtype)
    for start in range(0, len(taken), ITEMS_AT_ONCE):
        some = by_item[start : start + ITEMS_AT_ONCE].astype(inverse.dtype)
        taken[start : start + ITEMS_AT_ONCE] = some.multiply(some @ inverse).sum(axis=1)
    return Dual(columns, inverse.astype(np.float32), (1 - taken).astype(np.float32))


def learn_primal(columns: Columns, regularisation: float) -> Primal:
    """From the columns' Gram matrix.

    Raises
    ------
    InteractionsError
        There are more columns than :data:`engine.collaborative.ease.LARGEST`.
    """
    items, tags = columns.width
    gram = np.zeros((items + tags, items + tags), dtype=precision(items + tags), order="F")
    by_item = columns.items.T.tocsr()
    for start in range(0, items, ITEMS_AT_ONCE):
        stop = min(start + ITEMS_AT_ONCE, items)
        some = by_item[start:stop]
        gram[:items, start:stop] = (some @ columns.items).toarray().T
        gram[items:, start:stop] = (some @ columns.profiles).T
    gram[:items, items:] = gram[items:, :items].T
    gram[items:, items:] = columns.profiles.T @ columns.profiles
    gram[np.diag_indices(items + tags)] += regularisation
    # The inverse is symmetric and in Fortran's order: its transpose is itself, row by row.
    weights = inverted(gram).T[:, :items]
    weights *= -regularisation
    remainder = -np.diag(weights).astype(np.float32)
    weights[np.diag_indices(items)] = 0
    return Primal(np.ascontiguousarray(weights, dtype=np.float32), remainder)
