"""What speaks for a member's taste and against it: what they said, what they asked for, what they played elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from data.database import Database
from data.history import EventKind
from data.ids import MemberId
from data.tables import EventRow, PlayRow, SongRow
from data.times import Clock, utc_now
from engine.ranking.feedback import Deed, Evidence, share_of
from engine.songs import SongId

MOST_DEEDS = 500
"""The newest so many of what a member said or asked for take part."""
MOST_PLAYED = 500
"""And so many of what they played elsewhere, the most played."""

_DEEDS = {
    EventKind.LIKED: Deed.LIKED,
    EventKind.RATED: Deed.RATED,
    EventKind.MORE_LIKE: Deed.MORE_LIKE,
    EventKind.ASKED: Deed.ASKED,
    EventKind.SKIPPED: Deed.SKIPPED,
    EventKind.DISLIKED: Deed.DISLIKED,
}
TAUGHT_KINDS = tuple(sorted(kind.value for kind in _DEEDS))
"""Kinds of events that say something of a taste, as the table has them."""
_DAY = timedelta(days=1)


class EvidenceStore:
    """Reads the evidence of any member. What was done more than once to one song counts once, as of the last time."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def of(self, member: MemberId) -> tuple[Evidence, ...]:
        """Read it, deeds first, the newest first, then plays, the most played first.

        Songs that left the catalogue are left out: nobody knows their artists any more.
        """
        async with self._database.read() as session:
            return await evidence_of(session, member, self._clock())


async def evidence_of(session: AsyncSession, member: MemberId, now: datetime) -> tuple[Evidence, ...]:
    """The same as :meth:`EvidenceStore.of` inside a transaction that is open already."""
    said = [_said(row, now) for row in await session.execute(_deeds(member))]
    played = (await session.execute(_plays(member))).all()
    most = played[0].plays if played else 0
    return (*said, *(_played(row, most, now) for row in played))


def _deeds(member: MemberId) -> Select[str, str, int | None, str, datetime]:
    at = func.max(EventRow.at, type_=EventRow.at.type).label("at")
    return (
        select(EventRow.kind, EventRow.song, EventRow.value, SongRow.artist_key, at)
        .join(SongRow, SongRow.id == EventRow.song)
        .where(
            EventRow.member == member,
            EventRow.kind.in_(TAUGHT_KINDS),
            EventRow.superseded_by.is_(None),
        )
        .group_by(EventRow.kind, EventRow.song, EventRow.value, SongRow.artist_key)
        .order_by(at.desc(), EventRow.song)
        .limit(MOST_DEEDS)
    )


def _plays(member: MemberId) -> Select[str, str, int, datetime]:
    plays = func.sum(PlayRow.count).label("plays")
    at = func.max(PlayRow.last_at, type_=PlayRow.last_at.type).label("at")
    return (
        select(PlayRow.artist, PlayRow.song, plays, at)
        .where(PlayRow.member == member)
        .group_by(PlayRow.artist, PlayRow.song)
        .order_by(plays.desc(), PlayRow.artist, PlayRow.song)
        .limit(MOST_PLAYED)
    )


def _said(row: Row[str, str, int | None, str, datetime], now: datetime) -> Evidence:
    deed = _DEEDS[EventKind(row.kind)]
    return Evidence(deed, row.artist_key, SongId(row.song), _days(now - row.at), 1 if row.value is None else row.value)


def _played(row: Row[str, str, int, datetime], most: int, now: datetime) -> Evidence:
    song = SongId(row.song) if row.song else None
    share = share_of(row.plays, most)
    return Evidence(Deed.PLAYED, row.artist, song, _days(now - row.at), row.plays, share)


def _days(age: timedelta) -> float:
    return max(age / _DAY, 0.0)
