"""Questions that wait for their member to say which song was meant, so that the menu works after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from data.answers import MAX_PAYLOAD_BYTES
from data.database import Database
from data.errors import PayloadTooLarge
from data.ids import GuildId, MemberId, QuestionId
from data.tables import OpenQuestionRow

KEPT = timedelta(days=1)
"""Nobody comes back to a menu after that."""


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """One open question.

    Attributes
    ----------
    payload
        What was asked and what it may mean, as JSON text of at most 192 KiB.

    Raises
    ------
    PayloadTooLarge
        The payload is larger.
    """

    id: QuestionId
    member: MemberId
    guild: GuildId | None
    created_at: datetime
    payload: str

    def __post_init__(self) -> None:
        size = len(self.payload.encode())
        if size > MAX_PAYLOAD_BYTES:
            raise PayloadTooLarge(size, MAX_PAYLOAD_BYTES)


class OpenQuestions:
    """The questions of the last day that are still open."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, question: StoredQuestion) -> None:
        """Write a question down, and forget those of yesterday."""
        async with self._database.write() as session:
            old = OpenQuestionRow.created_at < question.created_at - KEPT
            await session.execute(delete(OpenQuestionRow).where(old))
            session.add(
                OpenQuestionRow(
                    id=question.id,
                    member=question.member,
                    guild=question.guild,
                    created_at=question.created_at,
                    payload=question.payload,
                )
            )

    async def get(self, question: QuestionId) -> StoredQuestion | None:
        """Read a question back; ``None`` for one that was forgotten or never was."""
        async with self._database.read() as session:
            row = await session.get(OpenQuestionRow, question)
        if row is None:
            return None
        return StoredQuestion(
            id=QuestionId(row.id),
            member=MemberId(row.member),
            guild=None if row.guild is None else GuildId(row.guild),
            created_at=row.created_at,
            payload=row.payload,
        )
