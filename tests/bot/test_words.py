"""What a member may want of every pick, in the catalogue's words."""

import pytest

from bot.errors import NothingOfThat, UnclearSpan, UnknownWord, WordKind
from bot.explain import explain
from bot.services import Services
from bot.text.en import synonyms
from bot.words import MOST_NEAREST, Offer, Wish, Words
from data.catalog import CatalogEntry, Word
from engine.ranking import Only, Span
from engine.songs import Song, SongId, artist_key, normalise
from tests.bot.toy import FAMILIES, MODEL, SONGS_A_FAMILY


@pytest.fixture
async def words(services: Services) -> Words:
    made = [
        Song(SongId("a" * 16), "Wörds", "a", genres=("Rap",), moods=("angry",), quadrant="Q2", tempo_bpm=88.0),
        Song(SongId("b" * 16), "Wörds", "b", genres=("Rap", "Jazz"), moods=("relaxed",), quadrant="Q4", explicit=True),
        Song(
            SongId("c" * 16),
            "Wörds feat. Else",
            "c",
            year=2013,
            genres=("Jazz",),
            moods=("wistful", "laid-back"),
            quadrant="Q3",
            tempo_bpm=140.0,
            instruments=("electric guitar", "voice"),
        ),
    ]
    await services.catalog.add([CatalogEntry(song) for song in made], MODEL)
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


async def test_instruments_are_offered_by_other_names_too(words: Words) -> None:
    assert await words.instruments("", 25) == (Word("electric guitar", 1), Word("voice", 1))
    assert await words.instruments("guit", 25) == (Word("electric guitar", 1),)
    assert await words.instruments("singing", 1) == (Word("voice", 1),)


async def test_artists_are_offered_once_each(words: Words) -> None:
    offered = await words.artists("words", 25)
    assert offered[0] == "Wörds"
    assert len({artist_key(artist) for artist in offered}) == len(offered)
    assert await words.artists(" ", 25) == ()
    assert len(await words.artists("band", 3)) == 3


async def test_tempi_are_offered_with_their_bounds_and_their_songs(words: Words) -> None:
    assert await words.tempi("") == (
        Offer("slow", Span(high=99), 1),
        Offer("medium", Span(100, 129), 0),
        Offer("fast", Span(low=130), 1),
    )
    assert await words.tempi("F") == (Offer("fast", Span(low=130), 1),)
    assert await words.tempi(" 80-90 ") == (Offer("80-90", Span(80, 90), 1),)
    assert await words.tempi("quick") == ()


async def test_decades_are_offered_and_how_a_time_is_understood(words: Words) -> None:
    decades = await words.years("", 25)
    assert [offer.text for offer in decades] == ["2010s", "2000s", "1990s", "1980s", "1970s", "1960s"][-len(decades) :]
    assert decades[0] == Offer("2010s", Span(2010, 2019), SONGS_A_FAMILY * (FAMILIES > 5) + 1)
    assert await words.years("201", 25) == (decades[0],)
    assert await words.years("before 1970", 25) == (Offer("before 1970", Span(high=1969), SONGS_A_FAMILY),)
    assert len(await words.years("", 2)) == 2


async def test_what_is_wanted_is_understood(words: Words) -> None:
    for wish, only in (
        (Wish(), Only()),
        (Wish(genre="jazz"), Only(genre="Jazz")),
        (Wish(mood="CALM"), Only(mood="calm")),
        (Wish("hip hop", "angry"), Only("Rap", "angry")),
        (Wish("Jazz", "laid back"), Only("Jazz", "laid-back")),
        (Wish(instrument="Guitar"), Only(instrument="guitar")),
        (Wish(instrument="vocals"), Only(instrument="voice")),
        (Wish(tempo="fast"), Only(tempo=Span(low=130))),
        (Wish(year="since 2010"), Only(year=Span(low=2010))),
        (Wish(avoid="WORDS, Somebody"), Only(avoid="Wörds")),
        (Wish(only_new=True, clean=True), Only(only_new=True, clean=True)),
    ):
        assert await words.understood(wish) == only


async def test_an_unknown_word_is_answered_with_the_nearest_ones(words: Words) -> None:
    with pytest.raises(UnknownWord) as genre:
        await words.understood(Wish(genre="Genre"))
    assert (genre.value.kind, len(genre.value.nearest)) == (WordKind.GENRE, MOST_NEAREST)
    with pytest.raises(UnknownWord) as mood:
        await words.understood(Wish("Jazz", "wishful"))
    assert (mood.value.kind, mood.value.nearest) == (WordKind.MOOD, ("wistful",))
    assert explain(mood.value).sentence == "I know no mood \u201cwishful\u201d. Did you mean *wistful*?"


async def test_a_word_for_several_is_asked_back(words: Words) -> None:
    with pytest.raises(UnknownWord) as chill:
        await words.understood(Wish(mood="chill"))
    assert chill.value.nearest == ("relaxed", "laid-back", "calm")


async def test_a_word_of_nothing_is_told_without_a_guess(words: Words) -> None:
    with pytest.raises(UnknownWord) as strange:
        await words.understood(Wish(mood="xqzzv **@everyone**"))
    assert strange.value.nearest == ()
    sentence = explain(strange.value).sentence
    assert "pick one from the list" in sentence
    assert "@everyone" not in sentence


async def test_two_words_that_no_song_has_together_name_what_there_is(words: Words) -> None:
    with pytest.raises(NothingOfThat) as nothing:
        await words.understood(Wish("Jazz", "angry"))
    assert (nothing.value.songs, nothing.value.genres) == (0, ("Rap",))
    assert explain(nothing.value).sentence == (
        "I know no song that is Jazz and angry; I have Jazz songs that are *calm*, *sad* or *laid-back*,"
        " or angry songs in *Rap*."
    )


async def test_an_artist_whom_nobody_knows_cannot_be_avoided(words: Words) -> None:
    with pytest.raises(UnknownWord) as typo:
        await words.understood(Wish(avoid="Wrods"))
    assert (typo.value.kind, typo.value.nearest) == (WordKind.ARTIST, ("Wörds",))
    with pytest.raises(UnknownWord) as strange:
        await words.understood(Wish(avoid="xqzzv **@everyone**"))
    assert strange.value.nearest == ()
    assert "`avoid:`" in explain(strange.value).sentence


async def test_a_tempo_that_makes_no_sense_is_refused(words: Words) -> None:
    with pytest.raises(UnclearSpan):
        await words.understood(Wish(tempo="quick"))
    with pytest.raises(UnclearSpan):
        await words.understood(Wish(year="yesterday"))


async def test_where_nothing_is_so_it_says_what_may_be_left_out(words: Words) -> None:
    with pytest.raises(NothingOfThat) as nothing:
        await words.understood(Wish("Jazz", instrument="guitar", tempo="slow", only_new=True))
    assert nothing.value.without == (Word("tempo", 1),)
    assert explain(nothing.value).sentence == (
        "I know no song that is Jazz, has guitar and has up to 99 bpm; without `tempo:` there is 1."
    )
    with pytest.raises(NothingOfThat) as explicit:
        await words.understood(Wish("Rap", "relaxed", clean=True))
    assert [word.name for word in explicit.value.without] == ["mood", "clean"]


def test_other_words_are_written_as_they_are_compared() -> None:
    for table in (synonyms.GENRES, synonyms.MOODS, synonyms.INSTRUMENTS):
        assert [word for word in table if normalise(word) != word] == []
