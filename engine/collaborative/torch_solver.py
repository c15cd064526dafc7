"""The solver for GPUs: rows of about equal length solved together, by torch. Runs on the processor as well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.solver import Array, Basis

NUMBERS_AT_ONCE = 1 << 27
"""Numbers of gathered factors that are held at once (512 MiB of float32)."""


@dataclass(frozen=True, slots=True, eq=False)
class Bucket:
    """b rows of up to n plays, padded by plays of weight 0.

    Attributes
    ----------
    rows
        (b,) int64.
    columns
        (b, n) int64.
    weights
        (b, n) float32.
    """

    rows: torch.Tensor
    columns: torch.Tensor
    weights: torch.Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """All rows with plays by length, and the regularisation of each row."""

    count: int
    buckets: tuple[Bucket, ...]
    ridge: torch.Tensor


class TorchSolver:
    """:class:`engine.collaborative.solver.Solver` by torch.

    Parameters
    ----------
    device
        As torch names it.
    """

    def __init__(self, device: str) -> None:
        self._device = torch.device(device)

    def rows(self, weights: csr_array, ridge: NDArray[np.float32]) -> Rows:
        """Sort the rows by length, pad each to the next power of two, and bring them to the device."""
        lengths = np.diff(weights.indptr)
        widths = 1 << np.ceil(np.log2(np.maximum(lengths, 1))).astype(np.int64)
        buckets = tuple(
            self._bucket(weights, np.flatnonzero((widths == width) & (lengths > 0)), int(width))
            for width in np.unique(widths[lengths > 0])
        )
        return Rows(weights.shape[0], buckets, torch.from_numpy(ridge).to(self._device))

    def _bucket(self, weights: csr_array, rows: NDArray[np.int64], width: int) -> Bucket:
        places = weights.indptr[rows][:, None] + np.arange(width)
        held = np.arange(width) < np.diff(weights.indptr)[rows][:, None]
        places = np.where(held, places, 0)
        return Bucket(
            torch.from_numpy(rows).to(self._device),
            torch.from_numpy(np.where(held, weights.indices[places], 0).astype(np.int64)).to(self._device),
            torch.from_numpy(np.where(held, weights.data[places], 0).astype(np.float32)).to(self._device),
        )

    def basis(self, factors: Array) -> Basis:
        """Turn the factors by the eigenvectors of their Gram matrix."""
        here = torch.as_tensor(factors, device=self._device)
        energies, axes = torch.linalg.eigh((here.T @ here).double())
        return Basis(here @ axes.float(), energies.clamp(min=0).float())

    def solve(self, rows: Rows, basis: Basis, unobserved: float) -> torch.Tensor:
        """Solve every row exactly."""
        dimension = basis.factors.shape[1]
        out = torch.zeros((rows.count, dimension), dtype=torch.float32, device=self._device)
        for bucket in rows.buckets:
            at_once = max(1, NUMBERS_AT_ONCE // (max(bucket.columns.shape[1], dimension) * dimension))
            for start in range(0, len(bucket.rows), at_once):
                some = slice(start, start + at_once)
                numbers = bucket.rows[some]
                diagonal = unobserved * basis.energies + rows.ridge[numbers][:, None]
                solved = _few if bucket.columns.shape[1] <= dimension else _many
                out[numbers] = solved(basis.factors[bucket.columns[some]], bucket.weights[some], diagonal)
        return out

    def numpy(self, factors: Array) -> NDArray[np.float32]:
        """Bring factors back to the processor."""
        found: NDArray[np.float32] = factors.cpu().numpy()
        return found


def _few(played: torch.Tensor, weights: torch.Tensor, diagonal: torch.Tensor) -> torch.Tensor:
    """(b, d) by systems of n unknowns: w = D^-1/2 S' R y with (I + R S S' R) y = R 1, S = H D^-1/2 and R = C^1/2.

    With the weights' roots outside instead of their inverses inside, padding needs no case of its own.
    """
    roots = weights.sqrt()
    inverse = diagonal.rsqrt()
    scaled = played * inverse[:, None, :] * roots[:, :, None]
    systems = scaled @ scaled.mT
    systems.diagonal(dim1=1, dim2=2).add_(1)
    solved = torch.cholesky_solve(roots[:, :, None], torch.linalg.cholesky(systems))
    return (scaled.mT @ solved).squeeze(2) * inverse


def _many(played: torch.Tensor, weights: torch.Tensor, diagonal: torch.Tensor) -> torch.Tensor:
    """(b, d) by systems of d unknowns, the normal equations."""
    heavy = played * weights[:, :, None]
    systems = played.mT @ heavy
    systems.diagonal(dim1=1, dim2=2).add_(diagonal)
    return torch.cholesky_solve(heavy.sum(dim=1)[:, :, None], torch.linalg.cholesky(systems)).squeeze(2)
