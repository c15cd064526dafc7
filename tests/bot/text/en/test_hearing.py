from __future__ import annotations

import pytest

from bot.text.en.hearing import like
from engine.traits import Traits

NOTHING = Traits()


def test_nothing_known_is_nothing_said() -> None:
    assert like((), (), None, NOTHING, {}) == ""
    assert like((), (), "Q9", Traits(energy=0.5), {}) == ""


def test_what_is_published_is_said_plainly() -> None:
    traits = Traits(76.6, "A major", 0.2, ("voice", "harpsichord", "drums"))
    line = like(("Electronic", "Pop/Rock", "Ambient"), ("wistful", "calm"), "Q4", traits, {})
    assert line == (
        "-# Electronic, Pop/Rock \u00b7 calm, wistful \u00b7 voice, harpsichord \u00b7 about 77 bpm in A major"
    )


def test_energy_is_said_where_the_feeling_is_not_sure() -> None:
    gentle = Traits(energy=0.2)
    assert like((), (), "Q4", gentle, {"Q4": 0.9}) == "-# calm"
    assert like((), (), "Q4", gentle, {"Q4": 0.5}) == "-# probably calm \u00b7 low in energy"


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        ({}, "Jazz, Blues"),
        ({"Jazz": 0.9, "Blues": 0.8}, "Jazz, Blues"),
        ({"Jazz": 0.9, "Blues": 0.6}, "Jazz"),
        ({"Jazz": 0.6, "Blues": 0.5}, "probably Jazz"),
        ({"Jazz": 0.4, "Blues": 0.3}, "perhaps Jazz"),
    ],
)
def test_a_word_is_hedged_as_the_ear_is_unsure_and_only_one_of_a_kind(confidence: dict[str, float], said: str) -> None:
    assert like(("Jazz", "Blues"), (), None, NOTHING, confidence) == f"-# {said}"


def test_the_quadrant_is_hedged_by_its_own_confidence_and_said_once() -> None:
    assert like((), ("calm",), "Q4", NOTHING, {"Q4": 0.6}) == "-# probably calm"
    assert like((), ("dreamy",), "Q4", NOTHING, {"Q4": 0.9, "dreamy": 0.4}) == "-# calm"


@pytest.mark.parametrize(
    ("traits", "line"),
    [
        (Traits(tempo_bpm=119.6), "-# about 120 bpm"),
        (Traits(key="F# minor"), "-# in F# minor"),
        (Traits(energy=0.9), "-# full of energy"),
        (Traits(energy=0.6), ""),
    ],
)
def test_each_fact_stands_alone_too(traits: Traits, line: str) -> None:
    assert like((), (), None, traits, {}) == line


def test_what_is_only_heard_is_said_to_be_heard() -> None:
    assert like(("Jazz",), (), None, NOTHING, {"Jazz": 0.9}, by_ear=True) == "-# I hear Jazz"
    assert like((), (), None, Traits(tempo_bpm=96.0), {}, by_ear=True) == "-# I hear about 96 bpm"
    assert like((), (), None, NOTHING, {}, by_ear=True) == ""


def test_a_key_is_hedged_too() -> None:
    traits = Traits(tempo_bpm=120.0, key="A minor")
    assert like((), (), None, traits, {"A minor": 0.6}) == "-# about 120 bpm, probably in A minor"


def test_words_from_outside_are_escaped_and_cut() -> None:
    line = like(("**" + "W" * 400,), ("@everyone",), None, NOTHING, {})
    assert "@everyone" not in line
    assert "**" not in line.replace("\\*", "")
    assert len(line) < 120
