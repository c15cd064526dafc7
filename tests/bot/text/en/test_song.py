from __future__ import annotations

import numpy as np
import pytest

from bot.text.en import song as say
from engine.embed import Heard, Tag
from engine.music import Key, Tempo
from engine.songs import Song, song_id

SONG = Song(
    id=song_id("Björk", "Jóga"),
    artist="Björk",
    title="Jóga",
    year=1997,
    genres=("Trip-hop", "Electronic"),
    moods=("yearning",),
    quadrant="Q2",
    tempo_bpm=83.6,
    key="E minor",
    energy=0.8,
    instruments=("strings",),
)
HEARD = Heard(
    vector=np.zeros(4, np.float32),
    genres=(Tag("Electronic", 0.814), Tag("Pop/Rock", 0.35), Tag("Jazz", 0.2)),
    moods=(Tag("calm", 0.6), Tag("yearning", 0.4), Tag("sad", 0.1)),
    quadrants=(Tag("Q4", 0.7), Tag("Q3", 0.21), Tag("Q1", 0.09), Tag("Q2", 0.0)),
    instruments=(Tag("strings", 0.9), Tag("voice", 0.31), Tag("piano", 0.1)),
    tempo=Tempo(83.9, 0.66),
    key=Key("A", "minor", 0.5),
)


def lines(song: Song | None, heard: Heard | None) -> dict[str, str]:
    rows = (row.split(" \u00b7 ", maxsplit=1) for row in say.facts(song, heard).splitlines())
    return {name.strip("*"): said for name, said in rows}


def test_without_a_sound_the_catalogue_speaks() -> None:
    assert lines(SONG, None) == {
        "Genre": "Trip-hop, Electronic",
        "Mood": "tense, yearning",
        "Instruments": "strings",
        "Tempo": "about 84 bpm",
        "Key": "E minor",
        "Energy": "lively (80%)",
    }
    assert "71% sure" in say.how_sure(listened=False)


def test_what_was_heard_is_told_with_how_sure_and_what_only_the_catalogue_has_is_named_so() -> None:
    assert lines(SONG, HEARD) == {
        "Genre": "Electronic (81%), Pop/Rock (35%) \u00b7 the catalogue says: Trip-hop",
        "Mood": "calm (70%), sad (21%), yearning (40%) \u00b7 the catalogue says: tense",
        "Instruments": "strings (90%), voice (31%)",
        "Tempo": "about 84 bpm (66%)",
        "Key": "A minor (50%)",
        "Energy": "quiet (91%)",
    }
    assert say.CATALOGUED in say.how_sure(listened=True)


def test_a_clip_is_told_by_ear_alone() -> None:
    assert "catalogue" not in say.facts(None, HEARD)


def test_what_is_not_sure_is_said_to_be() -> None:
    bare = Song(id=SONG.id, artist="Björk", title="Jóga")
    assert set(lines(bare, None).values()) == {say.UNHEARD}
    nothing = Heard(np.zeros(4, np.float32), (), (), ())
    assert lines(None, nothing) == dict.fromkeys(("Genre", "Mood", "Instruments", "Energy"), say.UNHEARD) | {
        "Tempo": say.NO_TEMPO,
        "Key": say.NO_KEY,
    }
    assert lines(SONG, nothing)["Genre"] == "the catalogue says: Trip-hop, Electronic"


def test_the_heading_says_which_song_it_is_or_that_it_is_none() -> None:
    assert say.heading(SONG, "") == "## Jóga\nBjörk \u00b7 1997"
    assert say.heading(SONG, "a`b.mp3").endswith("-# recognised in `a\u2019b.mp3`")
    assert say.heading(None, "clip.mp3") == "## `clip.mp3`\nno song that I know"
    assert say.heading(None, " \n") == "## Your clip\nno song that I know"


@pytest.mark.parametrize(("growth", "course"), [(0.0, say.STEADY), (4.0, say.RISING), (-4.0, say.FALLING)])
def test_the_spectrogram_is_told_in_words(growth: float, course: str) -> None:
    told = say.spectrogram_alt("Jóga", 29.98, low_hz=61.7, high_hz=1530.0, loudest_second=12.5, growth_db=growth)
    assert told.startswith("Spectrogram of Jóga: 30 seconds")
    assert f"between 62 Hz and 1.5 kHz; {course}," in told
    assert len(told) <= say.LONGEST_ALT


def test_words_from_outside_are_escaped() -> None:
    hostile = Song(id=SONG.id, artist="@everyone", title="**x**", genres=("[a](b)",), key="<@1>")
    told = say.facts(hostile, None) + say.heading(hostile, "") + say.neighbour(1, hostile, 0.5, "")
    for mark in ("@everyone", "**x**", "[a]", "<@1>"):
        assert mark not in told.replace("\\", "\\ ")
