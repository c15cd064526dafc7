"""An index that was built, together with the songs that came since and without those that went."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.index.exact import best
from engine.index.fresh import FreshSongs
from engine.index.protocol import Index, IndexKind, Neighbours
from engine.index.vectors import unit_vector
from engine.songs import SongId

SPARE = 16
"""Neighbours asked of the base beyond what is wanted while some of its songs are hidden; more when these do not do."""


class GrownIndex:
    """:class:`engine.index.protocol.Index` of a base, fresh songs, and removals. Immutable.

    A song of the base that came again is answered from the fresh ones alone. Closing it closes the base.

    Parameters
    ----------
    base
        What was built.
    """

    def __init__(self, base: Index) -> None:
        self._base = base
        self._fresh = FreshSongs(base.dimension)
        self._hidden: frozenset[SongId] = frozenset()
        self._sequence = base.sequence
        self._ids: tuple[SongId, ...] | None = None

    @property
    def kind(self) -> IndexKind:
        """The base's."""
        return self._base.kind

    @property
    def model(self) -> str:
        """Content hash of the weights that made the vectors."""
        return self._base.model

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._base.dimension

    @property
    def ids(self) -> tuple[SongId, ...]:
        """All song ids: the base's that are left, then the fresh ones as they came; put together when first asked."""
        if self._ids is None:
            left = (song for song in self._base.ids if song not in self._hidden)
            self._ids = (*left, *self._fresh.ids) if self._hidden else (*self._base.ids, *self._fresh.ids)
        return self._ids

    @property
    def sequence(self) -> int:
        """Number of the catalogue's last change that is in here."""
        return self._sequence

    @property
    def base(self) -> Index:
        """What was built."""
        return self._base

    @property
    def growth(self) -> int:
        """How many songs came, went or changed since the base was built."""
        return len(self._hidden.union(self._fresh.ids))

    def __len__(self) -> int:
        return len(self._base) - len(self._hidden) + len(self._fresh)

    def __contains__(self, song: object) -> bool:
        return song in self._fresh or (song in self._base and song not in self._hidden)

    def changed(
        self,
        ids: Sequence[SongId],
        vectors: NDArray[np.floating],
        removed: Collection[SongId] = (),
        sequence: int | None = None,
    ) -> GrownIndex:
        """The index after some songs went and others came or got other vectors.

        Parameters
        ----------
        vectors
            (n, d) of any length but zero, for the n ``ids``.
        removed
            Songs that go before the others come; unknown ones do not matter.
        sequence
            Number of the catalogue's last change that is in there then.

        Raises
        ------
        VectorError
            The vectors do not fit.
        """
        after = GrownIndex(self._base)
        after._fresh = self._fresh.grown(ids, vectors, removed)
        gone = {song for song in (*removed, *ids) if song in self._base}
        after._hidden = self._hidden | gone
        after._sequence = self._sequence if sequence is None else sequence
        return after

    def query(self, vector: NDArray[np.float32], k: int) -> Neighbours:
        """The ``k`` nearest songs (:meth:`engine.index.protocol.Index.query`): as true as the base's own answers."""
        old = self._of_base(vector, k)
        if not len(self._fresh):
            return old
        similarities = self._fresh.similarities(unit_vector(vector, self.dimension))
        rows, fresh = best(similarities, k), self._fresh.ids
        together = np.concatenate([old.similarities, similarities[rows]])
        songs = (*old.ids, *(fresh[row] for row in rows))
        order = best(together, k)
        return Neighbours(tuple(songs[place] for place in order), together[order])

    def vectors_of(self, ids: Sequence[SongId]) -> NDArray[np.float32]:
        """(n, d) float32 unit vectors of these songs (:meth:`engine.index.protocol.Index.vectors_of`)."""
        came = [place for place, song in enumerate(ids) if song in self._fresh]
        if not came:
            self._refuse_hidden(ids)
            return self._base.vectors_of(ids)
        others = [place for place, song in enumerate(ids) if song not in self._fresh]
        self._refuse_hidden(old := [ids[place] for place in others])
        found = np.empty((len(ids), self.dimension), dtype=np.float32)
        found[others] = self._base.vectors_of(old)
        found[came] = self._fresh.vectors_of([ids[place] for place in came])
        return found

    def close(self) -> None:
        """Close the base."""
        self._base.close()

    def _of_base(self, vector: NDArray[np.float32], k: int) -> Neighbours:
        if not self._hidden:
            return self._base.query(vector, k)
        most = min(k + len(self._hidden), len(self._base)) if k > 0 else k
        asked = min(k + SPARE, most)
        while True:
            found = self._base.query(vector, asked)
            seen = [place for place, song in enumerate(found.ids) if song not in self._hidden][: max(k, 0)]
            if len(seen) >= k or asked >= most:
                return Neighbours(tuple(found.ids[place] for place in seen), found.similarities[seen])
            asked = min(2 * asked, most)

    def _refuse_hidden(self, ids: Sequence[SongId]) -> None:
        gone = next((song for song in ids if song in self._hidden), None) if self._hidden else None
        if gone is not None:
            raise VectorError(f"song {gone} is not in the index")
