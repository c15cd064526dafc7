"""What is kept of a member: shown, handed over, erased. The tables declare it, so that none is forgotten."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from data.database import Database
from data.errors import translated
from data.ids import MemberId
from data.tables import MEMBER_INFO, Base, MemberData, SongRow
from data.times import Clock, utc_now

CHUNK_BYTES = 2**20
"""How much of the file is looked through at once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one table keeps of a member."""

    table: str
    describes: str
    why: str
    until: str
    rows: int
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows of a member one table lost."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class _Declared:
    table: Table
    data: MemberData


class Privacy:
    """Shows, exports and erases what is kept of a member."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def summary(self, member: MemberId) -> tuple[Kept, ...]:
        """Say what is kept of a member, table by table."""
        async with self._database.read() as session:
            return tuple([await _kept(session, declared, member) for declared in _declarations()])

    async def export(self, member: MemberId) -> dict[str, Any]:
        """Give everything that is kept of a member, ready to be written as JSON.

        Ids are text: most readers of JSON cannot hold numbers of 64 bits.
        """
        async with self._database.read() as session:
            tables = {
                declared.table.name: {
                    "what": declared.data.describes,
                    "why": declared.data.why,
                    "until": declared.data.until,
                    "rows": await _rows(session, declared, member),
                }
                for declared in _declarations()
            }
            return {
                "member": str(member),
                "made_at": self._clock().isoformat(),
                "kept": tables,
                "songs": await _song_names(session, member),
            }

    async def delete(self, member: MemberId) -> tuple[Erased, ...]:
        """Erase everything that is kept of a member, from the files too.

        When this returns, the member's id is nowhere in the database file or its write-ahead log. A model that learned
        from the member is dropped at the next look (:class:`data.taught.Teaching` tells it). Calling it again is
        harmless, and finishes what an error interrupted.

        Raises
        ------
        DatabaseLocked
            The rows are erased, but a reader still needs the write-ahead log, so that their bytes may linger; again.
        DatabaseError
            The database refused; nothing was erased.
        """
        async with self._database.write() as session:
            erased = tuple([await _erase(session, declared, member) for declared in _declarations()])
        await self._database.checkpoint()
        # SQLite overwrites deleted rows (secure_delete), but what it moved between pages before may have left copies.
        if await asyncio.to_thread(_mentions, self._database.path, member):
            await self._database.compact()
            await self._database.checkpoint()
        return erased


def _declarations() -> Iterator[_Declared]:
    for table in Base.metadata.sorted_tables:
        declared = table.info[MEMBER_INFO]
        if declared is not None:
            yield _Declared(table, declared)


async def _kept(session: AsyncSession, declared: _Declared, member: MemberId) -> Kept:
    table, data = declared.table, declared.data
    moment = table.c[data.moment]
    statement = select(func.count(), func.min(moment), func.max(moment)).where(table.c[data.column] == member)
    rows, oldest, newest = (await session.execute(statement)).one()
    return Kept(table.name, data.describes, data.why, data.until, rows, oldest, newest)


async def _rows(session: AsyncSession, declared: _Declared, member: MemberId) -> list[dict[str, Any]]:
    table, data = declared.table, declared.data
    statement = select(table).where(table.c[data.column] == member).order_by(table.c[data.moment])
    return [
        {name: _as_json(value, document=name in data.documents) for name, value in row.items()}
        for row in (await session.execute(statement)).mappings()
    ]


def _as_json(value: Any, *, document: bool) -> Any:
    if document and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


async def _song_names(session: AsyncSession, member: MemberId) -> dict[str, str]:
    """Name the songs that the member's rows speak of by id."""
    names: dict[str, str] = {}
    for declared in _declarations():
        for column in declared.data.songs:
            mentioned = select(declared.table.c[column]).where(declared.table.c[declared.data.column] == member)
            statement = select(SongRow.id, SongRow.artist, SongRow.title).where(SongRow.id.in_(mentioned))
            names |= {song: f"{artist} - {title}" for song, artist, title in (await session.execute(statement))}
    return names


async def _erase(session: AsyncSession, declared: _Declared, member: MemberId) -> Erased:
    table, data = declared.table, declared.data
    gone = await session.execute(delete(table).where(table.c[data.column] == member).returning(table.c[data.column]))
    return Erased(table.name, len(gone.all()))


def _mentions(path: Path, member: MemberId) -> bool:
    """Whether a file holds the member's id as a number of eight bytes, of either order, or as decimal text."""
    needles = (member.to_bytes(8, "big"), member.to_bytes(8, "little"), str(member).encode())
    overlap = max(map(len, needles)) - 1
    with translated(path), path.open("rb") as file:
        tail = b""
        while chunk := file.read(CHUNK_BYTES):
            window = tail + chunk
            if any(needle in window for needle in needles):
                return True
            tail = window[-overlap:]
    return False
