from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.en.reasons import LONGEST_SUBJECT, ROOM_FOR_MARKS, because, fitting, reason
from engine.ranking import Reason, ReasonKind


@pytest.mark.parametrize("kind", ReasonKind)
def test_every_kind_of_reason_has_words(kind: ReasonKind) -> None:
    assert reason(Reason(kind, "Q3"))


def test_the_subject_is_named() -> None:
    assert reason(Reason(ReasonKind.SAME_MOOD, "Wistful")) == "same mood: wistful"
    assert reason(Reason(ReasonKind.NEAR_LIKED, "Teardrop")) == "near *Teardrop*, which you liked"
    assert reason(Reason(ReasonKind.SAME_QUADRANT, "Q4")) == "just as calm"
    assert reason(Reason(ReasonKind.SAME_ERA, "1990s")) == "same time: 1990s"
    assert reason(Reason(ReasonKind.SAME_TEMPO, "120")) == "both around 120 bpm"
    assert reason(Reason(ReasonKind.SAME_KEY, "A minor")) == "both in A minor"
    assert reason(Reason(ReasonKind.SAME_INSTRUMENTS, "Piano")) == "both with piano"
    assert reason(Reason(ReasonKind.SAME_ENERGY)) == "the same energy"


def test_what_did_not_decide_is_said_apart() -> None:
    shared = (Reason(ReasonKind.SAME_TEMPO, "120"), Reason(ReasonKind.SAME_KEY, "A minor"))
    decided = (Reason(ReasonKind.VARIETY),)
    assert because(decided, shared) == "for variety \u00b7 also both around 120 bpm, both in A minor"
    assert because((), shared[:1]) == "also both around 120 bpm"


def test_what_is_far_away_does_not_sound_alike() -> None:
    alike = (Reason(ReasonKind.SOUNDS_ALIKE),)
    assert because(alike, similarity=0.5) == "sounds alike"
    assert because(alike, similarity=0.49) == "the nearest in sound"


def test_reasons_stand_in_the_order_in_which_they_decided() -> None:
    given_ = (Reason(ReasonKind.SAME_GENRE, "Jazz"), Reason(ReasonKind.VARIETY))
    assert because(given_) == "same genre: Jazz \u00b7 for variety"
    assert because(()) == ""


@given(st.text(alphabet="*_`|~[]<>:@#\\ab", max_size=300), st.integers(16, 80))
def test_a_text_of_nothing_but_marks_is_cut_shorter(text: str, longest: int) -> None:
    assert len(fitting(text, longest)) <= longest + ROOM_FOR_MARKS


def test_a_plain_text_keeps_its_length() -> None:
    assert fitting("a" * LONGEST_SUBJECT, LONGEST_SUBJECT) == "a" * LONGEST_SUBJECT
