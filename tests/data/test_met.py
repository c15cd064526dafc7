from __future__ import annotations

from dataclasses import replace

from data.catalog import Catalog, CatalogEntry
from data.database import Database
from data.history import Event, EventKind, History
from data.ids import MemberId
from data.met import Met
from engine.songs import SongId
from tests.data.songs import HURT, JOGA, MODEL, ONE, TEARDROP, TOYS

ANNA, BORIS = MemberId(11), MemberId(12)
GONE = SongId("f" * 16)


async def test_who_did_nothing_met_no_song(database: Database) -> None:
    assert await History(database).met(ANNA) == Met()


async def test_all_that_was_asked_shown_or_judged_was_met_by_this_member_alone(
    database: Database, catalog: Catalog
) -> None:
    await catalog.add(TOYS, MODEL)
    history = History(database)
    met = {EventKind.ASKED: TEARDROP, EventKind.SHOWN: JOGA, EventKind.BLOCKED_SONG: ONE}
    await history.record([Event(kind, ANNA, song=entry.song.id) for kind, entry in met.items()])
    await history.record([Event(EventKind.LIKED, BORIS, song=HURT.song.id)])
    await history.record([Event(EventKind.BLOCKED_ARTIST, ANNA, artist="johnny cash"), Event(EventKind.ASKED, ANNA)])
    assert await history.met(ANNA) == Met(
        frozenset(entry.song.id for entry in met.values()), frozenset(entry.song.version_key for entry in met.values())
    )


async def test_another_version_of_it_is_known_by_the_same_key(database: Database, catalog: Catalog) -> None:
    live = CatalogEntry(replace(ONE.song, id=SongId("1" * 16), title="One (Live)"), ONE.vector)
    await catalog.add([*TOYS, live], MODEL)
    history = History(database)
    await history.record([Event(EventKind.SHOWN, ANNA, song=ONE.song.id)])
    assert live.song.version_key in (await history.met(ANNA)).versions


async def test_a_song_that_left_the_catalogue_was_met_still(database: Database) -> None:
    history = History(database)
    await history.record([Event(EventKind.SHOWN, ANNA, song=GONE)])
    assert await history.met(ANNA) == Met(frozenset({GONE}))


async def test_an_opinion_that_was_changed_counts_and_one_that_was_taken_back_does_not(
    database: Database, catalog: Catalog
) -> None:
    await catalog.add(TOYS, MODEL)
    history = History(database)
    await history.record([Event(EventKind.LIKED, ANNA, song=ONE.song.id)])
    await history.record([Event(EventKind.DISLIKED, ANNA, song=ONE.song.id)])
    assert (await history.met(ANNA)).songs == {ONE.song.id}
    await history.undo(ANNA)
    await history.undo(ANNA)
    assert (await history.met(ANNA)).songs == frozenset()
