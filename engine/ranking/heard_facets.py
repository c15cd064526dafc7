"""Facets by ear: what the heads say of a song's vector, beside what they say of the other songs.

A head's probability tells little by itself: hardly a song is called a song with flute, and most have drums. So what
counts is how much more strongly a thing is heard in a song than in the songs of the catalogue, in their standard
deviations; of a facet with several words it is the mean of theirs, which errs less than any one head.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.embed.reading import Head, Label, VectorReader
from engine.moods import QUADRANT_WORDS
from engine.ranking.facets import Facet
from engine.ranking.labels import kinds_of
from engine.songs import normalise

FULLY = 2.5
"""Deviations above the mean from which a facet is heard fully: one song in 160 of a normal distribution."""
USUAL = frozenset({"voice", "drums"})
"""What most songs have."""
NOT_HEARD, UNUSUALLY_LITTLE = 0.0, -0.8
"""Deviations up to which a facet counts as absent, and up to which what is usual does: at -.8 a twentieth of the songs
of sung genres pass for instrumental, and half of the instrumental ones do."""
_FEWEST_DEVIATION = 1e-3


class HeardFacets:
    """Hears facets in vectors.

    Parameters
    ----------
    sample
        (n, d) float32: vectors of the catalogue with which songs are compared, some hundred or more.
    """

    def __init__(self, reader: VectorReader, sample: NDArray[np.float32]) -> None:
        self._reader = reader
        self._labels: tuple[Label, ...] = reader.labels
        said = reader.logits(sample, self._labels).astype(np.float64)
        means, deviations = said.mean(axis=0), np.maximum(said.std(axis=0), _FEWEST_DEVIATION)
        self._means = dict(zip(self._labels, means.tolist(), strict=True))
        self._deviations = dict(zip(self._labels, deviations.tolist(), strict=True))

    def fits(self, vectors: NDArray[np.float32], facets: tuple[Facet, ...]) -> NDArray[np.float64]:
        """(n, number of facets) how clearly each is heard in each song, 0 to 1; 0 for what no head hears."""
        return np.clip(self._deviating(vectors, facets) / FULLY, 0.0, 1.0)

    def lacks(self, vectors: NDArray[np.float32], facets: tuple[Facet, ...]) -> NDArray[np.bool_]:
        """(n,) whether none of the facets is heard in a song."""
        most = np.array([UNUSUALLY_LITTLE if _is_usual(facet) else NOT_HEARD for facet in facets])
        absent: NDArray[np.bool_] = np.all(self._deviating(vectors, facets) <= most, axis=1)
        return absent

    def direction(self, facets: tuple[Facet, ...]) -> NDArray[np.float32] | None:
        """(d,) where songs with all of the facets lie; ``None`` where no head hears any of them."""
        found = [self._towards(labels) for labels in map(self._heard_as, facets) if labels]
        if not found:
            return None
        whole = np.sum(found, axis=0)
        length = float(np.linalg.norm(whole))
        return None if length < _FEWEST_DEVIATION else (whole / length).astype(np.float32)

    def _towards(self, labels: tuple[Label, ...]) -> NDArray[np.float64]:
        towards = np.mean([self._reader.direction(label).astype(np.float64) for label in labels], axis=0)
        unit: NDArray[np.float64] = towards / max(float(np.linalg.norm(towards)), _FEWEST_DEVIATION)
        return unit

    def _deviating(self, vectors: NDArray[np.float32], facets: tuple[Facet, ...]) -> NDArray[np.float64]:
        """(n, number of facets) in standard deviations above the mean of the sample."""
        heard = [self._heard_as(facet) for facet in facets]
        labels = tuple(dict.fromkeys(label for labels in heard for label in labels))
        columns = {label: column for column, label in enumerate(labels)}
        said = self._reader.logits(vectors, labels).astype(np.float64)
        said -= np.array([self._means[label] for label in labels])
        said /= np.array([self._deviations[label] for label in labels])
        nothing = np.zeros(len(vectors))
        return np.stack(
            [said[:, [columns[label] for label in labels]].mean(axis=1) if labels else nothing for labels in heard],
            axis=1,
        )

    def _heard_as(self, facet: Facet) -> tuple[Label, ...]:
        """The heads' classes that a facet's words stand for."""
        quadrants = {word: quadrant for quadrant, word in QUADRANT_WORDS.items()}
        wanted = [
            *((Head.GENRE, word) for word in facet.genres),
            *((Head.MOOD, word) for word in facet.moods),
            *((Head.QUADRANT, quadrants[word]) for word in map(str.lower, facet.moods) if word in quadrants),
        ]
        if facet.lively is not None:
            wanted += [(Head.QUADRANT, quadrant) for quadrant in (("Q1", "Q2") if facet.lively else ("Q3", "Q4"))]
        kinds = {normalise(word) for word in facet.instruments}
        known = {(label.head, normalise(label.name)): label for label in self._labels}
        found = [known[head, normalise(word)] for head, word in wanted if (head, normalise(word)) in known]
        found += [one for one in self._labels if one.head is Head.INSTRUMENT and kinds & set(kinds_of(one.name))]
        return tuple(dict.fromkeys(found))


def _is_usual(facet: Facet) -> bool:
    return any(not USUAL.isdisjoint(kinds_of(instrument)) for instrument in facet.instruments)
