"""What songs are played with, by ear, where nobody published it: what stands out in a song against any other songs.

A head's probability tells little by itself, for hardly a song is called a song with flute and most have drums. So an
instrument counts as heard where the head says it so much more strongly than of other songs
(:mod:`engine.ranking.heard_facets` does the same for words).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.embed.reading import Head, VectorReader
from engine.ranking.request import Candidates

STANDS_OUT = 1.0
"""Standard deviations above the mean of any songs."""
MOST_HEARD = 2
"""Of one song."""
_FEWEST_DEVIATION = 1e-3


def with_instruments(reader: VectorReader, songs: Candidates, sample: NDArray[np.float32]) -> Candidates:
    """The songs, each without instruments given those that are heard in it, the clearest first.

    Parameters
    ----------
    sample
        (m, d) float32: vectors of any songs, some hundred or more.
    """
    labels = tuple(label for label in reader.labels if label.head is Head.INSTRUMENT)
    if not labels or not len(songs) or not len(sample):
        return songs
    usual = reader.logits(sample, labels).astype(np.float64)
    deviation = np.maximum(usual.std(axis=0), _FEWEST_DEVIATION)
    standing = (reader.logits(songs.vectors, labels) - usual.mean(axis=0)) / deviation
    found = []
    for song, row in zip(songs.songs, standing, strict=True):
        clearest = np.argsort(-row, kind="stable")[:MOST_HEARD]
        heard = tuple(labels[column].name for column in clearest if row[column] >= STANDS_OUT)
        found.append(song if song.instruments else replace(song, instruments=heard))
    return Candidates(tuple(found), songs.vectors, songs.heard)
