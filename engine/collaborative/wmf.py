"""Weighted matrix factorisation by alternating least squares (WMF, iALS).

Sources: Y. Hu, Y. Koren, C. Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008; the weight
of what was not played and the regularisation by frequency from S. Rendle, W. Krichene, L. Zhang, Y. Koren, "Revisiting
the performance of iALS on item recommendation benchmarks", RecSys 2022, https://arxiv.org/abs/2110.14037.

They minimise::

    sum over plays (u, i) of c_ui (1 - w_u'h_i)^2
    + alpha_0 sum over all (u, i) of (w_u'h_i)^2
    + lambda (sum_u (|I_u| + alpha_0 |I|)^nu |w_u|^2 + sum_i (|U_i| + alpha_0 |U|)^nu |h_i|^2)

Each half of a sweep is solved exactly, so that the sum never rises. The h_i are turned first so that their Gram matrix
is diagonal; what is left of a row with n plays is then a system of n unknowns or of d, whichever is smaller.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.protocol import Progress
from engine.collaborative.rows import training_rows
from engine.collaborative.scorer import Scorer
from engine.collaborative.settings import WmfSettings
from engine.collaborative.solver import Basis, Solver
from engine.collaborative.weighting import weighted
from engine.errors import InteractionsError

START = 0.1
"""Standard deviation of a user's or an item's factors before the first sweep, times the root of their number."""


class Wmf(Scorer):
    """:class:`engine.collaborative.protocol.CollaborativeModel` by factors of the items.

    Parameters
    ----------
    solver
        Where and how the rows are solved; the factors are the same but for rounding.
    """

    name = "wmf"

    def __init__(self, settings: WmfSettings, solver: Solver) -> None:
        super().__init__()
        if settings.factors < 1 or settings.sweeps < 1:
            raise ValueError(f"{settings.factors} factors and {settings.sweeps} sweeps are too few")
        if not (settings.regularisation > 0 and settings.unobserved > 0 and settings.observed > 0):
            raise ValueError("the regularisation and both weights must be above 0")
        self.settings, self.solver = settings, solver
        self._basis: Basis | None = None

    @property
    def factors(self) -> NDArray[np.float32]:
        """(n_items, d) float32: the items' factors, turned so that their Gram matrix is diagonal."""
        return self.solver.numpy(self._learned().factors)

    def fold_in(self, histories: csr_array) -> NDArray[np.float32]:
        """(n, d) float32: factors of whoever has these histories, in closed form; zeros for an empty one.

        ``fold_in(histories) @ factors.T`` are the scores.

        Parameters
        ----------
        histories
            (n, n_items) CSR float32 counts.
        """
        return self.solver.numpy(self._solved(histories))

    def _fit(self, counts: csr_array, tags: csr_array | None, progress: Progress) -> None:
        settings = self.settings
        rows = self._observed(training_rows(counts, settings.weighting, tags, settings.tags))
        columns = rows.T.tocsr()
        users = self.solver.rows(rows, self._ridge(rows))
        items = self.solver.rows(columns, self._ridge(columns))
        random = np.random.default_rng(settings.seed)
        start = random.standard_normal((rows.shape[1], settings.factors), dtype=np.float32)
        basis = self.solver.basis(start * np.float32(START / settings.factors**0.5))
        for sweep in range(settings.sweeps):
            progress(self.name, sweep / settings.sweeps)
            basis = self.solver.basis(self.solver.solve(users, basis, settings.unobserved))
            basis = self.solver.basis(self.solver.solve(items, basis, settings.unobserved))
        self._basis = basis
        progress(self.name, 1.0)

    def _scores(self, histories: csr_array) -> NDArray[np.float32]:
        return self.solver.numpy(self._solved(histories) @ self._learned().factors.T)

    def _solved(self, histories: csr_array) -> NDArray[np.float32]:
        rows = self._observed(weighted(histories, self.settings.weighting))
        found: NDArray[np.float32] = self.solver.solve(
            self.solver.rows(rows, self._ridge(rows)), self._learned(), self.settings.unobserved
        )
        return found

    def _learned(self) -> Basis:
        if self._basis is None:
            raise InteractionsError(f"{self.name} was not fitted")
        return self._basis

    def _observed(self, rows: csr_array) -> csr_array:
        return rows * np.float32(self.settings.observed)

    def _ridge(self, rows: csr_array) -> NDArray[np.float32]:
        """(n,) float32 regularisation of each row, by how many plays it has."""
        plays = np.diff(rows.indptr) + self.settings.unobserved * rows.shape[1]
        ridge: NDArray[np.float32] = (self.settings.regularisation * plays**self.settings.frequency).astype(np.float32)
        return ridge
