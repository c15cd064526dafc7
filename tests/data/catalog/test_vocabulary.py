from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog import Catalog, CatalogEntry, LabelledSong, Vocabulary, Word, nearest
from data.catalog.vocabulary import MOST_NEAREST
from engine.ranking import Only, Span
from engine.ranking.labels import Labels
from engine.songs import SongId, artist_key
from tests.data.songs import JOGA, MODEL, TEARDROP, TOYS


def labelled(
    number: int, genres: str = "", moods: str = "", quadrant: str | None = None, **facts: object
) -> LabelledSong:
    words = (tuple(cell.split(", ")) if cell else () for cell in (genres, moods))
    return LabelledSong(SongId(f"{number:016x}"), *words, quadrant, **facts)  # type: ignore[arg-type]


SONGS = [
    labelled(1, "Jazz, Blues", "calm, wistful", "Q4", instruments=("Electric guitar", "piano"), artist="Björk"),
    labelled(2, "jazz", "fiery", "Q2", instruments=("acoustic guitar",), tempo_bpm=99.6, year=1989),
    labelled(3, "Jazz", "", "Q4", tempo_bpm=130.4, year=1990, explicit=True),
    labelled(4, "Pop/Rock", "good-natured", "Q1", year=1999, artist="Björk feat. Somebody", explicit=False),
    labelled(5, "", "calm", instruments=("Piano",), artist="Björk"),
    labelled(6, artist="Portishead"),
]
WORDS = Vocabulary(SONGS)


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(f"{number:016x}" for number in numbers)


def test_words_are_counted_under_their_usual_spelling_the_most_frequent_first() -> None:
    assert WORDS.genres() == (Word("Jazz", 3), Word("Blues", 1), Word("Pop/Rock", 1))


def test_quadrants_are_moods_and_stand_first() -> None:
    assert WORDS.moods() == (
        Word("calm", 3),
        Word("happy", 1),
        Word("tense", 1),
        Word("fiery", 1),
        Word("good-natured", 1),
        Word("wistful", 1),
    )


def test_words_are_counted_among_the_songs_that_have_the_other_one() -> None:
    assert WORDS.moods("JAZZ") == (Word("calm", 2), Word("tense", 1), Word("fiery", 1), Word("wistful", 1))
    assert WORDS.genres("calm") == (Word("Jazz", 2), Word("Blues", 1))
    assert WORDS.genres("sad") == ()


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (Only(), ids(1, 2, 3, 4, 5, 6)),
        (Only(genre="Jazz"), ids(1, 2, 3)),
        (Only(mood="calm"), ids(1, 3, 5)),
        (Only(genre="jazz", mood="Calm"), ids(1, 3)),
        (Only(genre="Blues", mood="happy"), ()),
        (Only(genre="Polka"), ()),
        (Only(mood="Q4"), ()),
        (Only(instrument="piano"), ids(1, 5)),
        (Only(instrument="guitar"), ids(1, 2)),
        (Only(instrument="electric guitar"), ids(1)),
        (Only(tempo=Span(100, 130)), ids(2, 3)),
        (Only(tempo=Span(high=100)), ids(2)),
        (Only(year=Span(1990, 1999)), ids(3, 4)),
        (Only(year=Span(low=1999)), ids(4)),
        (Only(avoid="BJORK"), ids(2, 3, 6)),
        (Only(clean=True), ids(1, 2, 4, 5, 6)),
        (Only(only_new=True), ids(1, 2, 3, 4, 5, 6)),
        (Only("Jazz", tempo=Span(low=130), clean=True), ()),
    ],
)
def test_the_songs_of_a_word_are_found(only: Only, found: tuple[str, ...]) -> None:
    assert WORDS.songs(only) == found
    assert WORDS.count(only) == len(found)


names = st.sampled_from(["Jazz", "jazz", "Pop/Rock", "R&B", "calm", "Calm", "happy", "good-natured", "—", "Jóga"])
songs = st.lists(
    st.tuples(st.lists(names, max_size=3), st.lists(names, max_size=3), st.sampled_from([None, "Q1", "Q4"])), max_size=6
)


@given(songs, names | st.just(""), names | st.just(""))
def test_the_songs_of_a_word_are_those_that_the_ranking_lets_pass(
    known: list[tuple[list[str], list[str], str | None]], genre: str, mood: str
) -> None:
    """But for a word of signs alone, which is no word."""
    made = [
        LabelledSong(SongId(f"{number:016x}"), tuple(genres), tuple(moods), quadrant)
        for number, (genres, moods, quadrant) in enumerate(known)
    ]
    only = Only(*("" if word == "—" else word for word in (genre, mood)))
    passing = [
        song.id
        for song in made
        if only.is_genre_of(Labels(song.genres, song.moods, song.quadrant))
        and only.is_mood_of(Labels(song.genres, song.moods, song.quadrant))
    ]
    assert list(Vocabulary(made).songs(only)) == passing


kinds = st.sampled_from(["guitar", "Electric guitar", "piano", "\u2014", "drum machine"])
spans = st.builds(Span, st.none() | st.integers(0, 5), st.none() | st.integers(0, 5))


@given(
    st.lists(
        st.builds(
            LabelledSong,
            id=st.integers(0, 10**6).map(lambda number: SongId(f"{number:016x}")),
            instruments=st.lists(kinds, max_size=2).map(tuple),
            tempo_bpm=st.none() | st.floats(0, 6),
            year=st.none() | st.integers(0, 6),
            artist=st.sampled_from(["Björk", "bjork, Thom Yorke", "The Band", ""]),
            explicit=st.none() | st.booleans(),
        ),
        max_size=6,
        unique_by=lambda song: song.id,
    ),
    st.builds(
        Only,
        instrument=kinds | st.just("") | st.just("machine"),
        tempo=spans,
        year=spans,
        avoid=st.sampled_from(["", "Björk", "band"]),
        clean=st.booleans(),
    ),
)
def test_what_is_wanted_of_a_song_is_decided_as_the_ranking_decides_it(known: list[LabelledSong], only: Only) -> None:
    passing = [
        song.id
        for song in known
        if only.is_instrument_of(song.instruments)
        and only.tempo.holds(song.tempo_bpm)
        and only.year.holds(song.year)
        and only.lets_artist(artist_key(song.artist))
        and not (only.clean and song.explicit)
    ]
    assert list(Vocabulary(known).songs(only)) == passing


def test_instruments_are_counted_with_their_kinds_but_only_named_ones_are_offered() -> None:
    assert WORDS.instruments() == (Word("piano", 2), Word("acoustic guitar", 1), Word("Electric guitar", 1))


@pytest.mark.parametrize(
    ("typed", "instrument"),
    [("PIANO", "piano"), ("electric guitar", "Electric guitar"), ("Guitar", "guitar"), ("kazoo", None), ("", None)],
)
def test_an_instrument_or_a_kind_of_one_is_known(typed: str, instrument: str | None) -> None:
    assert WORDS.instrument(typed) == instrument


@pytest.mark.parametrize(
    ("typed", "artist"), [("BJÖRK", "Björk"), ("Portishead feat. X", "Portishead"), ("Bjrok", None), ("", None)]
)
def test_an_artist_is_known_by_the_name_that_stands_first(typed: str, artist: str | None) -> None:
    assert WORDS.artist(typed) == artist


def test_decades_are_told_with_their_songs_the_latest_first() -> None:
    assert WORDS.decades() == (Word("1990s", 2), Word("1980s", 1))
    assert Vocabulary([]).decades() == ()


@pytest.mark.parametrize(
    ("typed", "genre"),
    [("jazz", "Jazz"), ("  JAZZ ", "Jazz"), ("pop rock", "Pop/Rock"), ("rock", None), ("", None)],
)
def test_a_genre_is_known_however_it_is_written(typed: str, genre: str | None) -> None:
    assert WORDS.genre(typed) == genre


@pytest.mark.parametrize(
    ("typed", "mood"), [("Calm", "calm"), ("good natured", "good-natured"), ("Q4", None), ("-", None)]
)
def test_a_mood_is_known_by_its_word(typed: str, mood: str | None) -> None:
    assert WORDS.mood(typed) == mood


@pytest.mark.parametrize(
    ("typed", "first"), [("wist", "wistful"), ("natured", "good-natured"), ("clam", "calm"), ("FIREY", "fiery")]
)
def test_the_nearest_word_comes_first(typed: str, first: str) -> None:
    assert nearest(typed, WORDS.moods())[0].name == first


def test_nothing_near_is_nothing_and_nothing_typed_is_everything() -> None:
    assert nearest("xqzzv", WORDS.moods()) == ()
    assert nearest(" ", WORDS.moods()) == WORDS.moods()[:MOST_NEAREST]
    assert nearest("", (), 3) == ()


async def test_the_catalogue_tells_its_words_anew_when_it_changes(catalog: Catalog) -> None:
    assert (await catalog.vocabulary()).genres() == ()
    await catalog.add(TOYS, MODEL)
    words = await catalog.vocabulary()
    assert words.genres() == (Word("Electronic", 2), Word("Pop/Rock", 1))
    assert words.songs(Only(genre="electronic", mood="tense")) == (JOGA.song.id,)
    assert await catalog.vocabulary() is words
    await catalog.add([CatalogEntry(TEARDROP.song, TEARDROP.vector)], MODEL)
    assert await catalog.vocabulary() is not words
