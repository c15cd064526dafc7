"""The collaborative model in use, with the factors of the whole catalogue at hand; it can be exchanged at any time.

No question waits for factors: they are made in the background when the catalogue or the model changes, and until then
a new song is only not looked for by taste.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.catalog import Catalog
from data.previews.apart import apart
from engine.collaborative.hybrid import Hybrid
from engine.collaborative.listening import Listening
from engine.collaborative.song_factors import SongFactors
from engine.index import Index
from engine.ranking import Candidates
from engine.ranking.member_listeners import MemberListeners, placed
from engine.songs import SongId

SONGS_AT_ONCE = 2_000
"""Songs whose factors are made together: a quarter of a second of one core."""


@dataclass(frozen=True, slots=True, eq=False)
class _Whole:
    """Factors of every song of an index, by one model."""

    listening: Listening
    index: Index
    songs: tuple[SongId, ...]
    factors: NDArray[np.float32]


class TasteModel:
    """Holds the model; closed with the bot.

    Parameters
    ----------
    own
        What was learned from this bot's own members before.
    """

    def __init__(self, catalog: Catalog, hybrid: Hybrid, own: SongFactors | None = None) -> None:
        self._catalog = catalog
        self._hybrid = hybrid
        self._listening = Listening(hybrid, own)
        self._whole: _Whole | None = None
        self._making: asyncio.Task[None] | None = None

    @property
    def listening(self) -> Listening:
        """The model of this moment: take it once for one question."""
        return self._listening

    def use(self, own: SongFactors | None) -> None:
        """From now on answer by these factors of songs, or by none but the artists' and the sound's."""
        self._listening = Listening(self._hybrid, own)
        self._whole = None

    def suited(self, listeners: MemberListeners, index: Index, count: int) -> tuple[SongId, ...]:
        """The songs of the catalogue that suit a member best, best first, as far as their factors are made."""
        whole = self._whole
        if whole is None or whole.index is not index:
            self._make_soon(index)
        if whole is None or whole.listening is not listeners.listening or not whole.songs:
            return ()
        scores = whole.factors @ listeners.factors
        kept = min(count, len(scores))
        best = np.argpartition(-scores, kept - 1)[:kept]
        return tuple(whole.songs[row] for row in best[np.argsort(-scores[best], kind="stable")])

    async def make(self, index: Index) -> None:
        """Make the factors that are lacking for an index."""
        listening = self._listening
        if not listening.knows_anything:
            return
        lacking = await asyncio.to_thread(listening.lacking, index.ids)
        for start in range(0, len(lacking), SONGS_AT_ONCE):
            songs = lacking[start : start + SONGS_AT_ONCE]
            facts = await self._catalog.get(songs)
            present = [song for song in songs if song in facts and song in index]
            vectors = await asyncio.to_thread(index.vectors_of, present)
            await asyncio.to_thread(
                listening.learn, placed(Candidates(tuple(map(facts.__getitem__, present)), vectors))
            )
        without = set(await asyncio.to_thread(listening.lacking, index.ids))
        songs = [song for song in index.ids if song not in without]
        factors = await asyncio.to_thread(listening.kept, songs)
        if listening is self._listening:
            self._whole = _Whole(listening, index, tuple(songs), factors)

    async def close(self) -> None:
        """Give up what is being made."""
        if self._making is not None:
            self._making.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._making

    def _make_soon(self, index: Index) -> None:
        if self._listening.knows_anything and (self._making is None or self._making.done()):
            self._making = apart(self.make(index))
