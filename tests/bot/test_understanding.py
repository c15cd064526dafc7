"""What somebody wants to hear, in plain words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.en import prompt_words
from bot.understanding import LONGEST_PROMPT, Lexicon, understand
from data.catalog import Vocabulary
from data.catalog.vocabulary import LabelledSong
from engine.ranking import Span
from engine.ranking.facets import Facet
from engine.songs import SongId, normalise

VOCABULARY = Vocabulary(
    [
        LabelledSong(SongId("1"), ("Jazz", "Pop/Rock"), ("calm", "sad", "melancholy", "aggressive"), "Q4", ("piano",)),
        LabelledSong(SongId("2"), ("R&B", "Rap"), ("relaxed", "nocturnal", "fun"), "Q1", ("electric guitar",)),
    ]
)
HEARD = tuple(Facet(word, instruments=(word,)) for word in ("voice", "female voice", "male voice", "drums", "bass"))
LEXICON = Lexicon(VOCABULARY, HEARD)


def said(prompt: str) -> tuple[list[str], list[str], list[str]]:
    read = understand(prompt, LEXICON)
    return [one.said for one in read.wanted], [one.said for one in read.unwanted], list(read.unknown)


@pytest.mark.parametrize(
    ("prompt", "wanted", "unwanted", "unknown"),
    [
        ("rainy night drive", ["rainy", "night", "drive"], [], []),
        ("Calm, sad PIANO music!", ["calm", "sad", "piano"], [], []),
        ("no vocals", [], ["vocals"], []),
        ("not sad", [], ["sad"], []),
        ("without drums", [], ["drums"], []),
        ("not too sad but slow", ["slow"], ["sad"], []),
        ("no drums and bass", [], ["drums", "bass"], []),
        ("no drums and calm", ["calm"], ["drums"], []),
        ("no drums, bass or vocals", [], ["drums", "bass", "vocals"], []),
        ("neither", [], [], ["neither"]),
        ("no piano, guitar", ["guitar"], ["piano"], []),
        ("instrumental jazz", ["jazz"], ["vocals"], []),
        ("not instrumental", ["vocals"], [], []),
        ("I don't want sad songs", [], ["sad"], []),
        ("r&b or hip hop for a party", ["r and b", "hip hop", "party"], [], []),
        ("agressive guitars", ["aggressive", "guitars"], [], []),
        ("female vocals", ["female vocals"], [], []),
        ("something like Radiohead", [], [], ["radiohead"]),
        ("xyzzy jazz frobnicate", ["jazz"], [], ["xyzzy", "frobnicate"]),
        ("calm calm calm", ["calm"], [], []),
        ("", [], [], []),
        ("the of and", [], [], []),
    ],
)
def test_words_are_wanted_unwanted_or_unknown(
    prompt: str, wanted: list[str], unwanted: list[str], unknown: list[str]
) -> None:
    assert said(prompt) == (wanted, unwanted, unknown)


@pytest.mark.parametrize(
    ("prompt", "tempo", "year"),
    [
        ("jazz 120 bpm", Span(115, 125), Span()),
        ("100-130 bpm jazz", Span(100, 130), Span()),
        ("under 90 bpm", Span(high=89), Span()),
        ("80s pop", Span(), Span(1980, 1989)),
        ("the 1990s", Span(), Span(1990, 1999)),
        ("songs from the nineties", Span(), Span(1990, 1999)),
        ("late 90s", Span(), Span(1995, 1999)),
        ("early sixties", Span(), Span(1960, 1964)),
        ("before 1980", Span(), Span(high=1979)),
        ("since 2010, fast, over 140 bpm", Span(low=141), Span(low=2010)),
        ("1975", Span(), Span(1975, 1975)),
        ("1970 to 1979", Span(), Span(1970, 1979)),
    ],
)
def test_numbers_are_tempi_and_times(prompt: str, tempo: Span, year: Span) -> None:
    read = understand(prompt, LEXICON)
    assert (read.tempo, read.year) == (tempo, year)


def test_a_number_that_is_refused_is_not_taken_for_its_opposite() -> None:
    read = understand("not 80s jazz", LEXICON)
    assert (read.year, read.unknown) == (Span(), ("not 80s",))
    assert [one.said for one in read.wanted] == ["jazz"]


def test_slow_and_fast_are_tempi() -> None:
    slow, fast = understand("slow or fast", LEXICON).wanted
    assert slow.tempo.high is not None
    assert fast.tempo.low is not None
    assert slow.tempo.high < fast.tempo.low


def test_only_what_the_catalogue_or_the_ear_has_is_understood() -> None:
    (rainy,) = understand("rainy", LEXICON).wanted
    assert rainy.moods == ("melancholy",)
    bare = Lexicon(Vocabulary([LabelledSong(SongId("1"), ("Jazz",))]))
    assert understand("rainy", bare).unknown == ("rainy",)
    assert understand("no vocals", bare).unknown == ("vocals",)


def test_every_word_is_written_as_it_is_compared_and_none_is_ignored_too() -> None:
    phrases = prompt_words.PHRASES
    assert [phrase for phrase in phrases if normalise(phrase) != phrase] == []
    silent = prompt_words.IGNORED | prompt_words.NEGATORS | prompt_words.LISTING | {prompt_words.ALSO}
    assert silent & set(phrases) == set()
    assert not prompt_words.INSTRUMENTAL & set(phrases)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    read = understand(text, LEXICON)
    assert len(read.wanted) + len(read.unwanted) + len(read.unknown) <= LONGEST_PROMPT


@pytest.mark.parametrize("text", ["no " * 100, "80s" * 70, "1" * 200, "rainy " * 34, "a" * 200, "120 bpm " * 25])
def test_hostile_text_is_read_at_once(text: str) -> None:
    started = time.process_time()
    understand(text, LEXICON)
    assert time.process_time() - started < 1
