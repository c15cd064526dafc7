from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.previews.facts import FoundSong, SourceName, TrackFacts
from data.previews.merging import MAX_SONGS, Merged, merge, same_recording
from data.previews.query import read
from data.previews.renditions import asked_for, renditions
from tests.data.previews.facts_made import track

DEEZER, ITUNES, SPOTIFY = SourceName.DEEZER, SourceName.ITUNES, SourceName.SPOTIFY


def merged(text: str, *answers: list[TrackFacts]) -> Merged:
    return merge(answers, read(text))


def names(found: Merged) -> list[tuple[str, str]]:
    return [(song.artist, song.title) for song in found.songs]


def test_one_song_of_two_sources_is_one() -> None:
    found = merged(
        "Björk - Jóga", [track("Björk", "Jóga")], [track("Bjork", "Joga (Remastered)", ITUNES, seconds=202.5)]
    )
    assert [one.source for song in found.songs for one in song.tracks] == [DEEZER, ITUNES]
    assert found.sure


def test_an_isrc_joins_what_is_written_in_two_ways() -> None:
    first = track("Björk", "Jóga", isrc="GBAYK9800012", seconds=305.0)
    second = track("Björk Guðmundsdóttir", "Joga - Single", SPOTIFY, isrc="GBAYK9800012", seconds=100.0)
    assert len(merged("Björk - Jóga", [first], [second]).songs) == 1


@pytest.mark.parametrize(("seconds", "songs"), [(203.0, 1), (203.1, 2), (None, 1)])
def test_a_name_joins_only_what_is_as_long(seconds: float | None, songs: int) -> None:
    found = merged("Björk - Jóga", [track("Björk", "Jóga")], [track("Björk", "Jóga", ITUNES, seconds=seconds)])
    assert len(found.songs) == songs


def test_a_source_is_heard_where_it_can_be() -> None:
    silent = track("Björk", "Jóga", ref="1", can_fetch=False)
    found = merged("Björk - Jóga", [silent, track("Björk", "Jóga", ref="2")])
    assert [one.ref for song in found.songs for one in song.tracks] == ["2"]


MADE = [
    "Wonderwall (Live at Knebworth)",
    "Wonderwall (Karaoke Version)",
    "Wonderwall (Sped Up)",
    "Wonderwall (Slowed + Reverb)",
    "Wonderwall - Nightcore",
    "Wonderwall (Club Remix)",
    "Wonderwall (8-Bit Version)",
    "Wonderwall (Lullaby Version)",
]


@given(st.permutations([*MADE, "Wonderwall"]), st.sampled_from(["wonderwall", "Oasis - Wonderwall", "wondrwall oasis"]))
def test_the_original_comes_first_whatever_order_a_source_has(titles: list[str], text: str) -> None:
    found = merged(text, [track("Oasis", title) for title in titles])
    assert names(found)[0] == ("Oasis", "Wonderwall")
    assert len(found.songs) == len(titles)
    assert found.sure


@pytest.mark.parametrize("title", MADE)
def test_a_version_comes_first_where_it_is_asked_for(title: str) -> None:
    found = merged(f"Oasis - {title}", [track("Oasis", "Wonderwall"), *(track("Oasis", one) for one in MADE)])
    assert names(found)[0] == ("Oasis", title)


def test_two_remixes_of_one_song_are_two() -> None:
    tracks = [track("Oasis", "Wonderwall (First Remix)"), track("Oasis", "Wonderwall (Second Remix)")]
    assert len(merged("wonderwall remix", tracks).songs) == 2


def test_a_karaoke_version_is_never_surely_meant() -> None:
    assert not merged("wonderwall", [track("Karaoke Stars", "Wonderwall")]).sure


def test_two_artists_of_one_bare_title_are_asked_about() -> None:
    tracks = [track("Nine Inch Nails", "Hurt"), track("Johnny Cash", "Hurt")]
    assert not merged("hurt", tracks).sure
    assert merged("hurt by johnny cash", tracks).sure
    assert names(merged("hurt by johnny cash", tracks))[0] == ("Johnny Cash", "Hurt")


def test_tributes_do_not_make_the_original_doubtful() -> None:
    found = merged("wonderwall", [track("Oasis", "Wonderwall"), track("Oasis Tribute Band", "Wonderwall")])
    assert found.sure
    assert names(found)[0] == ("Oasis", "Wonderwall")


def test_a_title_with_by_in_it_is_a_title() -> None:
    found = merged("stand by me", [track("Ben E. King", "Stand by Me"), track("Somebody", "Standing")])
    assert names(found)[0] == ("Ben E. King", "Stand by Me")
    assert found.sure


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("U2 - With or Without You", track("Scala", "With or Without You")),
        ("with or without you by u2", track("Scala", "With or Without You")),
        ("Björk - Jóga", track("Björk", "Hyperballad")),
        ("Queen - Flash", track("Queen Latifah", "Flash")),
    ],
)
def test_another_song_is_never_surely_the_one(text: str, wrong: TrackFacts) -> None:
    assert not merged(text, [wrong]).sure


def test_what_has_nothing_to_do_with_it_is_left_out() -> None:
    assert merged("Björk - Jóga", [track("Metallica", "Battery")]).songs == ()


def test_an_artist_alone_finds_songs_but_no_certain_one() -> None:
    found = merged("massive attack", [track("Massive Attack", "Angel"), track("Massive Attack", "Teardrop")])
    assert len(found.songs) == 2
    assert not found.sure


@pytest.mark.parametrize(
    ("text", "artist"),
    [
        ("Rihanna - Umbrella", "Rihanna, JAY-Z"),
        ("JAY-Z - Umbrella", "Rihanna & JAY-Z"),
        ("umbrella jay-z", "Rihanna feat. JAY-Z"),
        ("paniq - Umbrella", "paniq (Leonard Ritter)"),
        ("Umbrella - Rihanna", "Rihanna"),
    ],
)
def test_one_of_several_artists_is_enough(text: str, artist: str) -> None:
    assert merged(text, [track(artist, "Umbrella")]).sure


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (track("Bjork", "Joga", ITUNES, seconds=201.0), True),
        (track("Björk", "Jóga", ITUNES, seconds=None), True),
        (track("Björk", "Jóga", ITUNES, seconds=260.0), False),
        (track("Björk", "Jóga (Live)", ITUNES), False),
        (track("Björk", "Jogas", ITUNES), False),
        (track("Somebody", "Jóga", ITUNES), False),
        (track("Somebody", "else", ITUNES, isrc="GBAYK9800012"), True),
    ],
)
def test_a_recording_is_recognised_at_another_source(other: TrackFacts, same: bool) -> None:
    song = FoundSong((track("Björk", "Jóga", SPOTIFY, isrc="GBAYK9800012"),))
    assert same_recording(other, song) is same


WORDS = st.sampled_from(["one", "two", "Jóga", "live", "(Live)", "(Remix)", "", "the", "夜", "!"])
TRACKS = st.builds(
    track,
    st.lists(WORDS, min_size=1, max_size=2).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.sampled_from([DEEZER, ITUNES, SPOTIFY]),
    seconds=st.sampled_from([None, 0.0, 200.0, 202.0, 300.0]),
    isrc=st.sampled_from([None, "GBAYK9800012", "GBAYK9800013"]),
    can_fetch=st.booleans(),
)


@given(
    st.lists(st.lists(TRACKS, max_size=12), max_size=3), st.sampled_from(["one two", "Jóga - live", "two by one", "夜"])
)
def test_every_song_comes_once_and_holds_one_track_of_a_source(answers: list[list[TrackFacts]], text: str) -> None:
    found = merged(text, *answers)
    assert len(found.songs) <= MAX_SONGS
    for song in found.songs:
        assert len({one.source for one in song.tracks}) == len(song.tracks)
    heads = [song.tracks[0] for song in found.songs]
    for isrc in {head.isrc for head in heads if head.isrc}:
        assert sum(head.isrc == isrc for head in heads) == 1
    if found.sure and not heads[0].isrc:
        assert renditions(heads[0].artist, heads[0].title) <= asked_for(text)


def test_a_menu_holds_no_more_than_it_can() -> None:
    answer = [track("Somebody", f"Jóga {number}") for number in range(40)]
    assert len(merged("Jóga", answer, [track("Björk", "Jóga", ITUNES)]).songs) == MAX_SONGS
    assert names(merged("Jóga", answer, [track("Björk", "Jóga", ITUNES)]))[0] == ("Björk", "Jóga")


def test_an_isrc_names_one_recording_of_whatever_kind() -> None:
    live = track("Björk", "Jóga (Live)", isrc="GBAYK9800012")
    found = merged("Jóga GBAYK9800012", [track("Björk", "Jóga"), live], [track("Björk", "Jóga", ITUNES)])
    assert names(found) == [("Björk", "Jóga (Live)")]
    assert found.sure
