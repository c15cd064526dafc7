from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.errors import ImportRunning, ImportsBusy, ImportStopped
from bot.importing import Importing
from data.catalog import Catalog
from data.database import Database
from data.errors import HistoryPaused
from data.ids import MemberId
from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import ReadingLimits
from data.imports.plays import ImportSource, Layout
from data.imports.process import History, Progress, silently
from data.imports.tally import Counts
from data.listening import Listening
from data.member_settings import MemberSettingsStore
from data.migrations import migrate
from data.privacy import Privacy
from data.tables import ImportRow, PlayRow
from tests.data.imports.exports import (
    NOW,
    PLAYS,
    Made,
    extended,
    lastfm,
    spotify_extended,
    spotify_year,
    zipped,
)
from tests.data.songs import MODEL, TEARDROP, TOYS

MARA, JONAS, AIKO = MemberId(1), MemberId(2), MemberId(3)
MOST_BYTES = 100_000


@dataclass
class Attached:
    """What a member attached, and when it comes."""

    data: bytes
    comes: asyncio.Event | None = None
    asked: bool = False

    @property
    def size(self) -> int:
        return len(self.data)

    async def read(self) -> bytes:
        self.asked = True
        if self.comes is not None:
            await self.comes.wait()
        return self.data


@dataclass
class Service:
    """A service that tells of a few plays."""

    history: History
    source: ImportSource = ImportSource.LASTFM

    async def read(self, user: str, now: int, progress: Progress) -> History:
        await progress(self.history.counts.read)
        if user != "somebody":
            raise HistoryRefused(HistoryProblem.UNKNOWN_USER)
        return self.history

    async def close(self) -> None:
        pass


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    await asyncio.to_thread(migrate, tmp_path / "segue.sqlite3")
    opened = await Database.open(tmp_path / "segue.sqlite3")
    await Catalog(opened).add(TOYS, MODEL)
    yield opened
    await opened.close()


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "cache"
    folder.mkdir()
    return folder


def importing(database: Database, scratch: Path, **services: Service) -> Importing:
    return Importing(
        database,
        Listening(database),
        MemberSettingsStore(database),
        {service.source: service for service in services.values()},
        scratch=scratch,
        most_bytes=MOST_BYTES,
        at_once=2,
        limits=ReadingLimits(),
        knows=frozenset({"東京事変"}).__contains__,
        clock=lambda: datetime.fromtimestamp(NOW, UTC),
    )


def empty(folder: Path) -> bool:
    return not any(folder.iterdir())


async def rows(database: Database) -> int:
    async with database.read() as session:
        counts = [
            (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (ImportRow, PlayRow)
        ]
        return sum(counts)


async def test_a_file_becomes_counts_and_a_report(database: Database, scratch: Path) -> None:
    short = extended(Made("U2", "One", PLAYS[0].at, 900))
    podcast = extended(PLAYS[0], master_metadata_track_name=None, episode_name="An episode")
    data = spotify_extended(PLAYS).replace(b"\n]", b"," + b"%s,%s]") % tuple(
        json.dumps(entry).encode() for entry in (short, podcast)
    )
    done = await importing(database, scratch).from_files(
        MARA, None, [Attached(zipped({"endsong_0.json": data}))], silently
    )
    report = done.new.kept.report
    assert (report.read, report.plays, report.skipped_short, report.skipped_other) == (7, 5, 1, 1)
    assert (report.matched_songs, report.song_plays) == (2, 3)
    assert (report.matched_artists, report.artist_plays, report.unmatched) == (3, 1, 1)
    assert (report.since.year, report.until.year, sum(report.clock)) == (2023, 2024, 5)
    assert [(one.name, one.count) for one in done.top] == [("Massive Attack", 2), ("Björk", 1), ("東京事変", 1)]
    assert [one.name for one in done.unknown] == ['A "quoted", name']
    plays = await Listening(database).plays(MARA)
    assert (plays[0].song, plays[0].count) == (TEARDROP.song.id, 2)
    assert empty(scratch)


async def test_the_same_file_twice_counts_once(database: Database, scratch: Path) -> None:
    both = importing(database, scratch)
    first = await both.from_files(MARA, None, [Attached(spotify_year(PLAYS))], silently)
    again = await both.from_files(MARA, None, [Attached(spotify_year(PLAYS))] * 2, silently)
    assert again.new.replaced == (first.new.kept,)
    assert again.new.kept.report == first.new.kept.report
    assert (await Listening(database).plays(MARA))[0].count == 2


async def test_the_files_of_one_export_are_one_import(database: Database, scratch: Path) -> None:
    files = [Attached(spotify_year(PLAYS[:3])), Attached(spotify_year(PLAYS[3:]))]
    done = await importing(database, scratch).from_files(MARA, None, files, silently)
    assert done.new.kept.report.plays == len(PLAYS)
    alone = await importing(database, scratch).from_files(MARA, None, files[1:], silently)
    assert alone.new.replaced == (done.new.kept,)


async def test_files_of_two_kinds_are_refused(database: Database, scratch: Path) -> None:
    files = [Attached(spotify_year(PLAYS)), Attached(spotify_extended(PLAYS))]
    with pytest.raises(HistoryRefused) as refused:
        await importing(database, scratch).from_files(MARA, None, files, silently)
    assert refused.value.problem is HistoryProblem.MIXED
    assert await rows(database) == 0


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ([b""], HistoryProblem.EMPTY),
        ([b"x" * (MOST_BYTES // 2), b"y" * (MOST_BYTES // 2 + 1)], HistoryProblem.TOO_LARGE),
    ],
)
async def test_what_is_empty_or_too_large_is_not_fetched(
    database: Database, scratch: Path, files: list[bytes], problem: HistoryProblem
) -> None:
    uploads = [Attached(data) for data in files]
    with pytest.raises(HistoryRefused) as refused:
        await importing(database, scratch).from_files(MARA, None, uploads, silently)
    assert refused.value.problem is problem
    assert not any(upload.asked for upload in uploads)


async def test_skips_alone_are_no_history(database: Database, scratch: Path) -> None:
    data = spotify_year([Made("A", "B", PLAYS[0].at, 1000)])
    with pytest.raises(HistoryRefused) as refused:
        await importing(database, scratch).from_files(MARA, None, [Attached(data)], silently)
    assert refused.value.problem is HistoryProblem.EMPTY


async def test_a_service_is_asked_for_somebody(database: Database, scratch: Path) -> None:
    counts = Counts(read=4, plays=4, first=PLAYS[0].at, last=PLAYS[-1].at)
    history = History(Layout.LASTFM, counts, songs=(), complete=False)
    asking, heard = importing(database, scratch, lastfm=Service(history)), list[int]()

    async def progress(entries: int) -> None:
        heard.append(entries)

    done = await asking.from_service(MARA, None, ImportSource.LASTFM, " somebody ", progress)
    assert not done.new.kept.report.complete
    assert done.new.kept.source is ImportSource.LASTFM
    assert heard == [4]
    with pytest.raises(HistoryRefused):
        await asking.from_service(MARA, None, ImportSource.LASTFM, "nobody", silently)


async def test_a_paused_member_imports_nothing(database: Database, scratch: Path) -> None:
    await MemberSettingsStore(database).change(MARA, paused=True)
    upload = Attached(spotify_year(PLAYS))
    with pytest.raises(HistoryPaused):
        await importing(database, scratch).from_files(MARA, None, [upload], silently)
    assert not upload.asked


async def test_one_import_a_member_and_few_in_all(database: Database, scratch: Path) -> None:
    source, comes = importing(database, scratch), asyncio.Event()
    first, second = (
        asyncio.ensure_future(source.from_files(who, None, [Attached(spotify_year(PLAYS), comes)], silently))
        for who in (MARA, JONAS)
    )
    await asyncio.sleep(0)
    with pytest.raises(ImportRunning):
        await source.from_files(MARA, None, [Attached(b"x")], silently)
    with pytest.raises(ImportsBusy):
        await source.from_files(AIKO, None, [Attached(b"x")], silently)
    comes.set()
    assert (await first).new.kept.report == (await second).new.kept.report
    await source.from_files(MARA, None, [Attached(lastfm(PLAYS))], silently)


async def test_who_gives_up_leaves_nothing_behind(database: Database, scratch: Path) -> None:
    source, upload = importing(database, scratch), Attached(spotify_year(PLAYS), asyncio.Event())
    reading = asyncio.ensure_future(source.from_files(MARA, None, [upload], silently))
    while not upload.asked:  # noqa: ASYNC110 - the fetch begins when it begins
        await asyncio.sleep(0.005)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await rows(database) == 0
    assert empty(scratch)
    await source.from_files(MARA, None, [Attached(spotify_year(PLAYS))], silently)


async def test_erasing_outruns_an_import_that_is_being_read(database: Database, scratch: Path) -> None:
    source, comes = importing(database, scratch), asyncio.Event()
    upload = Attached(spotify_year(PLAYS), comes)
    reading = asyncio.ensure_future(source.from_files(MARA, None, [upload], silently))
    while not upload.asked:  # noqa: ASYNC110 - the fetch begins when it begins
        await asyncio.sleep(0.005)
    source.forget(MARA)
    await Privacy(database).delete(MARA)
    comes.set()
    with pytest.raises(ImportStopped):
        await reading
    assert await rows(database) == 0
    source.forget(MARA)
    assert (await source.from_files(MARA, None, [Attached(spotify_year(PLAYS))], silently)).new.replaced == ()


async def test_an_import_is_listed_and_taken_back(database: Database, scratch: Path) -> None:
    source = importing(database, scratch)
    done = await source.from_files(MARA, None, [Attached(spotify_year(PLAYS))], silently)
    assert await source.imports(MARA) == (done.new.kept,)
    assert await source.undo(JONAS, done.new.kept.id) is None
    assert await source.undo(MARA, done.new.kept.id) == done.new.kept
    assert await rows(database) == 0
