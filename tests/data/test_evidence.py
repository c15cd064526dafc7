from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data import evidence
from data.catalog import Catalog
from data.database import Database
from data.evidence import EvidenceStore
from data.history import Event, EventKind, History
from data.ids import AnswerId, MemberId
from data.tables import ImportRow, PlayRow
from engine.ranking.feedback import Deed, Evidence, share_of
from engine.songs import SongId
from tests.data.songs import HURT, JOGA, MODEL, ONE, TEARDROP, TOYS

ANNA, BORIS = MemberId(2**60 + 11), MemberId(2**60 + 12)
A, B, C, D = TEARDROP.song, JOGA.song, ONE.song, HURT.song
FIRST, SECOND = AnswerId("firstanswer1"), AnswerId("secondanswer")
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def event(kind: EventKind, song: SongId, days: int = 0, answer: AnswerId = FIRST, stars: int | None = None) -> Event:
    return Event(kind, ANNA, song=song, answer=answer, at=NOON - timedelta(days=days), value=stars)


@pytest.fixture
async def evidences(database: Database, catalog: Catalog) -> EvidenceStore:
    await catalog.add(TOYS, MODEL)
    return EvidenceStore(database, lambda: NOON)


async def play(database: Database, *plays: tuple[str, SongId | None, int], name: str = "importimport") -> None:
    async with database.write() as session:
        session.add(ImportRow(id=name, member=ANNA, source="lastfm", at=NOON, report="{}"))
        await session.flush()
        for artist, song, count in plays:
            at = NOON - timedelta(days=10)
            session.add(PlayRow(import_id=name, artist=artist, song=song or "", member=ANNA, count=count, last_at=at))


async def test_who_did_nothing_says_nothing(evidences: EvidenceStore) -> None:
    assert await evidences.of(ANNA) == ()


async def test_every_deed_is_told_with_its_artist_and_age_newest_first(
    evidences: EvidenceStore, database: Database
) -> None:
    history = History(database)
    await history.record([event(EventKind.LIKED, A.id, 9), event(EventKind.DISLIKED, B.id, 8)])
    await history.record([event(EventKind.RATED, C.id, 7, stars=4), event(EventKind.MORE_LIKE, A.id, 6)])
    await history.record([event(EventKind.SKIPPED, D.id, 5), event(EventKind.ASKED, B.id, 4)])
    await history.record([event(EventKind.SHOWN, D.id), event(EventKind.BLOCKED_SONG, D.id)])
    assert await evidences.of(ANNA) == (
        Evidence(Deed.ASKED, B.artist_key, B.id, 4.0),
        Evidence(Deed.SKIPPED, D.artist_key, D.id, 5.0),
        Evidence(Deed.MORE_LIKE, A.artist_key, A.id, 6.0),
        Evidence(Deed.RATED, C.artist_key, C.id, 7.0, amount=4),
        Evidence(Deed.DISLIKED, B.artist_key, B.id, 8.0),
        Evidence(Deed.LIKED, A.artist_key, A.id, 9.0),
    )
    assert await evidences.of(BORIS) == ()


async def test_what_was_replaced_taken_back_or_left_the_catalogue_says_nothing(
    evidences: EvidenceStore, database: Database
) -> None:
    history = History(database)
    await history.record([event(EventKind.LIKED, A.id), event(EventKind.RATED, A.id, stars=1)])
    await history.record([event(EventKind.LIKED, SongId("0" * 16)), event(EventKind.LIKED, B.id)])
    await history.undo(ANNA)
    assert [(one.deed, one.amount) for one in await evidences.of(ANNA)] == [(Deed.RATED, 1)]


async def test_the_same_deed_on_two_answers_counts_once_as_of_the_last_time(
    evidences: EvidenceStore, database: Database
) -> None:
    history = History(database)
    await history.record([event(EventKind.ASKED, A.id, 20), event(EventKind.ASKED, A.id, 3, SECOND)])
    assert await evidences.of(ANNA) == (Evidence(Deed.ASKED, A.artist_key, A.id, 3.0),)


async def test_plays_speak_by_their_logarithm_and_add_up_over_imports(
    evidences: EvidenceStore, database: Database
) -> None:
    await play(database, ("bjork", B.id, 10), ("johnny cash", None, 3))
    await play(database, ("bjork", B.id, 5), name="importsecond")
    most, few = await evidences.of(ANNA)
    assert most == Evidence(Deed.PLAYED, "bjork", B.id, 10.0, amount=15, share=1.0)
    assert few == Evidence(Deed.PLAYED, "johnny cash", None, 10.0, amount=3, share=share_of(3, 15))


async def test_much_history_is_cut_to_its_newest_and_most_played(
    evidences: EvidenceStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_DEEDS", 2)
    monkeypatch.setattr(evidence, "MOST_PLAYED", 1)
    await History(database).record([event(EventKind.LIKED, song.id, days) for days, song in enumerate((A, B, C))])
    await play(database, ("u2", None, 1), ("massive attack", A.id, 7))
    assert [one.artist for one in await evidences.of(ANNA)] == [A.artist_key, B.artist_key, "massive attack"]
