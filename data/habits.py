"""When a member listens and asks, by the hour of the day, and how much their taste was read from."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import BigInteger, cast, func, select, type_coerce

from data.database import Database
from data.history import EventKind
from data.ids import MemberId
from data.tables import EventRow, ImportRow, PlayRow
from data.times import MILLISECONDS

HOURS = 24
_MILLISECONDS_PER_HOUR = 3_600 * MILLISECONDS
_DEEDS = sorted(kind.value for kind in set(EventKind) - {EventKind.SHOWN})


@dataclass(frozen=True, slots=True)
class Habits:
    """One member's.

    Attributes
    ----------
    clock
        Plays elsewhere and what was done here by the hour of the day, UTC; 24 numbers.
    deeds
        What the member asked and said here.
    plays
        Plays elsewhere that were matched.
    """

    clock: tuple[int, ...]
    deeds: int
    plays: int


class HabitStore:
    """The habits of any member."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, member: MemberId) -> Habits:
        """Read them."""
        # A moment is a number of milliseconds in the database alone: whole hours are counted there.
        hour = cast(type_coerce(EventRow.at, BigInteger) / _MILLISECONDS_PER_HOUR, BigInteger) % HOURS
        done = (
            select(hour.label("hour"), func.count().label("deeds"))
            .where(EventRow.member == member, EventRow.kind.in_(_DEEDS))
            .group_by(hour)
        )
        clock = [0] * HOURS
        async with self._database.read() as session:
            deeds = {int(row.hour): int(row.deeds) for row in await session.execute(done)}
            reports = (await session.execute(select(ImportRow.report).where(ImportRow.member == member))).scalars()
            for report in reports:
                elsewhere = json.loads(report).get("clock", [0] * HOURS)
                clock = [one + int(more) for one, more in zip(clock, elsewhere, strict=True)]
            plays = select(func.coalesce(func.sum(PlayRow.count), 0)).where(PlayRow.member == member)
            total = int((await session.execute(plays)).scalar_one())
        return Habits(tuple(count + deeds.get(hour, 0) for hour, count in enumerate(clock)), sum(deeds.values()), total)
