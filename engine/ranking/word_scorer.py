"""The scorer for what was asked in words. It is the whole question there, so it counts twice what similarity does."""

from __future__ import annotations

import numpy as np

from engine.ranking.picks import ReasonKind
from engine.ranking.pool import Pool
from engine.ranking.scorers import Column

WORDS = 2.0
"""Weight of having all that was asked, twice that of sounding alike: in a prompt the words are the question. Judged,
not fitted."""


def fits_words(pool: Pool) -> Column:
    """How much of what was asked in words a song has; the subject is what its labels say of it."""
    facets = pool.request.query.facets
    if not facets.wanted:
        return Column(ReasonKind.FITS_WORDS, 0.0, np.zeros(len(pool)))
    shown = [facets.shown(song, labels) for song, labels in zip(pool.candidates.songs, pool.labels, strict=True)]
    values = facets.fits(shown, pool.candidates.vectors)
    subjects = tuple(", ".join(dict.fromkeys(filter(None, words))) for words in shown)
    return Column(ReasonKind.FITS_WORDS, WORDS, values, subjects)
