from __future__ import annotations

import pytest

from data.catalog import Catalog
from data.database import Database
from data.history import Event, EventKind, History
from data.ids import MemberId
from data.opinions import Opinion, Opinions
from engine.songs import SongId
from tests.data.songs import MODEL, entry

ANNA, BEN = MemberId(2**62 + 1), MemberId(2**62 + 2)
SONGS = [entry(f"Band {number}", f"Song {number}") for number in range(12)]
IDS = [one.song.id for one in SONGS]


@pytest.fixture
async def history(database: Database) -> History:
    await Catalog(database).add(SONGS, MODEL)
    return History(database)


async def say(
    history: History, kind: EventKind, number: int, member: MemberId = ANNA, stars: int | None = None
) -> None:
    artist = SONGS[number].song.artist_key if kind is EventKind.BLOCKED_ARTIST else None
    await history.record([Event(kind, member, song=IDS[number], artist=artist, value=stars)])


def song_of(opinion: Opinion) -> SongId | None:
    return None if opinion.song is None else opinion.song.id


async def test_favourites_are_what_was_liked_or_given_four_stars_and_more(history: History, database: Database) -> None:
    await say(history, EventKind.LIKED, 0)
    for number, stars in enumerate((5, 4, 3, 1), start=1):
        await say(history, EventKind.RATED, number, stars=stars)
    await say(history, EventKind.LIKED, 6, member=BEN)
    await say(history, EventKind.LIKED, 7)
    await say(history, EventKind.DISLIKED, 7)
    held = await Opinions(database).favourites(ANNA, 0, 10)
    assert [(song_of(one), one.stars) for one in held.opinions] == [
        (IDS[2], 4),
        (IDS[1], 5),
        (IDS[0], None),
    ]
    assert (held.first, held.total) == (0, 3)


async def test_pages_follow_each_other_and_the_last_stands_for_what_is_past_it(
    history: History, database: Database
) -> None:
    for number in range(12):
        await say(history, EventKind.LIKED, number)
    opinions = Opinions(database)
    first, second, past = [await opinions.favourites(ANNA, start, 5) for start in (0, 5, 500)]
    assert [song_of(one) for one in (*first.opinions, *second.opinions)] == IDS[:1:-1]
    assert (past.first, len(past.opinions), past.total) == (10, 2, 12)
    assert (await opinions.favourites(BEN, 5, 5)).first == 0


async def test_a_removed_favourite_leaves_nothing_that_comes_back(history: History, database: Database) -> None:
    await say(history, EventKind.DISLIKED, 0)
    await say(history, EventKind.RATED, 0, stars=5)
    opinions = Opinions(database)
    (favourite,) = (await opinions.favourites(ANNA, 0, 5)).opinions
    assert await opinions.remove_favourite(BEN, favourite.id) is None
    assert await opinions.remove_favourite(ANNA, favourite.id) == favourite
    assert await opinions.remove_favourite(ANNA, favourite.id) is None
    taste = await history.taste(ANNA, recent_days=1)
    assert (taste.liked, taste.disliked) == ((), ())
    assert await history.undo(ANNA) is None


async def test_blocks_are_listed_and_taken_back_one_at_a_time(history: History, database: Database) -> None:
    await say(history, EventKind.BLOCKED_SONG, 1)
    await say(history, EventKind.BLOCKED_ARTIST, 2)
    await say(history, EventKind.LIKED, 3)
    opinions = Opinions(database)
    held = (await opinions.blocks(ANNA, 0, 5)).opinions
    assert [(one.kind, one.artist) for one in held] == [
        (EventKind.BLOCKED_ARTIST, SONGS[2].song.artist_key),
        (EventKind.BLOCKED_SONG, None),
    ]
    assert await opinions.remove_favourite(ANNA, held[0].id) is None
    assert await opinions.remove_block(ANNA, held[0].id) == held[0]
    taste = await history.taste(ANNA, recent_days=1)
    assert (taste.blocked_artists, taste.blocked_songs, taste.liked) == ((), (IDS[1],), (IDS[3],))


async def test_a_song_that_left_the_catalogue_stays_on_the_list(history: History, database: Database) -> None:
    await say(history, EventKind.LIKED, 0)
    await Catalog(database).remove([IDS[0]])
    (favourite,) = (await Opinions(database).favourites(ANNA, 0, 5)).opinions
    assert favourite.song is None


async def test_the_stars_that_hold_now(history: History, database: Database) -> None:
    await say(history, EventKind.RATED, 0, stars=2)
    await say(history, EventKind.RATED, 0, stars=5)
    await say(history, EventKind.RATED, 1, stars=3)
    await say(history, EventKind.LIKED, 1)
    assert await Opinions(database).stars(ANNA, [*IDS, SongId("f" * 16)]) == {IDS[0]: 5}
