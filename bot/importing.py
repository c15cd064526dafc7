"""What members do with their listening histories from elsewhere: bring one, look at what they brought, take it back."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from bot.admission import Admission
from bot.errors import AlreadyAsking, ImportRunning, ImportsBusy, ImportStopped, QueueFull
from bot.logs import logger
from data.database import Database
from data.errors import HistoryPaused
from data.ids import GuildId, ImportId, MemberId
from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import ReadingLimits
from data.imports.matching import ArtistPlays, KnowsArtist, Matched, match, nobody
from data.imports.plays import ImportSource
from data.imports.process import History, Progress, read_apart
from data.imports.report import ImportReport
from data.imports.services.protocol import HistoryService
from data.imports.tally import Counts, moment
from data.listening import KeptImport, Listening, NewImport
from data.member_settings import MemberSettingsStore
from data.times import Clock, utc_now

IMPORT_SECONDS = 600.0
"""Discord lets an answer be changed for fifteen minutes."""
DOWNLOAD_SECONDS = 120.0
TOP_ARTISTS = 5

_log = logger(__name__)


class Upload(Protocol):
    """A file that a member attached."""

    @property
    def size(self) -> int:
        """Its bytes, as Discord tells."""

    def read(self) -> Awaitable[bytes]:
        """Fetch it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import.

    Attributes
    ----------
    top
        The known artists that were played most.
    unknown
        Those that nobody here knows; told once, and not kept.
    """

    new: NewImport
    top: tuple[ArtistPlays, ...]
    unknown: tuple[ArtistPlays, ...]


class Importing:
    """Reads histories, a few at a time and one a member, and keeps what is known of them.

    Parameters
    ----------
    scratch
        A folder for files while they are read; none of them has a name there.
    most_bytes
        Of all files of one import together.
    at_once
        Imports of all members together.
    knows
        Who knows artists of whom the catalogue has no song.
    """

    def __init__(
        self,
        database: Database,
        listening: Listening,
        settings: MemberSettingsStore,
        services: Mapping[ImportSource, HistoryService],
        *,
        scratch: Path,
        most_bytes: int,
        at_once: int,
        limits: ReadingLimits | None = None,
        knows: KnowsArtist = nobody,
        clock: Clock = utc_now,
    ) -> None:
        self._database = database
        self._listening = listening
        self._settings = settings
        self._services = services
        self._scratch = scratch
        self._most_bytes = most_bytes
        self._limits = limits or ReadingLimits()
        self._knows = knows
        self._clock = clock
        self._admission = Admission(at_once, cool_down_seconds=0.0)
        self._running: set[MemberId] = set()
        self._stopped: set[MemberId] = set()

    async def from_files(
        self, member: MemberId, guild: GuildId | None, uploads: Sequence[Upload], progress: Progress
    ) -> Imported:
        """Import files, which together are one export.

        Parameters
        ----------
        guild
            Whose private songs may be found, too.
        progress
            Hears how many entries were read.

        Raises
        ------
        ImportRunning, ImportsBusy, HistoryPaused, TooManyImports, ImportStopped
            It may not be now.
        HistoryRefused
            The files are not what can be imported.
        TimeoutError
            It took too long. Whatever is raised, nothing was changed.
        """
        self._check_sizes(uploads)
        async with self._place(member):
            histories: list[History] = []
            contents: set[str] = set()
            for upload in uploads:
                with tempfile.TemporaryFile(dir=self._scratch) as file:
                    content = await self._fetch(upload, file)
                    if content in contents:
                        continue
                    contents.add(content)
                    before = sum(history.counts.read for history in histories)
                    histories.append(await read_apart(file, self._limits, self._now(), _after(before, progress)))
            return await self._keep(member, guild, _joined(histories), _digest(sorted(contents)))

    async def from_service(
        self, member: MemberId, guild: GuildId | None, source: ImportSource, user: str, progress: Progress
    ) -> Imported:
        """Import what a service tells of one of its members.

        Raises
        ------
        ImportRunning, ImportsBusy, HistoryPaused, TooManyImports, ImportStopped
            It may not be now.
        HistoryRefused
            There is no such history, or it cannot be had.
        TimeoutError
            It took too long. Whatever is raised, nothing was changed.
        """
        async with self._place(member):
            history = await self._services[source].read(user.strip(), self._now(), progress)
            return await self._keep(member, guild, history, "")

    async def imports(self, member: MemberId) -> tuple[KeptImport, ...]:
        """A member's imports, the newest first."""
        return await self._listening.imports(member)

    async def undo(self, member: MemberId, number: ImportId | None = None) -> KeptImport | None:
        """Take an import back, the last one unless it is said which; ``None`` where there is none."""
        return await self._listening.undo(member, number)

    def forget(self, member: MemberId) -> None:
        """Let an import of a member that is being read come to nothing. Called before their data are erased."""
        if member in self._running:
            self._stopped.add(member)

    def _check_sizes(self, uploads: Iterable[Upload]) -> None:
        sizes = [upload.size for upload in uploads]
        if not all(sizes):
            raise HistoryRefused(HistoryProblem.EMPTY)
        if sum(sizes) > self._most_bytes:
            raise HistoryRefused(HistoryProblem.TOO_LARGE, limit=self._most_bytes)

    @asynccontextmanager
    async def _place(self, member: MemberId) -> AsyncIterator[None]:
        """Hold the member's place while it runs, for as long as it may run."""
        try:
            with self._admission.admit(member):
                self._running.add(member)
                try:
                    if (await self._settings.get(member)).paused:
                        raise HistoryPaused
                    async with asyncio.timeout(IMPORT_SECONDS):
                        yield
                finally:
                    self._running.discard(member)
                    self._stopped.discard(member)
        except AlreadyAsking:
            raise ImportRunning from None
        except QueueFull:
            raise ImportsBusy from None

    async def _fetch(self, upload: Upload, file: IO[bytes]) -> str:
        """Lay an upload down in a file; the SHA-256 of its bytes."""
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            data = await upload.read()
        if len(data) > self._most_bytes:
            raise HistoryRefused(HistoryProblem.TOO_LARGE, limit=self._most_bytes)
        return await asyncio.to_thread(_lay_down, data, file)

    async def _keep(self, member: MemberId, guild: GuildId | None, history: History, content: str) -> Imported:
        if not history.counts.plays:
            raise HistoryRefused(HistoryProblem.EMPTY)
        found = await match(self._database, history.songs, guild, self._knows)
        report = _report(history, found, content)
        source = history.layout.source
        new = await self._listening.add(member, source, report, found.plays, lambda: member in self._stopped)
        if new is None:
            raise ImportStopped
        _log.info(
            "history_imported",
            source=source.value,
            read=report.read,
            songs=report.matched_songs,
            artists=report.matched_artists,
            unmatched=report.unmatched,
            replaced=len(new.replaced),
        )
        return Imported(new, found.top_artists(TOP_ARTISTS), found.unknown[:TOP_ARTISTS])

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _after(before: int, progress: Progress) -> Progress:
    """The same of one file of several."""

    async def told(entries: int) -> None:
        await progress(before + entries)

    return told


def _lay_down(data: bytes, file: IO[bytes]) -> str:
    file.write(data)
    file.flush()
    return hashlib.sha256(data).hexdigest()


def _digest(contents: Sequence[str]) -> str:
    return contents[0] if len(contents) == 1 else hashlib.sha256("".join(contents).encode()).hexdigest()


def _joined(histories: Sequence[History]) -> History:
    """Several files as one history.

    Raises
    ------
    HistoryRefused
        ``MIXED`` where they are not of one kind: they may tell of the same plays.
    """
    if len({history.layout for history in histories}) > 1:
        raise HistoryRefused(HistoryProblem.MIXED)
    counts = Counts()
    for history in histories:
        counts = counts.plus(history.counts)
    return History(histories[0].layout, counts, tuple(song for history in histories for song in history.songs))


def _report(history: History, found: Matched, content: str) -> ImportReport:
    counts = history.counts
    return ImportReport(
        read=counts.read,
        matched_songs=sum(played.song is not None for played in found.plays),
        matched_artists=len({played.artist for played in found.plays}),
        song_plays=sum(played.count for played in found.plays if played.song is not None),
        artist_plays=sum(played.count for played in found.plays if played.song is None),
        unmatched=found.unmatched + counts.left_out,
        skipped_short=counts.short,
        skipped_other=counts.other,
        skipped_unreadable=counts.unreadable,
        since=moment(counts.first),
        until=moment(counts.last),
        clock=counts.clock,
        complete=history.complete,
        content=content,
    )
