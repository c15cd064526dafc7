"""Where everything lies on the catalogue's map: the chart of an answer, drawn from the catalogue as it is now."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.grouping import Sorted, by_genre, by_mood
from bot.questions import Chart, Seed, SeedKind
from data.catalog import Catalog
from data.catalog.placing import placed
from engine.index import Index
from engine.moods import mood_words
from engine.songs import SongId

MOST_SHOWN = 6_000
"""Songs in the background; more only run into each other."""
REDRAWN_SECONDS = 60.0
"""A background this old is drawn anew when the index has changed: one more song is not seen in it."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The background: an even sample of all songs, for one state of the index."""

    index: Index
    at: float
    places: NDArray[np.float32]
    """(n, 2) float32"""
    moods: Sorted
    genres: Sorted


class Atlas:
    """Keeps the background for as long as it is much the same.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, catalog: Catalog, clock: Callable[[], float] = time.monotonic) -> None:
        self._catalog = catalog
        self._clock = clock
        self._sheet: _Sheet | None = None

    async def chart(self, index: Index, seed: Seed, picks: tuple[SongId, ...]) -> Chart:
        """The map with a question and its picks in it; a song that is on no map is put where the question is."""
        sheet = await self._current(index)
        own = tuple(song.id for song in seed.songs) if seed.kind is SeedKind.WALK else ()
        own = own if seed.song is None else (seed.song.id,)
        places = await self._catalog.coordinates([*own, *picks])
        query = places[0] if own and np.isfinite(places[0]).all() else await self._near(index, seed)
        shown = places[len(own) :]
        shown[~np.isfinite(shown).all(axis=1)] = query
        end = places[len(own) - 1] if seed.kind is SeedKind.WALK else None
        facts = await self._catalog.get(picks)
        songs = [facts.get(pick) for pick in picks]
        return Chart(
            background=sheet.places,
            query=query,
            picks=shown,
            moods=sheet.moods.groups(mood_words((), seed.quadrant), songs),
            genres=sheet.genres.groups(seed.genres, songs),
            end=query if end is not None and not np.isfinite(end).all() else end,
        )

    async def background(self, index: Index) -> NDArray[np.float32]:
        """(n, 2) float32, where the songs of the background lie."""
        return (await self._current(index)).places

    async def _near(self, index: Index, seed: Seed) -> NDArray[np.float32]:
        point = await placed(self._catalog, index, seed.vector)
        return np.array([point.x, point.y], dtype=np.float32)

    async def _current(self, index: Index) -> _Sheet:
        sheet = self._sheet
        if sheet is None or (sheet.index is not index and self._clock() - sheet.at >= REDRAWN_SECONDS):
            ids = index.ids
            shown = [ids[row] for row in np.unique(np.linspace(0, len(ids) - 1, MOST_SHOWN).astype(int))] if ids else []
            facts = await self._catalog.get(shown)
            known = [song for song in shown if song in facts]
            places = await self._catalog.coordinates(known)
            rows = np.flatnonzero(np.isfinite(places).all(axis=1))
            songs = [facts[known[row]] for row in rows]
            sheet = _Sheet(index, self._clock(), places[rows], by_mood(songs), by_genre(songs))
            self._sheet = sheet
        return sheet
