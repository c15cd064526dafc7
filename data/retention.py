"""What is forgotten by itself: nothing of a member is kept for longer than it serves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from data.database import Database
from data.history import EventKind
from data.open_questions import KEPT as QUESTIONS_KEPT
from data.tables import AnswerRow, EventRow, MemberSettingsRow, OpenQuestionRow
from data.times import Clock, utc_now

ANSWERS_KEPT = timedelta(days=365)
"""So long an answer's buttons work."""
PAUSED_ANSWERS_KEPT = timedelta(days=1)
"""So long they work for a member who has paused Segue: nobody's evening is longer."""
SHOWN_KEPT = timedelta(days=365)
"""So long it is known that a song was shown, for "only songs new to me". What a member said of it stays."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows were forgotten."""

    answers: int
    shown: int
    questions: int

    @property
    def rows(self) -> int:
        """All of them."""
        return self.answers + self.shown + self.questions


class Retention:
    """Forgets what is past its time."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def forget_expired(self) -> Forgotten:
        """Erase what is past its time, in one transaction; SQLite overwrites it.

        Raises
        ------
        DatabaseError
            The database refused; nothing was forgotten.
        """
        now = self._clock()
        async with self._database.write() as session:
            return Forgotten(
                answers=await _forget(session, AnswerRow, _expired_answers(now)),
                shown=await _forget(session, EventRow, _expired_shown(now)),
                questions=await _forget(session, OpenQuestionRow, OpenQuestionRow.created_at < now - QUESTIONS_KEPT),
            )


def _expired_answers(now: datetime) -> ColumnElement[bool]:
    paused = select(MemberSettingsRow.member).where(MemberSettingsRow.paused)
    return or_(
        AnswerRow.created_at < now - ANSWERS_KEPT,
        and_(AnswerRow.created_at < now - PAUSED_ANSWERS_KEPT, AnswerRow.member.in_(paused)),
    )


def _expired_shown(now: datetime) -> ColumnElement[bool]:
    return and_(EventRow.kind == EventKind.SHOWN.value, EventRow.at < now - SHOWN_KEPT)


async def _forget(
    session: AsyncSession, rows: type[AnswerRow | EventRow | OpenQuestionRow], expired: ColumnElement[bool]
) -> int:
    return len((await session.execute(delete(rows).where(expired).returning(rows.id))).all())
