"""Answers as they were given, so that their buttons go on working after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.database import Database
from data.errors import PayloadTooLarge
from data.ids import AnswerId, ChannelId, GuildId, MemberId
from data.tables import AnswerRow

MAX_PAYLOAD_BYTES = 256 * 1024
"""Twenty-five picks with four other versions each, under the longest names."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer.

    Attributes
    ----------
    payload
        What the answer held, as JSON text of at most 256 KiB.

    Raises
    ------
    PayloadTooLarge
        The payload is larger.
    """

    id: AnswerId
    member: MemberId
    guild: GuildId | None
    channel: ChannelId | None
    created_at: datetime
    payload: str

    def __post_init__(self) -> None:
        size = len(self.payload.encode())
        if size > MAX_PAYLOAD_BYTES:
            raise PayloadTooLarge(size, MAX_PAYLOAD_BYTES)


class Answers:
    """The answers that are still remembered. They are written by :class:`data.history.History`, with their events."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, answer: AnswerId) -> StoredAnswer | None:
        """Read an answer back; ``None`` for one that was forgotten or never was."""
        async with self._database.read() as session:
            row = await session.get(AnswerRow, answer)
        if row is None:
            return None
        return StoredAnswer(
            id=AnswerId(row.id),
            member=MemberId(row.member),
            guild=None if row.guild is None else GuildId(row.guild),
            channel=None if row.channel is None else ChannelId(row.channel),
            created_at=row.created_at,
            payload=row.payload,
        )

    async def newest(self, member: MemberId, guild: GuildId | None) -> StoredAnswer | None:
        """Read the last answer that a member got in a server, or outside of all; ``None`` where there is none."""
        statement = (
            select(AnswerRow.id)
            .where(AnswerRow.member == member, AnswerRow.guild.is_not_distinct_from(guild))
            .order_by(AnswerRow.created_at.desc(), AnswerRow.id)
            .limit(1)
        )
        async with self._database.read() as session:
            found = (await session.execute(statement)).scalar_one_or_none()
        return None if found is None else await self.get(AnswerId(found))

    async def forget_older_than(self, moment: datetime) -> int:
        """Forget the answers given before a moment and say how many they were; what members did stays."""
        async with self._database.write() as session:
            forgotten = await session.execute(
                delete(AnswerRow).where(AnswerRow.created_at < moment).returning(AnswerRow.id)
            )
            return len(forgotten.all())


async def keep(session: AsyncSession, answer: StoredAnswer) -> None:
    """Write an answer inside a transaction that is open already; one that is there stays as it is."""
    await session.execute(
        insert(AnswerRow)
        .values(
            id=answer.id,
            member=answer.member,
            guild=answer.guild,
            channel=answer.channel,
            created_at=answer.created_at,
            payload=answer.payload,
        )
        .on_conflict_do_nothing(index_elements=[AnswerRow.id])
    )
