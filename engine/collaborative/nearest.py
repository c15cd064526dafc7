"""The strongest of each row of a sparse matrix."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array


def strongest(matrix: csr_array, k: int, diagonal: int | None = None) -> csr_array:
    """Keep the ``k`` largest values above 0 of each row, ties in the order of the columns.

    Parameters
    ----------
    matrix
        (n, m) CSR; columns of a row need not be sorted.
    diagonal
        Where given, row i leaves out column ``diagonal + i``: an item is no neighbour of itself.

    Returns
    -------
    (n, m) CSR, columns of a row rising

    Examples
    --------
    >>> strongest(csr_array(np.array([[1.0, 3.0, 2.0], [0.0, -1.0, 5.0]])), 2).toarray().tolist()
    [[0.0, 3.0, 2.0], [0.0, 0.0, 5.0]]
    """
    matrix.sort_indices()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    wanted = matrix.data > 0
    if diagonal is not None:
        wanted &= matrix.indices != rows + diagonal
    rows, columns, values = rows[wanted], matrix.indices[wanted], matrix.data[wanted]
    order = np.lexsort((-values, rows))
    starts = np.searchsorted(rows, np.arange(matrix.shape[0]))
    place = np.arange(len(order)) - starts[rows]
    kept = np.sort(order[place < k])
    return csr_array((values[kept], (rows[kept], columns[kept])), shape=matrix.shape)
