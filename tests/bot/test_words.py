"""What a member may want of every pick, in the catalogue's words."""

import pytest

from bot.errors import NothingOfThat, UnknownWord, WordKind
from bot.explain import explain
from bot.services import Services
from bot.text.en import synonyms
from bot.words import MOST_NEAREST, Words
from data.catalog import CatalogEntry, Word
from engine.ranking import Only
from engine.songs import Song, normalise, song_id
from tests.bot.toy import FAMILIES, MODEL, SONGS_A_FAMILY


@pytest.fixture
async def words(services: Services) -> Words:
    made = [
        ("a", ("Rap",), ("angry",), "Q2"),
        ("b", ("Rap", "Jazz"), ("relaxed",), "Q4"),
        ("c", ("Jazz",), ("wistful", "laid-back"), "Q3"),
    ]
    songs = [
        Song(song_id("Words", title), "Words", title, genres=genres, moods=moods, quadrant=quadrant)
        for title, genres, moods, quadrant in made
    ]
    await services.catalog.add([CatalogEntry(song) for song in songs], MODEL)
    return services.recommender.words


async def test_words_are_offered_with_their_songs(words: Words) -> None:
    every = SONGS_A_FAMILY * FAMILIES
    assert await words.moods("", "", 3) == (Word("calm", 1), Word("sad", 1), Word("tense", 1))
    assert await words.moods("pla", "", 25) == (Word("plain", every),)
    assert Word("Genre 0", SONGS_A_FAMILY) in await words.genres("genre", "", 25)
    assert len(await words.genres("", "", 2)) == 2


async def test_words_are_offered_among_the_songs_of_the_other_one(words: Words) -> None:
    assert await words.genres("", "angry", 25) == (Word("Rap", 1),)
    assert await words.moods("", "Jazz", 25) == (
        Word("calm", 1),
        Word("sad", 1),
        Word("laid-back", 1),
        Word("relaxed", 1),
        Word("wistful", 1),
    )


async def test_an_unfinished_other_word_does_not_empty_the_list(words: Words) -> None:
    assert await words.genres("", "angr", 25) == await words.genres("", "", 25)


async def test_another_word_for_it_is_offered_first(words: Words) -> None:
    assert [word.name for word in await words.genres("Hip-Hop", "", 25)][:1] == ["Rap"]
    assert [word.name for word in await words.moods("chill", "", 25)][:2] == ["relaxed", "laid-back"]


@pytest.mark.parametrize(
    ("genre", "mood", "only"),
    [
        ("", "", Only()),
        ("jazz", "", Only(genre="Jazz")),
        ("", "CALM", Only(mood="calm")),
        ("hip hop", "angry", Only("Rap", "angry")),
        ("Jazz", "laid back", Only("Jazz", "laid-back")),
    ],
)
async def test_what_is_wanted_is_understood(words: Words, genre: str, mood: str, only: Only) -> None:
    assert await words.understood(genre, mood) == only


async def test_an_unknown_word_is_answered_with_the_nearest_ones(words: Words) -> None:
    with pytest.raises(UnknownWord) as genre:
        await words.understood("Genre", "")
    assert (genre.value.kind, len(genre.value.nearest)) == (WordKind.GENRE, MOST_NEAREST)
    with pytest.raises(UnknownWord) as mood:
        await words.understood("Jazz", "wishful")
    assert (mood.value.kind, mood.value.nearest) == (WordKind.MOOD, ("wistful",))
    assert explain(mood.value).sentence == "I know no mood \u201cwishful\u201d. Did you mean *wistful*?"


async def test_a_word_for_several_is_asked_back(words: Words) -> None:
    with pytest.raises(UnknownWord) as chill:
        await words.understood("", "chill")
    assert chill.value.nearest == ("relaxed", "laid-back", "calm")


async def test_a_word_of_nothing_is_told_without_a_guess(words: Words) -> None:
    with pytest.raises(UnknownWord) as strange:
        await words.understood("", "xqzzv **@everyone**")
    assert strange.value.nearest == ()
    sentence = explain(strange.value).sentence
    assert "pick one from the list" in sentence
    assert "@everyone" not in sentence


async def test_two_words_that_no_song_has_together_name_what_there_is(words: Words) -> None:
    with pytest.raises(NothingOfThat) as nothing:
        await words.understood("Jazz", "angry")
    assert (nothing.value.songs, nothing.value.genres) == (0, ("Rap",))
    assert explain(nothing.value).sentence == (
        "I know no song that is Jazz and angry; I have Jazz songs that are *calm*, *sad* or *laid-back*,"
        " or angry songs in *Rap*."
    )


def test_other_words_are_written_as_they_are_compared() -> None:
    for table in (synonyms.GENRES, synonyms.MOODS):
        assert [word for word in table if normalise(word) != word] == []
