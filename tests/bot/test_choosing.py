"""A question that may mean several songs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.choosing import MOST_CHOICES, Choosing
from bot.errors import AmbiguousSong, QuestionClosed
from bot.questions import Mix, Named, Question, Walk
from data.database import Database
from data.ids import ChannelId, GuildId, MemberId, QuestionId
from data.migrations import migrate
from data.open_questions import OpenQuestions
from data.previews.facts import FoundSong, SourceName, TrackFacts
from engine.ranking import Familiarity, Only, Span
from engine.songs import Song, song_id

ANN, BEN, HERE = MemberId(1), MemberId(2), GuildId(7)
SONG = Song(song_id("Leonard Cohen", "Hallelujah"), "Leonard Cohen", "Hallelujah", year=1984, genres=("Folk",))
FOUND = FoundSong(
    (
        TrackFacts(SourceName.DEEZER, "11", "Jeff Buckley", "Hallelujah", isrc="USSM19400325", can_fetch=True),
        TrackFacts(SourceName.ITUNES, "us:22", "Jeff Buckley", "Hallelujah", seconds=413.0, explicit=False),
    )
)
ASKED = Question(
    ANN,
    HERE,
    ChannelId(9),
    text="hallelujah",
    count=7,
    familiarity=Familiarity.ADVENTUROUS,
    only=Only(genre="Folk", year=Span(1990, 1999)),
)


@pytest_asyncio.fixture
async def choosing(tmp_path: Path) -> AsyncIterator[Choosing]:
    path = tmp_path / "segue.sqlite3"
    migrate(path)
    database = await Database.open(path)
    yield Choosing(OpenQuestions(database))
    await database.close()


async def test_a_song_of_the_catalogue_is_asked_about_by_its_id(choosing: Choosing) -> None:
    kept = await choosing.open(ASKED, AmbiguousSong("hallelujah", (SONG,), (FOUND,)))
    assert await choosing.choose(kept.id, 0, ANN, HERE) == replace(ASKED, text=None, song=SONG.id)


async def test_a_song_inside_a_mix_or_a_walk_is_chosen_there(choosing: Choosing) -> None:
    several = AmbiguousSong("hallelujah", (SONG,), (FOUND,))
    other, unclear, meant = Named(text="roads"), Named(text="hallelujah"), Named(song=SONG.id)
    mix = replace(ASKED, text=None, mix=Mix((other, unclear), (Named(text="angel"),)))
    kept = await choosing.open(mix, several)
    assert kept.text == "hallelujah"
    chosen = await choosing.choose(kept.id, 0, ANN, HERE)
    assert chosen == replace(mix, mix=Mix((other, meant), (Named(text="angel"),)))
    walk = replace(ASKED, text=None, walk=Walk(unclear, other, 4))
    kept = await choosing.open(walk, several)
    found = await choosing.choose(kept.id, 1, ANN, HERE)
    assert found == replace(walk, walk=Walk(Named(found=FOUND), other, 4))


async def test_a_found_song_comes_back_with_all_its_tracks(choosing: Choosing) -> None:
    kept = await choosing.open(ASKED, AmbiguousSong("hallelujah", (SONG,), (FOUND,)))
    assert await choosing.choose(kept.id, 1, ANN, HERE) == replace(ASKED, text=None, found=FOUND)


async def test_nobody_else_chooses_and_nowhere_else(choosing: Choosing) -> None:
    kept = await choosing.open(ASKED, AmbiguousSong("hallelujah", (SONG,), (FOUND,)))
    for member, guild in ((BEN, HERE), (ANN, None), (ANN, GuildId(8))):
        with pytest.raises(QuestionClosed):
            await choosing.choose(kept.id, 0, member, guild)


@pytest.mark.parametrize("place", [-1, 2, 99])
async def test_what_was_not_offered_cannot_be_chosen(choosing: Choosing, place: int) -> None:
    kept = await choosing.open(ASKED, AmbiguousSong("hallelujah", (SONG,), (FOUND,)))
    with pytest.raises(QuestionClosed):
        await choosing.choose(kept.id, place, ANN, HERE)


async def test_a_question_that_never_was_is_closed(choosing: Choosing) -> None:
    with pytest.raises(QuestionClosed):
        await choosing.choose(QuestionId("never_was_it"), 0, ANN, HERE)


async def test_a_menu_has_as_many_songs_as_discord_takes(choosing: Choosing) -> None:
    many = tuple(replace(SONG, title=f"Hallelujah {number}") for number in range(40))
    kept = await choosing.open(ASKED, AmbiguousSong("hallelujah", many))
    assert len(kept.choices) == MOST_CHOICES
