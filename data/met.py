"""Which songs a member met: asked for, was shown, or said something of, at any time."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from data.ids import MemberId
from data.tables import EventRow, SongRow
from engine.songs import SongId


@dataclass(frozen=True, slots=True)
class Met:
    """Songs that are not new to a member.

    Attributes
    ----------
    versions
        The songs' version keys (:func:`engine.songs.version_key`), as far as the catalogue knows them still.
    """

    songs: frozenset[SongId] = field(default_factory=frozenset)
    versions: frozenset[str] = field(default_factory=frozenset)


async def songs_met(session: AsyncSession, member: MemberId) -> Met:
    """Read them; an opinion that was changed later counts, for the song was met all the same."""
    statement = (
        select(EventRow.song, SongRow.version_key)
        .outerjoin(SongRow, SongRow.id == EventRow.song)
        .where(EventRow.member == member, EventRow.song != "")
        .distinct()
    )
    rows = (await session.execute(statement)).all()
    return Met(frozenset(SongId(row.song) for row in rows), frozenset(row.version_key for row in rows) - {None})
