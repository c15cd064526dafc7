from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data.catalog.growing.facts import Given, filled, song_of_file
from data.catalog.growing.tags import Tags
from engine.songs import Song, song_id

ROOT = Path("/music")
PLACE = ROOT / "Björk" / "Homogenic" / "02 Jóga.mp3"


def test_tags_go_before_the_place_and_lists_before_tags() -> None:
    bare = song_of_file(PLACE, ROOT, Tags())
    assert (bare.artist, bare.title, bare.album, bare.source) == ("Björk", "Jóga", "Homogenic", "library")
    tagged = song_of_file(PLACE, ROOT, Tags(artist="BJÖRK", title="Joga", date="1997", genres=("rock; Trip Hop",)))
    assert (tagged.artist, tagged.title, tagged.album, tagged.year) == ("BJÖRK", "Joga", "Homogenic", 1997)
    assert tagged.genres == ("Pop/Rock", "Trip Hop")
    given = Given("fma", "fma-2", "B.", "J.", genres=("Jazz",), licence="CC BY")
    listed = song_of_file(PLACE, ROOT, Tags(artist="BJÖRK", title="Joga", genres=("Rock",)), given)
    assert (listed.artist, listed.title, listed.genres, listed.source) == ("B.", "J.", ("Jazz",), "fma")
    assert listed.licence == "CC BY"


def test_the_name_alone_makes_the_id() -> None:
    one = song_of_file(PLACE, ROOT, Tags(artist="Björk", title="Jóga", seconds=305.0, isrc="GBAYE9700123"))
    assert one.id == song_id("bjork", "JOGA")
    assert one.isrc == "GBAYE9700123"


def test_tags_that_lie_are_corrected_or_left() -> None:
    tags = Tags(artist="Unknown Artist", title="Track 02", date="0000", seconds=1e12, isrc="no", genres=("Other",))
    song = song_of_file(PLACE, ROOT, tags, heard_seconds=305.0)
    assert (song.artist, song.title, song.year, song.seconds) == ("Björk", "Jóga", None, 305.0)
    assert (song.isrc, song.genres) == (None, ())


def test_gaps_are_filled_and_nothing_is_overwritten() -> None:
    song = Song(song_id("a", "b"), "A", "B", year=1990, genres=("Jazz",), source="library")
    other = Song(
        song.id, "a", "b", album="C", year=2000, genres=("Rock",), isrc="GBAYE9700123", explicit=False, energy=0.0
    )
    assert filled(song, other) == replace(song, album="C", isrc="GBAYE9700123", explicit=False, energy=0.0)
    assert filled(filled(song, other), other) == filled(song, other)
