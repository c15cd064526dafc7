"""A text that was typed and not picked: one song, several, or none."""

import pytest

from bot.errors import AmbiguousSong, UnknownSong
from bot.resolving import MOST_NEAREST, choose
from data.catalog import Match
from engine.songs import Song, SongId


def match(artist: str, title: str, whole: float) -> Match:
    return Match(Song(SongId(f"{abs(hash((artist, title))):016x}"[:16]), artist, title), max(whole, 0.5), whole)


def test_a_clear_name_is_the_song() -> None:
    matches = [match("Massive Attack", "Teardrop", 1.0), match("Jos\u00e9 Gonz\u00e1lez", "Tear", 0.7)]
    assert choose("teardrop", matches).title == "Teardrop"


def test_versions_of_one_song_are_no_rivals() -> None:
    matches = [match("Leonard Cohen", "Hallelujah", 1.0), match("Leonard Cohen", "Hallelujah (Live)", 1.0)]
    assert choose("hallelujah", matches).title == "Hallelujah"


def test_two_songs_of_one_name_are_both_offered() -> None:
    matches = [
        match("Leonard Cohen", "Hallelujah", 1.0),
        match("Jeff Buckley", "Hallelujah", 1.0),
        match("X", "Y", 0.4),
    ]
    with pytest.raises(AmbiguousSong) as told:
        choose("hallelujah", matches)
    assert [song.artist for song in told.value.songs] == ["Leonard Cohen", "Jeff Buckley"]


def test_a_song_that_nobody_knows_offers_the_nearest() -> None:
    matches = [match(f"Artist {number}", "Something", 0.6 - number / 100) for number in range(10)]
    with pytest.raises(UnknownSong) as told:
        choose("some think", matches)
    assert told.value.text == "some think"
    assert [song.artist for song in told.value.nearest] == [f"Artist {number}" for number in range(MOST_NEAREST)]


def test_nothing_at_all_offers_nothing() -> None:
    with pytest.raises(UnknownSong) as told:
        choose("\u2603", [])
    assert told.value.nearest == ()
