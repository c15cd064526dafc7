from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from data.catalog import Catalog
from data.database import Database
from data.errors import HistoryPaused
from data.ids import ImportId, MemberId
from data.imports.matching import MatchedPlays
from data.imports.plays import ImportSource
from data.imports.report import ImportReport
from data.listening import MAX_IMPORTS, Listening, NewImport, TooManyImports
from data.member_settings import MemberSettingsStore
from data.privacy import Privacy
from data.tables import ImportRow, PlayRow
from engine.songs import SongId
from tests.data.previews.clients import Moments

MARA, JONAS = MemberId(11), MemberId(12)
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=366)
REPORT = ImportReport(10, 1, 2, 4, 3, 1, 1, 1, 0, SINCE, SINCE + YEAR, tuple(range(24)), content="ab")
LATER = replace(REPORT, since=SINCE + YEAR, until=SINCE + 2 * YEAR, content="cd")
LAST = int((SINCE + YEAR).timestamp())
SONG = SongId("0" * 16)
PLAYS = (
    MatchedPlays("massive attack", "Massive Attack", SONG, 4, LAST),
    MatchedPlays("massive attack", "Massive Attack", None, 1, LAST - 5),
    MatchedPlays("bjork", "Björk", None, 2, LAST - 9),
)
SPOTIFY, LASTFM = ImportSource.SPOTIFY, ImportSource.LASTFM


@pytest.fixture
def clock() -> Moments:
    return Moments(datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture
def listening(database: Database, clock: Moments) -> Listening:
    return Listening(database, clock)


async def add(
    listening: Listening, report: ImportReport = REPORT, source: ImportSource = SPOTIFY, member: MemberId = MARA
) -> NewImport:
    kept = await listening.add(member, source, report, PLAYS)
    assert kept is not None
    return kept


async def rows(database: Database) -> tuple[int, int]:
    async with database.read() as session:
        counts = [
            (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (ImportRow, PlayRow)
        ]
        return counts[0], counts[1]


async def test_an_import_is_kept_and_read(listening: Listening) -> None:
    new = await add(listening)
    assert new.replaced == ()
    assert await listening.imports(MARA) == (new.kept,)
    assert await listening.imports(JONAS) == ()
    assert [(one.artist, one.song, one.count) for one in await listening.plays(MARA)] == [
        ("massive attack", SONG, 4),
        ("bjork", None, 2),
        ("massive attack", None, 1),
    ]
    assert (await listening.plays(MARA))[0].last_at == SINCE + YEAR
    assert await listening.listening_clock(MARA) == tuple(range(24))
    assert await listening.listening_clock(JONAS) == (0,) * 24


async def test_imports_of_other_times_and_sources_stand_side_by_side(listening: Listening) -> None:
    await add(listening)
    await add(listening, LATER)
    await add(listening, source=LASTFM)
    assert len(await listening.imports(MARA)) == 3
    assert (await listening.plays(MARA))[0].count == 12
    assert await listening.listening_clock(MARA) == tuple(3 * hour for hour in range(24))


async def test_the_same_again_takes_the_place_of_what_was_there(listening: Listening, database: Database) -> None:
    first = await add(listening)
    again = await add(listening)
    assert again.replaced == (first.kept,)
    assert await rows(database) == (1, len(PLAYS))
    whole = await add(listening, replace(LATER, since=SINCE))
    assert whole.replaced == (again.kept,)


async def test_of_another_member_nothing_is_replaced(listening: Listening, database: Database) -> None:
    await add(listening)
    assert (await add(listening, member=JONAS)).replaced == ()
    assert await rows(database) == (2, 2 * len(PLAYS))


async def test_undo_takes_the_newest_first_and_only_once(
    listening: Listening, database: Database, clock: Moments
) -> None:
    first = await add(listening)
    clock.now += timedelta(seconds=1)
    second = await add(listening, LATER)
    assert await listening.undo(JONAS) is None
    assert await listening.undo(JONAS, first.kept.id) is None
    assert await listening.undo(MARA) == second.kept
    assert await rows(database) == (1, len(PLAYS))
    assert await listening.undo(MARA, second.kept.id) is None
    assert await listening.undo(MARA, ImportId("nothing")) is None
    assert await listening.undo(MARA, first.kept.id) == first.kept
    assert await rows(database) == (0, 0)
    assert await listening.undo(MARA) is None


async def test_a_paused_member_keeps_nothing(listening: Listening, database: Database) -> None:
    await MemberSettingsStore(database).change(MARA, paused=True)
    with pytest.raises(HistoryPaused):
        await add(listening)
    assert await rows(database) == (0, 0)


async def test_what_is_not_wanted_any_more_is_not_kept(listening: Listening, database: Database) -> None:
    before = await add(listening)
    assert await listening.add(MARA, SPOTIFY, REPORT, PLAYS, lambda: True) is None
    assert await listening.imports(MARA) == (before.kept,)


async def test_an_error_leaves_what_was_there(listening: Listening, database: Database) -> None:
    before = await add(listening)
    with pytest.raises(Exception, match="UNIQUE"):
        await listening.add(MARA, SPOTIFY, REPORT, [*PLAYS, PLAYS[0]])
    assert await listening.imports(MARA) == (before.kept,)
    assert await rows(database) == (1, len(PLAYS))


async def test_a_member_keeps_so_many_and_no_more(listening: Listening) -> None:
    for year in range(MAX_IMPORTS):
        times = {"since": SINCE + year * YEAR, "until": SINCE + (year + 1) * YEAR}
        await add(listening, replace(REPORT, **times, content=str(year)))
    with pytest.raises(TooManyImports):
        await add(listening, replace(REPORT, since=SINCE - YEAR, until=SINCE, content="x"))
    assert (await add(listening)).replaced


async def test_all_of_it_is_shown_exported_and_erased(
    listening: Listening, database: Database, catalog: Catalog
) -> None:
    await add(listening)
    await add(listening, member=JONAS)
    privacy = Privacy(database)
    exported = await privacy.export(MARA)
    assert exported["kept"]["imports"]["rows"][0]["report"]["clock"] == list(range(24))
    assert len(exported["kept"]["plays"]["rows"]) == len(PLAYS)
    await privacy.delete(MARA)
    assert await listening.imports(MARA) == ()
    assert await listening.plays(MARA) == ()
    assert await rows(database) == (1, len(PLAYS))
