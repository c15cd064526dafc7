"""What a member holds of songs and artists now: listed in pages, taken back one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select

from data.catalog.rows import song_of
from data.database import Database
from data.history import LIKED_STARS, OPINIONS, EventKind
from data.ids import MemberId
from data.tables import EventRow, SongRow
from engine.songs import Song

MOST_LISTED = 25
"""On one page."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One thing that a member holds.

    Attributes
    ----------
    id
        The event's number in the history.
    song
        The song's facts, or those of one by the artist; ``None`` where the catalogue knows neither.
    artist
        The artist's key (:func:`engine.songs.artist_key`) for a blocked artist.
    stars
        Of a rating.
    """

    id: int
    kind: EventKind
    song: Song | None
    artist: str | None
    stars: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A page of what a member holds, newest first.

    Attributes
    ----------
    first
        The place of the page's first one among all, from 0.
    total
        How many there are on all pages.
    """

    opinions: tuple[Opinion, ...]
    first: int
    total: int


_FAVOURITES = (EventRow.kind == EventKind.LIKED.value) | (
    (EventRow.kind == EventKind.RATED.value) & (EventRow.value >= LIKED_STARS)
)
_BLOCKS = or_(EventRow.kind == EventKind.BLOCKED_SONG.value, EventRow.kind == EventKind.BLOCKED_ARTIST.value)


class Opinions:
    """The opinions of all members, as they are now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def favourites(self, member: MemberId, first: int, count: int) -> Held:
        """A page of the songs that a member liked or gave four or five stars; the last one where that is past it."""
        return await self._held(member, _FAVOURITES, first, count)

    async def blocks(self, member: MemberId, first: int, count: int) -> Held:
        """A page of the songs and artists that a member never wants to get; the last one where that is past it."""
        return await self._held(member, _BLOCKS, first, count)

    async def remove_favourite(self, member: MemberId, opinion: int) -> Opinion | None:
        """Forget what a member said of a favourite song; ``None`` where it is no favourite (any more).

        Opinions of the song that this one had replaced are forgotten too: none of them comes back.
        """
        return await self._remove(member, _FAVOURITES, opinion)

    async def remove_block(self, member: MemberId, opinion: int) -> Opinion | None:
        """Let a song or an artist come again; ``None`` where it is not blocked (any more)."""
        return await self._remove(member, _BLOCKS, opinion)

    async def stars(self, member: MemberId, songs: Sequence[str]) -> dict[str, int]:
        """The stars that a member gave to some songs, as they are now."""
        rated = select(EventRow.song, EventRow.value).where(
            *_active(member, EventRow.kind == EventKind.RATED.value), EventRow.song.in_(songs)
        )
        async with self._database.read() as session:
            return {row.song: row.value for row in await session.execute(rated)}

    async def _held(self, member: MemberId, which: ColumnElement[bool], first: int, count: int) -> Held:
        count = max(1, min(count, MOST_LISTED))
        held = _active(member, which)
        async with self._database.read() as session:
            total = (await session.execute(select(func.count()).select_from(EventRow).where(*held))).scalar_one()
            first = max(0, min(first, (total - 1) // count * count))
            page = (
                select(EventRow, SongRow)
                .outerjoin(SongRow, SongRow.id == EventRow.song)
                .where(*held)
                .order_by(EventRow.id.desc())
                .offset(first)
                .limit(count)
            )
            rows = (await session.execute(page)).all()
        return Held(tuple(_opinion(row.EventRow, row.SongRow) for row in rows), first, total)

    async def _remove(self, member: MemberId, which: ColumnElement[bool], opinion: int) -> Opinion | None:
        found = (
            select(EventRow, SongRow)
            .outerjoin(SongRow, SongRow.id == EventRow.song)
            .where(*_active(member, which), EventRow.id == opinion)
        )
        async with self._database.write() as session:
            row = (await session.execute(found)).first()
            if row is None:
                return None
            removed = _opinion(row.EventRow, row.SongRow)
            same: list[ColumnElement[bool]] = [EventRow.id == opinion]
            if removed.kind in OPINIONS:
                same = [EventRow.kind.in_(sorted(OPINIONS)), EventRow.song == row.EventRow.song]
            await session.execute(delete(EventRow).where(EventRow.member == member, *same))
        return removed


def _active(member: MemberId, which: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (EventRow.member == member, EventRow.superseded_by.is_(None), which)


def _opinion(row: EventRow, song: SongRow | None) -> Opinion:
    return Opinion(
        id=row.id,
        kind=EventKind(row.kind),
        song=None if song is None else song_of(song),
        artist=row.artist or None,
        stars=row.value,
        at=row.at,
    )
