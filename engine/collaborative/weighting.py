"""How much a count of plays says: from raw counts to the numbers that the models learn from."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from scipy.sparse import csr_array


class Weighting(StrEnum):
    """What a count c of a row becomes."""

    BINARY = "binary"
    """1: played or not."""
    COUNT = "count"
    """c itself."""
    LOG = "log"
    """log(1 + c)."""
    LOG_SHARE = "log_share"
    """log(1 + c) / log(1 + the row's largest c): in (0, 1], so that who plays much speaks no louder."""


def weighted(counts: csr_array, weighting: Weighting) -> csr_array:
    """The same matrix with weights for counts.

    Parameters
    ----------
    counts
        (n, n_items) CSR float32, above 0.

    Returns
    -------
    (n, n_items) CSR float32, above 0, at the same places

    Examples
    --------
    >>> weighted(csr_array(np.array([[0, 1, 3]], dtype=np.float32)), Weighting.LOG_SHARE).toarray().tolist()
    [[0.0, 0.5, 1.0]]
    """
    match weighting:
        case Weighting.BINARY:
            values = np.ones_like(counts.data)
        case Weighting.COUNT:
            values = counts.data.copy()
        case Weighting.LOG:
            values = np.log1p(counts.data)
        case Weighting.LOG_SHARE:
            lengths = np.diff(counts.indptr)
            logs = np.log1p(counts.data)
            # reduceat cannot take an empty row, so only the others are asked for their largest.
            largest = np.maximum.reduceat(logs, counts.indptr[:-1][lengths > 0]) if counts.nnz else logs
            values = logs / np.repeat(largest, lengths[lengths > 0])
    return csr_array((values.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)
