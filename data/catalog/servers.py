"""Which server brought which song, and which songs other servers do not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.ids import GuildId
from data.tables import SongRow, SongServerRow
from engine.songs import SongId


@dataclass(frozen=True, slots=True)
class Brought:
    """How a song came into the catalogue.

    Attributes
    ----------
    guild
        The server.
    added
        By the command of those who manage it; ``False`` when somebody only asked about the song.
    private
        Nobody else sees it. A song that is known to all stays so.
    """

    guild: GuildId
    added: bool
    private: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ServerCount:
    """How many songs a server brought."""

    added: int
    asked: int


async def note_brought(session: AsyncSession, song: SongId, brought: Brought) -> None:
    """Write down who brought a song; adding it by command outweighs having asked for it."""
    row = {"song": song, "guild": brought.guild, "added": brought.added, "at": brought.at}
    statement = insert(SongServerRow).values(row)
    outweighs = {"added": statement.excluded.added, "at": statement.excluded.at}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[SongServerRow.song, SongServerRow.guild],
            set_=outweighs,
            where=statement.excluded.added & ~SongServerRow.added,
        )
    )


async def hidden_songs(session: AsyncSession, guild: GuildId | None) -> frozenset[SongId]:
    """Private songs that a server did not bring; all private ones outside servers."""
    own = select(SongServerRow.song).where(SongServerRow.guild == (-1 if guild is None else guild))
    rows = await session.execute(select(SongRow.id).where(SongRow.private, SongRow.id.not_in(own)))
    return frozenset(SongId(row.id) for row in rows)


async def count_brought(session: AsyncSession, guild: GuildId) -> ServerCount:
    """Count what a server brought."""
    rows = await session.execute(
        select(SongServerRow.added, func.count()).where(SongServerRow.guild == guild).group_by(SongServerRow.added)
    )
    counts = {bool(row[0]): int(row[1]) for row in rows}
    return ServerCount(counts.get(True, 0), counts.get(False, 0))


async def brought_songs(session: AsyncSession, guild: GuildId, most: int) -> tuple[SongId, ...]:
    """The songs that a server brought last, at most so many."""
    rows = await session.execute(
        select(SongServerRow.song)
        .where(SongServerRow.guild == guild)
        .order_by(SongServerRow.at.desc(), SongServerRow.song)
        .limit(most)
    )
    return tuple(SongId(row.song) for row in rows)


async def last_added(session: AsyncSession, guild: GuildId) -> SongId | None:
    """The song that a server added last by command."""
    row = await session.execute(
        select(SongServerRow.song)
        .where(SongServerRow.guild == guild, SongServerRow.added)
        .order_by(SongServerRow.at.desc(), SongServerRow.song)
        .limit(1)
    )
    found = row.scalar_one_or_none()
    return None if found is None else SongId(found)
