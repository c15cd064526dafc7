"""The first stage: nine scores for every track, each by another view of what goes together.

All of them learn from one matrix, the playlists as they are shown, and from the tracks' albums and artists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.collaborative.ease import Primal
from engine.collaborative.knn import ItemKnn
from engine.collaborative.models import CPU, make_wmf
from engine.collaborative.nearest import strongest
from engine.collaborative.protocol import Progress
from engine.collaborative.random_walk import RandomWalk, RandomWalkSettings
from engine.collaborative.settings import KnnSettings, WmfSettings
from engine.collaborative.weighting import Weighting
from engine.collaborative.wmf import Wmf
from engine.evaluation.playlists.album_ease import learn_with_albums, members
from engine.evaluation.playlists.course import part
from engine.evaluation.playlists.order import recent, successions, tail
from engine.evaluation.playlists.reading import Entries, Integers, Tracks

Scores = NDArray[np.float32]

TYPICAL_LENGTH = 20.0
"""Tracks of a playlist that weighs 1 in item-kNN; a longer one says less of each pair, by the root of its length."""
KNN = KnnSettings(weighting=Weighting.COUNT, neighbours=300, shrinkage=10.0)
WMF = WmfSettings(factors=256, sweeps=10, weighting=Weighting.BINARY)
ALBUM_SIMILARITY, ARTIST_SIMILARITY = 0.1, 0.02
"""Added to the similarity of two tracks of one album or artist."""
ARTIST_SHARE = 0.3
"""What a track of the same artist counts beside one of the same album, where content alone is asked."""
POPULAR_POWER = 0.4
ALIKE, ALIKE_SHRINKAGE, ALIKE_POWER = 100, 5.0, 1.5
"""Of user-kNN: playlists that are asked, shrinkage of their cosines and the power that they are raised to."""

CANDIDATES: Mapping[str, int] = {
    "ease": 50,
    "recent ease": 50,
    "recent knn": 40,
    "knn": 30,
    "alike": 25,
    "content": 20,
    "walk": 20,
    "next": 5,
    "factors": 20,
}
"""The scores, and how many of each one's best tracks the second stage looks at."""


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """What was learned from playlists.

    Attributes
    ----------
    entries
        What was learned from.
    popularity
        (n_tracks,) float32 playlists that hold each.
    recent, tail
        The playlists by order (:mod:`engine.evaluation.playlists.order`).
    ease, knn, walk, factors, successions
        The models.
    """

    entries: Entries
    tracks: Tracks
    popularity: Scores
    recent: csr_array
    tail: csr_array
    ease: Primal
    knn: ItemKnn
    walk: RandomWalk
    factors: Wmf
    successions: csr_array

    @classmethod
    def learn(cls, entries: Entries, tracks: Tracks, progress: Progress, threads: int | None = None) -> Signals:
        """Train every model, on all cores by default; what each does is told to ``progress``."""
        held = entries.held
        shorter = (np.maximum(entries.lengths, 1) / TYPICAL_LENGTH) ** -0.5
        scaled = csr_array(
            (np.repeat(shorter, entries.lengths).astype(np.float32), held.indices, held.indptr), shape=held.shape
        )
        knn, walk, factors = ItemKnn(KNN), RandomWalk(RandomWalkSettings()), make_wmf(WMF, CPU, threads)
        knn.learn(scaled, None, part(progress, 0.0, 0.1))
        walk.learn(held, None, part(progress, 0.1, 0.1))
        factors.learn(held, None, part(progress, 0.2, 0.1))
        progress("EASE with albums and artists", 0.3)
        ease = learn_with_albums(held, tracks)
        progress("EASE with albums and artists", 1.0)
        popularity = np.bincount(held.indices, minlength=held.shape[1]).astype(np.float32)
        followed = successions(entries)
        return cls(entries, tracks, popularity, recent(entries), tail(entries), ease, knn, walk, factors, followed)

    def scores(self, rows: Integers) -> dict[str, Scores]:
        """(n, n_tracks) float32 each: every score of :data:`CANDIDATES` for these playlists."""
        held, late = self.entries.held[rows], self.recent[rows]
        albums, artists = same(late, self.tracks.albums), same(late, self.tracks.artists)
        liked = (self.popularity + 1) ** np.float32(POPULAR_POWER)
        return {
            "ease": self.ease.scores(held),
            "recent ease": self.ease.scores(late),
            "recent knn": self.knn.scores(late)
            + np.float32(ALBUM_SIMILARITY) * albums
            + np.float32(ARTIST_SIMILARITY) * artists,
            "knn": self.knn.scores(held),
            "alike": self._alike(rows),
            "content": (albums + np.float32(ARTIST_SHARE) * artists) * liked,
            "walk": self.walk.scores(held),
            "next": (self.tail[rows] @ self.successions).toarray(),
            "factors": np.array(self.factors.scores(held)),
        }

    def _alike(self, rows: Integers) -> Scores:
        """What the most similar other playlists hold (user-kNN, cosine)."""
        held = self.entries.held
        shared = csr_array(held[rows] @ held.T)
        mine = np.repeat(rows, np.diff(shared.indptr))
        lengths = self.entries.lengths.astype(np.float32)
        shared.data /= np.sqrt(lengths[mine] * lengths[shared.indices]) + np.float32(ALIKE_SHRINKAGE)
        shared.data[mine == shared.indices] = 0
        near = strongest(shared, ALIKE)
        near.data **= ALIKE_POWER
        found: Scores = (near @ held).toarray().astype(np.float32, copy=False)
        return found


def same(histories: csr_array, groups: Integers) -> Scores:
    """(n, n_tracks) float32: the weight of a history's tracks that share each track's album or artist."""
    found: Scores = (histories @ members(groups).T).toarray()[:, groups]
    return found
