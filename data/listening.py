"""What members played elsewhere: their imports, kept, replaced and taken back, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from data.database import Database
from data.errors import DataError, HistoryPaused
from data.ids import ImportId, MemberId, new_import_id
from data.imports.matching import MatchedPlays
from data.imports.plays import ImportSource
from data.imports.report import ImportReport
from data.imports.tally import HOURS, moment
from data.member_settings import settings_of
from data.tables import ImportRow, PlayRow
from data.times import MILLISECONDS, Clock, utc_now
from engine.songs import SongId

MAX_IMPORTS = 12
"""Imports that are kept of one member; a list of them fits a message."""
_ROWS_AT_ONCE = 1_000


class TooManyImports(DataError):
    """A member who keeps as many imports as may be kept.

    Attributes
    ----------
    most
        How many those are.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


@dataclass(frozen=True, slots=True)
class KeptImport:
    """An import as it is kept."""

    id: ImportId
    source: ImportSource
    at: datetime
    report: ImportReport


@dataclass(frozen=True, slots=True)
class NewImport:
    """An import that was just kept.

    Attributes
    ----------
    replaced
        Earlier imports of the same source that told of the same time, and are gone.
    """

    kept: KeptImport
    replaced: tuple[KeptImport, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """How often a member played a song elsewhere, over all imports.

    Attributes
    ----------
    artist
        The artist's key.
    song
        ``None`` for all other songs of the artist together.
    """

    artist: str
    song: SongId | None
    count: int
    last_at: datetime


class Listening:
    """Listening histories from elsewhere, by member."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self,
        member: MemberId,
        source: ImportSource,
        report: ImportReport,
        plays: Sequence[MatchedPlays],
        unless: Callable[[], bool] = lambda: False,
    ) -> NewImport | None:
        """Keep an import, in place of those of its source that tell of the same plays.

        Parameters
        ----------
        plays
            At most one for each artist and song.
        unless
            Asked when everything that was written before is there: if so, nothing is kept.

        Returns
        -------
        NewImport or None
            ``None`` where nothing was kept.

        Raises
        ------
        HistoryPaused
            The member has paused Segue; nothing was changed.
        TooManyImports
            The member keeps as many as may be kept; nothing was changed.
        DatabaseError
            The database refused; nothing was changed.
        """
        kept = KeptImport(new_import_id(), source, _to_milliseconds(self._clock()), report)
        async with self._database.write() as session:
            if unless():
                return None
            if (await settings_of(session, member)).paused:
                raise HistoryPaused
            before = await _imports(session, member)
            replaced = tuple(one for one in before if one.source is source and one.report.tells_of_the_same(report))
            if len(before) - len(replaced) >= MAX_IMPORTS:
                raise TooManyImports(MAX_IMPORTS)
            for one in replaced:
                await _remove(session, one.id)
            await session.execute(
                insert(ImportRow).values(
                    id=kept.id, member=member, source=source.value, at=kept.at, report=report.to_json()
                )
            )
            rows = [
                {
                    "import_id": kept.id,
                    "artist": played.artist,
                    "song": played.song or "",
                    "member": member,
                    "count": played.count,
                    "last_at": moment(played.last),
                }
                for played in plays
            ]
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                await session.execute(insert(PlayRow), rows[start : start + _ROWS_AT_ONCE])
        return NewImport(kept, replaced)

    async def undo(self, member: MemberId, number: ImportId | None = None) -> KeptImport | None:
        """Take an import back with all its plays.

        Parameters
        ----------
        number
            Which one; the member's last where it is not said.

        Returns
        -------
        KeptImport or None
            What was taken back; ``None`` where the member has no such import.
        """
        async with self._database.write() as session:
            theirs = await _imports(session, member)
            undone = next((one for one in theirs if number is None or one.id == number), None)
            if undone is not None:
                await _remove(session, undone.id)
            return undone

    async def imports(self, member: MemberId) -> tuple[KeptImport, ...]:
        """A member's imports, the newest first."""
        async with self._database.read() as session:
            return await _imports(session, member)

    async def plays(self, member: MemberId) -> tuple[Played, ...]:
        """What a member played elsewhere, over all imports, most played first."""
        count = func.sum(PlayRow.count)
        statement = (
            select(PlayRow.artist, PlayRow.song, count.label("plays"), func.max(PlayRow.last_at).label("last_at"))
            .where(PlayRow.member == member)
            .group_by(PlayRow.artist, PlayRow.song)
            .order_by(count.desc(), PlayRow.artist, PlayRow.song)
        )
        async with self._database.read() as session:
            return tuple(
                Played(row.artist, SongId(row.song) if row.song else None, row.plays, row.last_at)
                for row in await session.execute(statement)
            )

    async def listening_clock(self, member: MemberId) -> tuple[int, ...]:
        """How many plays fell into each hour of the day, UTC, over all imports; 24 numbers."""
        clocks = [one.report.clock for one in await self.imports(member)]
        return tuple(sum(hour) for hour in zip(*clocks, strict=True)) if clocks else (0,) * HOURS


def _to_milliseconds(at: datetime) -> datetime:
    """As it is kept, so that what is given back is what will be read."""
    return at.replace(microsecond=at.microsecond // MILLISECONDS * MILLISECONDS)


async def _imports(session: AsyncSession, member: MemberId) -> tuple[KeptImport, ...]:
    statement = select(ImportRow).where(ImportRow.member == member).order_by(ImportRow.at.desc(), ImportRow.id)
    return tuple(
        KeptImport(ImportId(row.id), ImportSource(row.source), row.at, ImportReport.from_json(row.report))
        for row in (await session.execute(statement)).scalars()
    )


async def _remove(session: AsyncSession, number: ImportId) -> None:
    await session.execute(delete(PlayRow).where(PlayRow.import_id == number))
    await session.execute(delete(ImportRow).where(ImportRow.id == number))
