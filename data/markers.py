"""Small named values that have to survive a restart, such as the hash of what was last imported."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.database import Database
from data.tables import MarkerRow


class Markers:
    """Named values, read and put one at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        """Read a value; ``None`` where it was never put."""
        async with self._database.read() as session:
            return await get_marker(session, name)

    async def put(self, name: str, value: str) -> None:
        """Keep a value under a name, in place of the one before."""
        async with self._database.write() as session:
            await put_marker(session, name, value)


async def get_marker(session: AsyncSession, name: str) -> str | None:
    """Read a value inside a transaction that is open already."""
    return (await session.execute(select(MarkerRow.value).where(MarkerRow.name == name))).scalar_one_or_none()


async def put_marker(session: AsyncSession, name: str, value: str) -> None:
    """Keep a value inside a transaction that is open already, so that it holds exactly when the rest does."""
    statement = insert(MarkerRow).values(name=name, value=value)
    await session.execute(statement.on_conflict_do_update(index_elements=[MarkerRow.name], set_={"value": value}))
