"""How each server wants Segue to behave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.database import Database
from data.ids import ChannelId, GuildId
from data.tables import GuildSettingsRow
from engine.ranking.rules import Rules
from engine.songs import artist_key
from engine.spelling import normalise


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """The settings of one server; the defaults hold until somebody changes them.

    Attributes
    ----------
    drop_channel
        The channel where a clip that is just uploaded is answered; ``None``: nowhere.
    public_by_default
        Whether everybody sees an answer when the member did not say.
    familiarity
        Where the dial stands when the member did not say.
    clean
        Whether songs that their source marks as explicit stay away.
    blocked_artists, blocked_genres
        Names of those that stay away, as they were given, sorted.
    """

    guild: GuildId
    drop_channel: ChannelId | None = None
    public_by_default: bool = True
    familiarity: str = "balanced"
    clean: bool = False
    blocked_artists: tuple[str, ...] = ()
    blocked_genres: tuple[str, ...] = ()

    @property
    def rules(self) -> Rules:
        """What never comes in the server."""
        return Rules(
            self.clean,
            frozenset(map(artist_key, self.blocked_artists)),
            frozenset(map(normalise, self.blocked_genres)),
        )


class Changes(TypedDict, total=False):
    """What :meth:`GuildSettingsStore.change` may change."""

    drop_channel: ChannelId | None
    public_by_default: bool
    familiarity: str
    clean: bool
    blocked_artists: tuple[str, ...]
    blocked_genres: tuple[str, ...]


class GuildSettingsStore:
    """The settings of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild: GuildId) -> GuildSettings:
        """Read a server's settings; the defaults where nothing was ever changed."""
        async with self._database.read() as session:
            return await _settings(session, guild)

    async def change(self, guild: GuildId, **changes: Unpack[Changes]) -> GuildSettings:
        """Change what is named, leave the rest, and give the settings as they are then."""
        async with self._database.write() as session:
            settings = replace(await _settings(session, guild), **changes)
            values = {
                "drop_channel": settings.drop_channel,
                "public_by_default": settings.public_by_default,
                "familiarity": settings.familiarity,
                "clean": settings.clean,
                "blocked_artists": settings.blocked_artists,
                "blocked_genres": settings.blocked_genres,
            }
            statement = insert(GuildSettingsRow).values(guild=guild, **values)
            await session.execute(statement.on_conflict_do_update(index_elements=[GuildSettingsRow.guild], set_=values))
        return settings


async def _settings(session: AsyncSession, guild: GuildId) -> GuildSettings:
    row = await session.get(GuildSettingsRow, guild)
    if row is None:
        return GuildSettings(guild)
    return GuildSettings(
        guild=guild,
        drop_channel=None if row.drop_channel is None else ChannelId(row.drop_channel),
        public_by_default=row.public_by_default,
        familiarity=row.familiarity,
        clean=row.clean,
        blocked_artists=row.blocked_artists,
        blocked_genres=row.blocked_genres,
    )
