"""What items are called, as vectors: an item's is its tags, a member's is what they play, tagged.

Source: log counts times the inverse document frequency, scaled to unit length, as in G. Salton, C. Buckley,
"Term-weighting approaches in automatic text retrieval", Information Processing & Management 24(5), 1988.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

MOST_TAGS = 4_096
"""Tags with a number of their own, those on the most items: what a regression over them bears in memory."""


def tag_vectors(tags: csr_array, fewest_items: int, most: int = MOST_TAGS) -> csr_array:
    """A row of unit length for each item; an empty one for who has no tag.

    Parameters
    ----------
    tags
        (n_tags, n_items) CSR float32 counts.
    fewest_items, most
        Of :func:`used_tags`.

    Returns
    -------
    (n_items, n_used_tags) CSR float32
    """
    used = used_tags(tags, fewest_items, most)
    logs = csr_array(tags[used])
    logs.data = np.log1p(logs.data)
    rarity = np.log(tags.shape[1] / np.diff(logs.indptr)).astype(np.float32)
    return unit_rows(csr_array((diags_array(rarity) @ logs).T.tocsr()))


def used_tags(tags: csr_array, fewest_items: int, most: int = MOST_TAGS) -> NDArray[np.int64]:
    """(n_used_tags,) rows of the tags that say something, rising.

    Parameters
    ----------
    tags
        (n_tags, n_items) CSR.
    fewest_items
        Tags on fewer items are left aside, and so is one that is on every item.
    most
        Of the others, those on the most items are kept.
    """
    carriers = np.diff(tags.indptr)
    used = np.flatnonzero((carriers >= max(1, fewest_items)) & (carriers < tags.shape[1]))
    return np.sort(used[np.argsort(-carriers[used], kind="stable")[:most]])


def tag_profiles(plays: csr_array, vectors: csr_array) -> NDArray[np.float32]:
    """(n, n_used_tags) float32: the sum of the vectors of what each history holds, by weight, at unit length.

    Parameters
    ----------
    plays
        (n, n_items) CSR float32 weights.
    vectors
        (n_items, n_used_tags), of :func:`tag_vectors`.
    """
    sums: NDArray[np.float32] = (plays @ vectors).toarray().astype(np.float32)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    sums /= np.where(lengths > 0, lengths, 1)
    return sums


def unit_rows(matrix: csr_array) -> csr_array:
    """The same rows at length 1; empty ones stay empty.

    Examples
    --------
    >>> unit_rows(csr_array(np.array([[3, 4], [0, 0]], dtype=np.float32))).toarray().round(1).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(of, weights=np.square(matrix.data, dtype=np.float64), minlength=matrix.shape[0]))
    values = (matrix.data / lengths[of]).astype(np.float32)
    return csr_array((values, matrix.indices, matrix.indptr), shape=matrix.shape)
