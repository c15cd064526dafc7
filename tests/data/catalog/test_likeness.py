from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.candidates import Candidate
from data.catalog.likeness import Likeness, most_alike
from engine.songs import normalise, version_key


def candidates(*names: tuple[str, str]) -> list[Candidate]:
    return [
        Candidate(number, normalise(artist), normalise(title), version_key(artist, title))
        for number, (artist, title) in enumerate(names)
    ]


KNOWN = candidates(
    ("Massive Attack", "Teardrop"),
    ("Massive Attack", "Teardrop (Live)"),
    ("Echo & the Bunnymen", "The Killing Moon"),
    ("Echidna", "Farmer"),
    ("Avalanch", "Echo"),
    ("AC/DC", "T.N.T."),
    ("Hysterie", "Close Up"),
    ("Adema", "Up Close and Personal"),
    ("Johnny Cash", "Hurt"),
)


def best(wanted: str, limit: int = 25) -> list[Likeness]:
    return most_alike(wanted, KNOWN, limit)


@pytest.mark.parametrize(
    ("wanted", "title", "whole"),
    [
        ("teardrop", "teardrop", 1.0),
        ("massive attack teardrop", "teardrop", 1.0),
        ("teardrop massive attack", "teardrop", 1.0),
        ("teardrop by massive attack", "teardrop", 1.0),
        ("tnt", "t n t", 0.99),
        ("up close", "close up", 0.96),
        ("ecoh", "echo", 0.75),
    ],
)
def test_the_whole_title_comes_first(wanted: str, title: str, whole: float) -> None:
    first = best(wanted)[0]
    assert first.candidate.title == title
    assert first.whole == pytest.approx(whole)


def test_ways_of_being_alike_count_in_their_order() -> None:
    exact, artist, beginning, mistake, piece = (
        best(wanted)[0].score for wanted in ("hurt", "johnny cash", "hur", "hxrt", "ohnny")
    )
    assert exact > artist > beginning > mistake > piece


@pytest.mark.parametrize("wanted", ["teardrop", "m", "echo moon", "nothing like it", "attack teardrop live"])
def test_asking_for_fewer_gives_the_first_of_them(wanted: str) -> None:
    everyone = best(wanted, len(KNOWN))
    for limit in range(1, len(KNOWN)):
        assert best(wanted, limit) == everyone[:limit]


@given(st.text("abehmoru ", min_size=1, max_size=120).map(lambda text: " ".join(text.split())).filter(bool))
def test_numbers_lie_between_nothing_and_one_and_fall(wanted: str) -> None:
    found = best(wanted)
    assert all(0 <= one.whole <= one.score <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_nothing_is_like_nothing() -> None:
    assert most_alike("teardrop", [], 5) == []
