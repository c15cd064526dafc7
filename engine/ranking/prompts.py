"""From songs that are as was asked in words to one vector, around which others like them lie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.index.vectors import unit_rows

EXAMPLES = 60
"""Songs whose vectors make the query: the mean of fewer is moved by each of them."""
_SHARPNESS = 2.0
"""Songs count by how well they fit, to this power."""
_LEAST_FIT = 1e-6


def centroid(vectors: NDArray[np.float32], fits: NDArray[np.float64]) -> NDArray[np.float32]:
    """(d,) float32 of unit length: the mean of the songs that fit best, each by how well it does.

    Where nothing fits, as when only what is unwanted was named, all count alike.

    Parameters
    ----------
    vectors, fits
        (n, d) of any lengths but zero, n at least 1, and (n,) from 0 to 1.

    Raises
    ------
    VectorError
        There is no song, or the songs cancel each other out.
    """
    if not len(vectors):
        raise VectorError("there is no song to take the mean of")
    best = np.argsort(-fits, kind="stable")[:EXAMPLES] if fits.max() > _LEAST_FIT else np.arange(len(fits))
    weights = np.maximum(fits[best], _LEAST_FIT) ** _SHARPNESS
    mean = (weights / weights.sum()) @ unit_rows(vectors[best]).astype(np.float64)
    unit: NDArray[np.float32] = unit_rows(mean[None])[0]
    return unit
