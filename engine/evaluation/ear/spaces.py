"""What is learnt of a space from the training folds: standardisation, whitening, reduction, and joining of spaces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.evaluation.baselines import standardise
from engine.evaluation.retrieval import unit_rows

Vectors = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]

REDUCED_SIZE = 128
"""Principal axes that a reduced space keeps."""
WHITENED_SIZE = 128
"""Principal axes that a whitened space keeps: the last ones hold noise, and whitening would make it loud."""


def joined(parts: Sequence[Vectors], learnt: Booleans) -> Vectors:
    """Each part standardised by the learnt rows and of unit length, side by side: their similarities are averaged.

    Parameters
    ----------
    parts
        Each (n, d_i).
    learnt
        (n,)

    Returns
    -------
    (n, sum of d_i) float32
    """
    return np.concatenate([unit_rows(standardise(part, learnt)) for part in parts], axis=1)


def reduced(vectors: Vectors, learnt: Booleans, size: int = REDUCED_SIZE) -> Vectors:
    """(n, <= size) on the principal axes of the learnt rows (Pearson, 1901)."""
    centred, axes, _ = _principal(vectors, learnt, size)
    projected: Vectors = (centred @ axes).astype(np.float32)
    return projected


def whitened(vectors: Vectors, learnt: Booleans, size: int = WHITENED_SIZE) -> Vectors:
    """(n, <= size) on the principal axes of the learnt rows, each over its deviation there."""
    centred, axes, deviations = _principal(vectors, learnt, size)
    projected: Vectors = (centred @ axes / deviations).astype(np.float32)
    return projected


def _principal(vectors: Vectors, learnt: Booleans, size: int) -> tuple[Vectors, Vectors, Vectors]:
    """(n, d) centred, (d, k) axes, and the k deviations along them; axes without any deviation are left out."""
    centred = vectors - vectors[learnt].mean(axis=0)
    known = centred[learnt]
    _, values, rows = np.linalg.svd(known, full_matrices=False)
    kept = min(size, int((values > values[0] * 1e-5).sum()))
    return centred, rows[:kept].T, values[:kept] / np.sqrt(len(known))
