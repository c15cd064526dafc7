from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog import Catalog, CatalogEntry, LabelledSong, Vocabulary, Word, nearest
from data.catalog.vocabulary import MOST_NEAREST
from engine.ranking import Only
from engine.ranking.labels import Labels
from engine.songs import SongId
from tests.data.songs import JOGA, MODEL, TEARDROP, TOYS


def labelled(number: int, genres: str = "", moods: str = "", quadrant: str | None = None) -> LabelledSong:
    words = (tuple(cell.split(", ")) if cell else () for cell in (genres, moods))
    return LabelledSong(SongId(f"{number:016x}"), *words, quadrant)


SONGS = [
    labelled(1, "Jazz, Blues", "calm, wistful", "Q4"),
    labelled(2, "jazz", "fiery", "Q2"),
    labelled(3, "Jazz", "", "Q4"),
    labelled(4, "Pop/Rock", "good-natured", "Q1"),
    labelled(5, "", "calm"),
    labelled(6),
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
    ],
)
def test_the_songs_of_a_word_are_found(only: Only, found: tuple[str, ...]) -> None:
    assert WORDS.songs(only) == found


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
