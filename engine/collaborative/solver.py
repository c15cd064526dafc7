"""What solves one side of a weighted matrix factorisation while the other stands still; a twin for each device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Array = Any
"""Numbers where the solver keeps them: a NumPy array or a tensor on a device."""


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Factors turned so that their Gram matrix is diagonal; scores do not change when both sides are turned alike.

    Attributes
    ----------
    factors
        (m, d) float32.
    energies
        (d,) float32, the diagonal of factors' factors, rising.
    """

    factors: Array
    energies: Array


class Solver(Protocol):
    """Solves (diag(alpha_0 energies + ridge_u) + sum_i c_i h_i h_i') w = sum_i c_i h_i for each row u.

    c_i are the weights of the row's plays, h_i the basis' factors. A row without plays gets zeros. A row's answer
    depends on nothing but the row.
    """

    def rows(self, weights: csr_array, ridge: NDArray[np.float32]) -> Array:
        """Bring (n, m) CSR float32 weights and (n,) regularisation to where they are needed."""

    def basis(self, factors: Array) -> Basis:
        """Turn (m, d) factors, NumPy's or the solver's own."""

    def solve(self, rows: Array, basis: Basis, unobserved: float) -> Array:
        """(n, d) float32 factors of the rows, in the basis."""

    def numpy(self, factors: Array) -> NDArray[np.float32]:
        """Bring factors back."""
