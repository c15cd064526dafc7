"""What each member allows. All of it is off until they turn it on, and it is the same in every server."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.database import Database
from data.ids import MemberId
from data.tables import MemberSettingsRow
from data.times import Clock, utc_now


@dataclass(frozen=True, slots=True)
class MemberSettings:
    """What one member allows.

    Attributes
    ----------
    training
        What they did may teach the model.
    comparing
        Other members who turned it on too may compare their taste with this member's.
    paused
        Nothing that they do is written down.
    """

    member: MemberId
    training: bool = False
    comparing: bool = False
    paused: bool = False


class MemberChanges(TypedDict, total=False):
    """What :meth:`MemberSettingsStore.change` may change."""

    training: bool
    comparing: bool
    paused: bool


class MemberSettingsStore:
    """The settings of all members."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def get(self, member: MemberId) -> MemberSettings:
        """Read a member's settings; all off where nothing was ever changed."""
        async with self._database.read() as session:
            return await settings_of(session, member)

    async def change(self, member: MemberId, **changes: Unpack[MemberChanges]) -> MemberSettings:
        """Change what is named, leave the rest, and give the settings as they are then.

        Reading and writing are one transaction: of two changes at once neither is lost.
        """
        async with self._database.write() as session:
            return await change_settings(session, member, self._clock(), **changes)

    async def who_train(self) -> frozenset[MemberId]:
        """The members whose history may teach the model."""
        async with self._database.read() as session:
            return await members_who_train(session)


async def settings_of(session: AsyncSession, member: MemberId) -> MemberSettings:
    """Read a member's settings inside a transaction that is open already, so that what depends on them holds then."""
    row = await session.get(MemberSettingsRow, member)
    if row is None:
        return MemberSettings(member)
    return MemberSettings(member, training=row.training, comparing=row.comparing, paused=row.paused)


async def change_settings(
    session: AsyncSession, member: MemberId, now: datetime, **changes: Unpack[MemberChanges]
) -> MemberSettings:
    """The same as :meth:`MemberSettingsStore.change` inside a transaction that is open already."""
    settings = replace(await settings_of(session, member), **changes)
    values = {
        "training": settings.training,
        "comparing": settings.comparing,
        "paused": settings.paused,
        "changed_at": now,
    }
    statement = insert(MemberSettingsRow).values(member=member, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=[MemberSettingsRow.member], set_=values))
    return settings


async def members_who_train(session: AsyncSession) -> frozenset[MemberId]:
    """The same as :meth:`MemberSettingsStore.who_train` inside a transaction that is open already."""
    rows = await session.execute(select(MemberSettingsRow.member).where(MemberSettingsRow.training))
    return frozenset(MemberId(member) for member in rows.scalars())
