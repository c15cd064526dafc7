"""Songs that came since an index was built: few, compared one by one, in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.index.vectors import unit_rows
from engine.songs import SongId

_LEAST_CAPACITY = 64
"""Rows that the first buffer has room for; each later one for twice what it must hold."""


class _Buffer:
    """Rows that are written once, and how many have been: what is behind them is free."""

    def __init__(self, capacity: int, dimension: int) -> None:
        self.rows = np.empty((capacity, dimension), dtype=np.float32)
        self.used = 0


class FreshSongs:
    """Unit vectors under song ids; immutable, but :meth:`grown` ones share their memory.

    Parameters
    ----------
    dimension
        Length of a vector.
    """

    def __init__(self, dimension: int) -> None:
        self._buffer = _Buffer(0, dimension)
        self._rows: dict[SongId, int] = {}
        self._end = 0

    @property
    def ids(self) -> tuple[SongId, ...]:
        """The n song ids, in the order in which the songs came."""
        return tuple(self._rows)

    def similarities(self, unit: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,) cosines to a (d,) unit vector, in the order of :attr:`ids`."""
        # Comparing what was replaced too costs less than copying the others together for each question.
        written: NDArray[np.float32] = self._buffer.rows[: self._end] @ unit
        return np.clip(written if len(self._rows) == self._end else written[self._live()], -1.0, 1.0)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, song: object) -> bool:
        return song in self._rows

    def vectors_of(self, ids: Sequence[SongId]) -> NDArray[np.float32]:
        """(n, d) copies of the vectors of songs that are here."""
        rows = np.fromiter((self._rows[song] for song in ids), np.int64, len(ids))
        return self._buffer.rows[rows]

    def grown(self, ids: Sequence[SongId], vectors: NDArray[np.floating], removed: Collection[SongId] = ()) -> Self:
        """These songs without the ``removed``, then with others, which replace those of the same id.

        Costs the copying of the ids and of the new vectors; the others only when the memory has to grow.

        Raises
        ------
        VectorError
            The vectors are not (n, d), or one is not finite or zero, or ids and vectors differ in number.
        """
        dimension = self._buffer.rows.shape[1]
        unit = unit_rows(vectors, dimension) if len(ids) or len(vectors) else np.zeros((0, dimension), np.float32)
        if len(unit) != len(ids):
            raise VectorError(f"{len(ids)} ids for {len(unit)} vectors")
        after = type(self)(dimension)
        after._rows = (
            {song: row for song, row in self._rows.items() if song not in removed} if removed else {**self._rows}
        )
        after._buffer, after._end = self._buffer, self._end
        for song in ids:
            after._rows.pop(song, None)
        after._append(ids, unit)
        return after

    def _append(self, ids: Sequence[SongId], unit: NDArray[np.float32]) -> None:
        needed = self._end + len(unit)
        # Rows behind the end that are written already belong to another that grew from the same songs.
        if self._buffer.used != self._end or needed > len(self._buffer.rows):
            self._move(len(unit))
        start = self._end
        self._buffer.rows[start : start + len(unit)] = unit
        self._buffer.used = self._end = start + len(unit)
        # A song that comes twice ends with its last vector, as when the two came one after another.
        for row, song in enumerate(ids, start):
            self._rows.pop(song, None)
            self._rows[song] = row

    def _move(self, more: int) -> None:
        """To a buffer with room for more, leaving behind what was removed or replaced."""
        kept = self._buffer.rows[self._live()]
        buffer = _Buffer(max(_LEAST_CAPACITY, 2 * (len(kept) + more)), self._buffer.rows.shape[1])
        buffer.rows[: len(kept)] = kept
        buffer.used = self._end = len(kept)
        self._buffer = buffer
        self._rows = {song: row for row, song in enumerate(self._rows)}

    def _live(self) -> NDArray[np.int64]:
        return np.fromiter(self._rows.values(), np.int64, len(self._rows))
