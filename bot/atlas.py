"""Where everything lies on the catalogue's map: the chart of an answer, drawn from the catalogue as it is now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.grouping import Sorted, by_genre, by_mood
from bot.questions import Chart, Seed
from data.catalog import Catalog
from engine.index import Index
from engine.layout import place
from engine.moods import mood_words
from engine.songs import SongId

NEIGHBOURS = 8
"""Songs whose places say where a clip belongs."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Every song's place, for one state of the index."""

    index: Index
    places: NDArray[np.float32]
    """(n, 2) float32"""
    rows: dict[SongId, int]
    moods: Sorted
    genres: Sorted


class Atlas:
    """Keeps the places of all songs for as long as the index stays the same."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._sheet: _Sheet | None = None

    async def chart(self, index: Index, seed: Seed, picks: tuple[SongId, ...]) -> Chart:
        """The map with a question and its picks in it; a song that is on no map is put where the question is."""
        sheet = await self._current(index)
        row = None if seed.song is None else sheet.rows.get(seed.song.id)
        known = [sheet.rows.get(pick) for pick in picks]
        if row is not None:
            query = sheet.places[row]
        else:
            query = await asyncio.to_thread(_place_near, index, sheet, seed.vector)
        shown = [query if pick is None else sheet.places[pick] for pick in known]
        return Chart(
            background=sheet.places,
            query=query,
            picks=np.stack(shown) if shown else np.zeros((0, 2), dtype=np.float32),
            moods=sheet.moods.groups(mood_words((), seed.quadrant), known),
            genres=sheet.genres.groups(seed.genres, known),
        )

    async def _current(self, index: Index) -> _Sheet:
        sheet = self._sheet
        if sheet is None or sheet.index is not index:
            ids = tuple(index.ids)
            places = (await self._catalog.coordinates(ids)).astype(np.float32, copy=False)
            known = np.flatnonzero(np.isfinite(places).all(axis=1))
            facts = await self._catalog.get(ids)
            songs = [facts[ids[number]] for number in known]
            sheet = _Sheet(
                index=index,
                places=places[known],
                rows={song.id: row for row, song in enumerate(songs)},
                moods=by_mood(songs),
                genres=by_genre(songs),
            )
            self._sheet = sheet
        return sheet


def _place_near(index: Index, sheet: _Sheet, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    centre = np.zeros(2, dtype=np.float32)
    if vector.shape != (index.dimension,):
        return centre
    near = index.query(vector, NEIGHBOURS)
    rows = [(sheet.rows[song], rank) for rank, song in enumerate(near.ids) if song in sheet.rows]
    if not rows:
        return centre
    ranks = [rank for _, rank in rows]
    return place(near.similarities[ranks], sheet.places[[row for row, _ in rows]]).astype(np.float32, copy=False)
