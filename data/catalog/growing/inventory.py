"""The catalogue as its operator looks at it: lists, files, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.growing.files import count_problems, text_path
from data.catalog.rows import SONG_COLUMNS, song_of
from data.catalog.search import search
from data.tables import FileRow, SongRow, VectorRow
from engine.songs import Song, SongId, normalise

SEARCHED = 25
"""Songs that are looked through for the one that a text means."""
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which songs are meant; what is ``None`` does not count.

    Attributes
    ----------
    source
        Where the facts come from.
    genre
        One of the song's genres, in any case and with or without accents.
    text
        What is in the artist or the title.
    """

    source: str | None = None
    genre: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is.

    Attributes
    ----------
    sources, genres, models
        How many songs are of each.
    problems
        How many files have which problem; those without one stand under an empty text.
    """

    songs: int
    private: int
    sources: Mapping[str, int]
    genres: Mapping[str, int]
    models: Mapping[str, int]
    without_vector: int
    problems: Mapping[str, int]


async def list_songs(session: AsyncSession, wanted: Filter, limit: int | None = None) -> AsyncIterator[Song]:
    """Songs in the order in which they came in, a few at a time."""
    after, left = 0, limit
    genre = None if wanted.genre is None else normalise(wanted.genre)
    while left is None or left > 0:
        conditions: list[ColumnElement[bool]] = [SongRow.number > after]
        if wanted.source is not None:
            conditions.append(SongRow.source == wanted.source)
        if wanted.text is not None:
            conditions.append(
                func.instr(SongRow.artist_text + literal(" ") + SongRow.title_text, normalise(wanted.text)) > 0
            )
        statement = select(SongRow.number, *SONG_COLUMNS).where(*conditions).order_by(SongRow.number).limit(_AT_ONCE)
        rows = (await session.execute(statement)).all()
        for row in rows:
            song = song_of(row)
            if genre is not None and genre not in map(normalise, song.genres):
                continue
            yield song
            if left is not None:
                left -= 1
                if not left:
                    return
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].number


async def find_songs(session: AsyncSession, text: str) -> list[Song]:
    """The song of an id, or those that a text may mean, best first."""
    by_id = (await session.execute(select(*SONG_COLUMNS).where(SongRow.id == text.strip().lower()))).first()
    if by_id is not None:
        return [song_of(by_id)]
    return [match.song for match in await search(session, text, SEARCHED)]


async def files_of(session: AsyncSession, song: SongId) -> list[Path]:
    """The files that a song came of."""
    rows = await session.execute(select(FileRow.path).where(FileRow.song == song).order_by(FileRow.path))
    return [text_path(row.path) for row in rows]


async def count_all(session: AsyncSession) -> Counts:
    """Count everything."""
    sources: Counter[str] = Counter()
    genres: Counter[str] = Counter()
    private = 0
    for row in await session.execute(select(SongRow.source, SongRow.genres, SongRow.private)):
        sources[row.source] += 1
        genres.update(row.genres)
        private += row.private
    models = await session.execute(select(VectorRow.model, func.count()).group_by(VectorRow.model))
    counts = {row[0]: int(row[1]) for row in models}
    return Counts(
        songs=sources.total(),
        private=private,
        sources=dict(sources.most_common()),
        genres=dict(genres.most_common()),
        models=counts,
        without_vector=sources.total() - sum(counts.values()),
        problems=await count_problems(session),
    )
