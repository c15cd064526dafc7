"""Prompts and what is expected of their answers."""

from __future__ import annotations

import pytest

from benchmarks.asked_prompts import PROMPTS, Prompt
from benchmarks.prompts import Answered, bare, main, table
from bot.understanding import Lexicon, understand
from data.catalog import Vocabulary, read_shipped
from data.catalog.vocabulary import LabelledSong
from engine.embed.weights import SHIPPED, read_facts
from engine.ranking.facets import Facet
from engine.songs import Song, SongId

SONG = Song(SongId("0" * 16), "A", "B", genres=("Jazz",), moods=("calm",), quadrant="Q4", energy=0.1)


def test_a_song_fits_by_quadrant_and_genre() -> None:
    assert Prompt("x", "34", ("Jazz",)).fits(SONG)
    assert Prompt("x", "34").fits(SONG)
    assert not Prompt("x", "12").fits(SONG)
    assert not Prompt("x", "", ("Rap",)).fits(SONG)


def test_nothing_is_said_of_a_bare_song() -> None:
    assert bare(SONG) == Song(SONG.id, "A", "B")


def test_every_prompt_is_asked_once_and_understood() -> None:
    assert len({prompt.text for prompt in PROMPTS}) == len(PROMPTS) == 60
    songs = [entry.song for entry in read_shipped().entries]
    instruments = read_facts(SHIPPED).classes.instruments
    lexicon = Lexicon(
        Vocabulary([LabelledSong(one.id, one.genres, one.moods, one.quadrant) for one in songs]),
        [Facet(name, instruments=(name,)) for name in instruments],
    )
    assert [prompt.text for prompt in PROMPTS if not understand(prompt.text, lexicon)] == []


def test_the_mean_counts_what_was_not_answered_as_nothing() -> None:
    told = [Answered(Prompt("a", "4"), 10, 1.0), Answered(Prompt("b", "1"), 0, None)]
    rows = table(told, told, [SONG]).rows
    assert rows[-1] == ("mean", "0.500", "0.500", "0.500")
    assert rows[1][2] == "none"


def test_help_says_what_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "by ear alone" in capsys.readouterr().out
