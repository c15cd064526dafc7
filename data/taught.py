"""What the members who agreed to it may teach the model: how much it is, and who they are for as long as it is read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from data.database import Database
from data.evidence import TAUGHT_KINDS
from data.ids import MemberId
from data.tables import EventRow, MemberSettingsRow, PlayRow
from data.times import MILLISECONDS


@dataclass(frozen=True, slots=True)
class Teaching:
    """How much there is to learn from.

    Attributes
    ----------
    members
        How many agreed.
    changed_ms
        When the last of those changed what they allow: milliseconds since 1970. Whoever withdraws or is erased makes
        ``members`` fewer, whoever takes their place makes this later: so the two tell every change of who they are.
    deeds
        How many things they did.
    """

    members: int
    changed_ms: int
    deeds: int


class Taught:
    """Reads it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def teaching(self) -> Teaching:
        """Read how much there is."""
        agreed = select(MemberSettingsRow.member).where(MemberSettingsRow.training)
        changed = func.max(MemberSettingsRow.changed_at, type_=MemberSettingsRow.changed_at.type)
        events = select(func.count()).where(
            EventRow.member.in_(agreed), EventRow.kind.in_(TAUGHT_KINDS), EventRow.superseded_by.is_(None)
        )
        plays = select(func.count()).where(PlayRow.member.in_(agreed))
        async with self._database.read() as session:
            counted = select(func.count(), changed).where(MemberSettingsRow.training)
            members, latest = (await session.execute(counted)).one()
            deeds = (await session.execute(events)).scalar_one() + (await session.execute(plays)).scalar_one()
        return Teaching(members, round(latest.timestamp() * MILLISECONDS) if members else 0, deeds)

    async def members(self) -> tuple[MemberId, ...]:
        """Read who they are, in an order that tells nothing."""
        statement = select(MemberSettingsRow.member).where(MemberSettingsRow.training)
        async with self._database.read() as session:
            found = (await session.execute(statement.order_by(MemberSettingsRow.member))).scalars()
            return tuple(MemberId(member) for member in found)
