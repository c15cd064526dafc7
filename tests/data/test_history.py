from __future__ import annotations

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalog import Catalog
from data.database import Database
from data.errors import DatabaseFull, HistoryPaused
from data.history import Event, EventKind, History, MemberTaste
from data.ids import AnswerId, GuildId, MemberId
from data.member_settings import MemberSettingsStore
from data.migrations import migrate
from data.tables import ImportRow, PlayRow
from engine.songs import SongId
from tests.data.songs import HURT, JOGA, MODEL, ONE, TEARDROP, TOYS

ANNA, BORIS = MemberId(2**60 + 11), MemberId(2**60 + 12)
A, B, C = TEARDROP.song.id, JOGA.song.id, ONE.song.id
FIRST, SECOND = AnswerId("firstanswer1"), AnswerId("secondanswer")
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(database: Database, clock: Clock) -> History:
    return History(database, clock)


def event(
    kind: EventKind,
    song: SongId | None = A,
    *,
    member: MemberId = ANNA,
    answer: AnswerId = FIRST,
    stars: int | None = None,
) -> Event:
    if kind is EventKind.RATED and stars is None:
        stars = 3
    return Event(kind, member, song=song, answer=answer, value=stars)


def rated(stars: int, song: SongId = A) -> Event:
    return event(EventKind.RATED, song, stars=stars)


async def taste(history: History) -> MemberTaste:
    return await history.taste(ANNA, recent_days=7)


async def test_a_member_without_history_has_no_taste(history: History) -> None:
    assert await taste(history) == MemberTaste()
    assert await history.list(ANNA) == []
    assert await history.undo(ANNA) is None


@pytest.mark.parametrize("kind", list(EventKind))
async def test_recording_the_same_again_changes_nothing(history: History, kind: EventKind) -> None:
    assert await history.record([event(kind)]) == 1
    assert await history.record([event(kind), event(kind)]) == 0


async def test_what_belongs_to_another_answer_or_song_is_new(history: History) -> None:
    await history.record([event(EventKind.SHOWN)])
    assert await history.record([event(EventKind.SHOWN, answer=SECOND)]) == 1
    assert await history.record([event(EventKind.SHOWN, B)]) == 1
    assert await history.record([event(EventKind.SHOWN, member=BORIS)]) == 1


async def test_a_song_is_liked_once_whichever_answer_it_was_on(history: History) -> None:
    assert await history.record([event(EventKind.LIKED)]) == 1
    assert await history.record([event(EventKind.LIKED, answer=SECOND)]) == 0
    assert (await taste(history)).liked == (A,)


async def test_the_later_opinion_holds(history: History) -> None:
    for kind in (EventKind.LIKED, EventKind.DISLIKED, EventKind.LIKED, EventKind.DISLIKED):
        assert await history.record([event(kind)]) == 1
    assert await taste(history) == MemberTaste(disliked=(A,))
    assert [entry.event.kind for entry in await history.list(ANNA)] == [EventKind.DISLIKED]


async def test_an_opinion_of_one_song_or_member_leaves_others_alone(history: History) -> None:
    await history.record([event(EventKind.LIKED, A), event(EventKind.LIKED, B), event(EventKind.LIKED, member=BORIS)])
    await history.record([event(EventKind.DISLIKED, A)])
    assert await taste(history) == MemberTaste(liked=(B,), disliked=(A,))
    assert (await history.taste(BORIS, recent_days=7)).liked == (A,)


async def test_the_newest_stars_hold_even_on_the_same_answer(history: History) -> None:
    for stars in (5, 1, 4):
        assert await history.record([rated(stars)]) == 1
        assert await history.record([rated(stars)]) == 0
    (entry,) = await history.list(ANNA)
    assert (entry.event.kind, entry.event.value) == (EventKind.RATED, 4)


@pytest.mark.parametrize(
    ("stars", "expected"),
    [
        (5, MemberTaste(liked=(A,))),
        (4, MemberTaste(liked=(A,))),
        (3, MemberTaste()),
        (2, MemberTaste(disliked=(A,))),
        (1, MemberTaste(disliked=(A,))),
    ],
)
async def test_stars_speak_for_a_song_or_against_it(history: History, stars: int, expected: MemberTaste) -> None:
    await history.record([rated(stars)])
    assert await taste(history) == expected


async def test_stars_and_likes_take_each_others_place(history: History) -> None:
    await history.record([event(EventKind.LIKED), rated(1)])
    assert await taste(history) == MemberTaste(disliked=(A,))
    await history.record([event(EventKind.LIKED)])
    assert await taste(history) == MemberTaste(liked=(A,))
    assert [entry.event.kind for entry in await history.list(ANNA)] == [EventKind.LIKED]
    for expected in (MemberTaste(disliked=(A,)), MemberTaste(liked=(A,)), MemberTaste()):
        await history.undo(ANNA)
        assert await taste(history) == expected


@pytest.mark.parametrize(("kind", "value"), [("rated", None), ("rated", 0), ("rated", 6), ("liked", 5), ("asked", 0)])
def test_only_a_rating_has_stars_and_from_one_to_five(kind: str, value: int | None) -> None:
    with pytest.raises(ValueError, match=kind):
        Event(EventKind(kind), ANNA, song=A, value=value)


async def test_wanting_more_counts_once_on_each_answer_and_can_be_taken_back(history: History) -> None:
    more = event(EventKind.MORE_LIKE)
    assert await history.record([more, more]) == 1
    assert await history.record([event(EventKind.MORE_LIKE, answer=SECOND)]) == 1
    assert await taste(history) == MemberTaste(more_like=(A,))
    await history.undo(ANNA)
    await history.undo(ANNA)
    assert await taste(history) == MemberTaste()


async def test_taste_is_newest_first(history: History) -> None:
    for song in (A, B, C):
        await history.record([event(EventKind.LIKED, song), event(EventKind.SKIPPED, song)])
    found = await taste(history)
    assert found.liked == found.skipped == (C, B, A)


async def test_blocks_are_kept_apart(history: History) -> None:
    await history.record([event(EventKind.BLOCKED_SONG, B)])
    await history.record([Event(EventKind.BLOCKED_ARTIST, ANNA, artist="u2", answer=FIRST)])
    await history.record([Event(EventKind.BLOCKED_ARTIST, ANNA, artist="massive attack", answer=FIRST)])
    found = await taste(history)
    assert found.blocked_songs == (B,)
    assert found.blocked_artists == ("massive attack", "u2")


async def test_an_artist_is_blocked_once_whichever_song_it_was_on(history: History) -> None:
    for song, new in ((A, 1), (B, 0)):
        block = Event(EventKind.BLOCKED_ARTIST, ANNA, song=song, artist="massive attack", answer=FIRST)
        assert await history.record([block]) == new
    await history.undo(ANNA)
    assert (await taste(history)).blocked_artists == ()


async def test_only_songs_shown_in_the_last_days_are_recent(history: History, clock: Clock) -> None:
    await history.record([event(EventKind.SHOWN, A)])
    clock.now += timedelta(days=6)
    await history.record([event(EventKind.SHOWN, B), event(EventKind.LIKED, C)])
    assert (await taste(history)).recent == (B, A)
    clock.now += timedelta(days=2)
    assert (await taste(history)).recent == (B,)
    assert (await history.taste(ANNA, recent_days=0)).recent == ()


async def test_heard_artists_are_those_asked_for_or_liked(history: History, catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    await history.record([event(EventKind.ASKED, A), event(EventKind.SHOWN, C), event(EventKind.LIKED, B)])
    await history.record([event(EventKind.DISLIKED, HURT.song.id)])
    assert (await taste(history)).heard_artists == ("bjork", "massive attack")


async def test_artists_of_songs_with_many_stars_and_of_what_was_played_elsewhere_are_heard(
    history: History, catalog: Catalog, database: Database
) -> None:
    await catalog.add(TOYS, MODEL)
    await history.record([rated(4, A), rated(3, B), event(EventKind.MORE_LIKE, C)])
    async with database.write() as session:
        session.add(ImportRow(id="importimport", member=ANNA, source="lastfm", at=NOON, report="{}"))
        await session.flush()
        session.add(
            PlayRow(import_id="importimport", artist="johnny cash", song="", member=ANNA, count=3, last_at=NOON)
        )
    assert set((await taste(history)).heard_artists) == {"massive attack", "u2", "johnny cash"}


async def test_the_list_names_the_songs_and_leaves_out_what_was_only_shown(history: History, catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    await history.record([Event(EventKind.ASKED, ANNA, GuildId(5), song=None, answer=FIRST)])
    await history.record([event(EventKind.SHOWN, B), event(EventKind.LIKED, A)])
    liked, asked = await history.list(ANNA)
    assert (liked.event.kind, liked.song) == (EventKind.LIKED, TEARDROP.song)
    assert (asked.event.kind, asked.song, asked.event.guild, asked.event.at) == (EventKind.ASKED, None, 5, NOON)
    assert [entry.event.kind for entry in await history.list(ANNA, kinds={EventKind.SHOWN})] == [EventKind.SHOWN]


async def test_the_list_can_be_paged(history: History) -> None:
    for song in (A, B, C):
        await history.record([event(EventKind.SKIPPED, song)])
    first = await history.list(ANNA, limit=2)
    rest = await history.list(ANNA, limit=2, before=first[-1].event.id)
    assert [entry.event.song for entry in [*first, *rest]] == [C, B, A]
    assert await history.list(ANNA, limit=-1) == []


async def test_undo_takes_back_the_last_thing_done_on_purpose(history: History) -> None:
    await history.record([event(EventKind.LIKED, A), event(EventKind.SKIPPED, B)])
    await history.record([event(EventKind.ASKED, C, answer=SECOND), event(EventKind.SHOWN, B, answer=SECOND)])
    undone = await history.undo(ANNA)
    assert undone is not None
    assert (undone.kind, undone.song) == (EventKind.SKIPPED, B)
    assert (await taste(history)).skipped == ()
    assert (await history.undo(ANNA) or undone).kind is EventKind.LIKED
    assert await history.undo(ANNA) is None
    assert (await taste(history)).recent == (B,)


async def test_undoing_an_opinion_brings_back_the_one_before(history: History) -> None:
    await history.record([event(EventKind.LIKED)])
    await history.record([event(EventKind.DISLIKED)])
    await history.undo(ANNA)
    assert await taste(history) == MemberTaste(liked=(A,))


async def test_what_was_undone_can_be_done_again(history: History) -> None:
    await history.record([event(EventKind.BLOCKED_SONG)])
    await history.undo(ANNA)
    assert await history.record([event(EventKind.BLOCKED_SONG)]) == 1


async def test_events_are_written_all_or_none(database_path: Path) -> None:
    database = await Database.open(database_path, max_bytes=192 * 1024)
    history = History(database)
    many = [event(EventKind.SHOWN, SongId(f"{n:016x}")) for n in range(2_000)]
    with pytest.raises(DatabaseFull):
        await history.record(many)
    assert (await taste(history)).recent == ()
    assert await history.record(many[:3]) == 3
    await database.close()


PRESSES = st.lists(
    st.tuples(
        st.sampled_from(["liked", "disliked", "rated 1", "rated 5", "undo"]),
        st.sampled_from([A, B]),
        st.sampled_from([FIRST, SECOND]),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("history") / "empty.sqlite3"
    migrate(path)
    return path


@settings(max_examples=15, deadline=None)
@given(presses=PRESSES)
def test_any_run_of_presses_ends_like_a_stack_of_opinions(
    empty: Path, presses: list[tuple[str, SongId, AnswerId]]
) -> None:
    stack: list[tuple[SongId, str]] = []
    for press, song, _ in presses:
        if press == "undo":
            stack = stack[:-1]
        elif dict(stack).get(song) != press:
            stack.append((song, press))
    expected = dict(stack)

    async def play() -> MemberTaste:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "segue.sqlite3"
            shutil.copy(empty, path)
            database = await Database.open(path)
            history = History(database)
            for press, song, answer in presses:
                if press == "undo":
                    await history.undo(ANNA)
                else:
                    kind, _, stars = press.partition(" ")
                    value = int(stars) if stars else None
                    await history.record([event(EventKind(kind), song, answer=answer, stars=value)])
            found = await taste(history)
            await database.close()
            return found

    found = asyncio.run(play())
    assert set(found.liked) == {song for song, opinion in expected.items() if opinion in {"liked", "rated 5"}}
    assert set(found.disliked) == {song for song, opinion in expected.items() if opinion in {"disliked", "rated 1"}}


async def test_of_a_member_who_pauses_nothing_is_written_down(database: Database) -> None:
    history, allow = History(database), MemberSettingsStore(database)
    liked = Event(EventKind.LIKED, ANNA, song=TEARDROP.song.id)
    shown = Event(EventKind.SHOWN, ANNA, song=JOGA.song.id)
    await history.record([liked])
    await allow.change(ANNA, paused=True)
    assert await history.record([shown, Event(EventKind.ASKED, ANNA, song=JOGA.song.id)]) == 0
    with pytest.raises(HistoryPaused):
        await history.record([shown, Event(EventKind.LIKED, ANNA, song=JOGA.song.id)])
    assert await history.record([Event(EventKind.LIKED, BORIS, song=JOGA.song.id)]) == 1
    assert (await history.taste(ANNA, recent_days=7)).liked == (TEARDROP.song.id,)
    await allow.change(ANNA, paused=False)
    assert await history.record([shown]) == 1
