"""The matrix that a model learns from: members' weighted plays, and below them the tags' rows where it uses tags."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, vstack

from engine.collaborative.settings import TagSettings
from engine.collaborative.weighting import Weighting, weighted


def training_rows(counts: csr_array, weighting: Weighting, tags: csr_array | None, settings: TagSettings) -> csr_array:
    """Weighted rows of users, then of tags.

    Parameters
    ----------
    counts
        (n_users, n_items) CSR float32.
    tags
        (n_tags, n_items) CSR float32 or nothing.

    Returns
    -------
    (n_users + n_used_tags, n_items) CSR float32
    """
    plays = weighted(counts, weighting)
    if tags is None or settings.weight == 0:
        return plays
    used = tags[np.flatnonzero(np.diff(tags.indptr) >= max(1, settings.fewest_items))]
    rows = csr_array(vstack([plays, weighted(used, settings.weighting) * np.float32(settings.weight)], format="csr"))
    rows.sort_indices()
    return rows
