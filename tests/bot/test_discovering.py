from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.discovering import Discovering
from bot.questions import Answer, Question, SeedKind
from bot.services import Services
from bot.settings import Settings
from data.catalog import Brought, CatalogEntry, Point
from data.history import Event, EventKind
from data.ids import GuildId, MemberId
from engine.ranking import ReasonKind
from engine.songs import Song, song_id
from tests.bot.toy import FAMILIES, MODEL, SONGS_A_FAMILY, WORDS, ToyEar, ToySong

ANNA, BEN, HERE, THERE = MemberId(1), MemberId(2), GuildId(7), GuildId(8)
MORNING = datetime(2026, 11, 30, 8, tzinfo=UTC)


class MovableClock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest_asyncio.fixture(loop_scope="session")
async def services(settings: Settings, clock: MovableClock) -> AsyncIterator[Services]:
    async with await Services.open(settings, ear=ToyEar(), clock=clock) as opened:
        yield opened


pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def discovering(shared_services: Services) -> Discovering:
    return shared_services.discovering


def asked(member: MemberId, guild: GuildId | None = HERE, count: int = 5) -> Question:
    return Question(member, guild, count=count)


async def see(services: Services, answer: Answer) -> set[str]:
    """Look at the first page, as showing it does."""
    page = answer.picks[: answer.count]
    await services.recommender.mark_shown(answer, page)
    return {pick.song.id for pick in page}


async def like(services: Services, member: MemberId, *songs: ToySong) -> None:
    await services.history.record([Event(EventKind.LIKED, member, song=one.song.id) for one in songs])


def family(songs: list[ToySong], number: int) -> list[ToySong]:
    return [song for song in songs if song.family == number]


async def test_every_side_of_a_taste_is_in_the_mix(
    shared_services: Services, discovering: Discovering, member: MemberId, songs: list[ToySong]
) -> None:
    sides = [family(songs, 0)[0], family(songs, 3)[0]]
    await like(shared_services, member, *sides)
    answer = await discovering.mix(asked(member))
    assert answer.seed.kind is SeedKind.TASTE
    assert set(answer.seed.sides) == {one.song.title for one in sides}
    families = {song.song.id: song.family for song in songs}
    assert {families[pick.song.id] for pick in answer.picks[:4]} == {0, 3}
    for pick in answer.picks:
        (beside,) = [term.subject for term in pick.terms if term.kind == ReasonKind.SOUNDS_ALIKE]
        assert beside in answer.seed.sides


async def test_the_mix_stays_until_midnight_and_follows_its_member(
    services: Services, clock: MovableClock, songs: list[ToySong]
) -> None:
    await like(services, ANNA, family(songs, 0)[0])
    first = await services.discovering.mix(asked(ANNA))
    clock.now += timedelta(hours=15, minutes=59)
    assert (await services.discovering.mix(asked(ANNA, guild=THERE))).id == first.id
    assert (await services.discovering.mix(asked(ANNA, guild=None))).id == first.id
    assert (await services.discovering.mix(asked(BEN))).id != first.id
    seen = await see(services, first)
    clock.now += timedelta(minutes=1)
    tomorrow = await services.discovering.mix(asked(ANNA))
    assert tomorrow.id != first.id
    assert not seen & {pick.song.id for pick in tomorrow.picks}


async def test_nothing_comes_again_while_anything_new_is_left(
    shared_services: Services, discovering: Discovering, member: MemberId, songs: list[ToySong]
) -> None:
    await like(shared_services, member, family(songs, 0)[0])
    seen: set[str] = set()
    for _ in range(FAMILIES * SONGS_A_FAMILY):
        answer = await discovering.mix(asked(member), more=True)
        if answer.relaxed:
            break
        page = await see(shared_services, answer)
        assert page
        assert not page & seen
        seen |= page
    assert len(seen) == FAMILIES * SONGS_A_FAMILY - 1
    assert {pick.song.id for pick in answer.picks} <= seen


async def test_without_a_history_it_is_variety_and_the_reasons_say_so(
    shared_services: Services, discovering: Discovering, member: MemberId, songs: list[ToySong]
) -> None:
    answer = await discovering.mix(asked(member))
    assert (answer.seed.kind, answer.seed.sides) == (SeedKind.CATALOGUE, ())
    families = {song.song.id: song.family for song in songs}
    assert len({families[pick.song.id] for pick in answer.picks[:FAMILIES]}) >= FAMILIES - 1
    assert {reason.kind for pick in answer.picks[1:5] for reason in pick.reasons} == {ReasonKind.VARIETY}


async def test_a_server_that_brought_many_songs_gives_the_variety(services: Services, songs: list[ToySong]) -> None:
    entries = []
    for number, one in enumerate(songs[:30]):
        artist, title = f"Local {number}", f"Own {WORDS[number % 10]} {WORDS[number // 10]}"
        song = Song(song_id(artist, title), artist, title, album="Own")
        vector = ToyEar().embed([one.waveform(0.5)])[0].vector
        entries.append(CatalogEntry(song, vector, Point(0.0, 0.0), ()))
    await services.catalog.add(entries, MODEL, Brought(HERE, added=True, private=True, at=MORNING))
    here, elsewhere = await services.discovering.mix(asked(ANNA)), await services.discovering.mix(asked(BEN, THERE))
    assert here.seed.kind is SeedKind.SERVER
    assert {pick.song.album for pick in here.picks} == {"Own"}
    assert elsewhere.seed.kind is SeedKind.CATALOGUE
    assert "Own" not in {pick.song.album for pick in elsewhere.picks}
    # What only this server may see does not follow its member to another.
    moved = await services.discovering.mix(asked(ANNA, guild=THERE))
    assert "Own" not in {pick.song.album for pick in moved.picks}


async def test_what_was_refused_since_is_taken_out_and_the_rest_stays(
    shared_services: Services, discovering: Discovering, member: MemberId, songs: list[ToySong]
) -> None:
    await like(shared_services, member, family(songs, 0)[0])
    first = await discovering.mix(asked(member))
    refused = first.picks[0].song
    await shared_services.history.record(
        [Event(EventKind.BLOCKED_ARTIST, member, song=refused.id, artist=refused.artist_key)]
    )
    again = await discovering.mix(asked(member))
    assert [pick.song.id for pick in again.picks] == [
        pick.song.id for pick in first.picks if pick.song.artist_key != refused.artist_key
    ]


async def test_it_works_for_a_member_who_paused(
    shared_services: Services, discovering: Discovering, member: MemberId
) -> None:
    await shared_services.member_settings.change(member, paused=True)
    assert (await discovering.mix(asked(member))).picks
    assert await shared_services.history.list(member) == []
