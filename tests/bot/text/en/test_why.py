from __future__ import annotations

import pytest

from bot.text.en import why
from engine.ranking import PenaltyKind, ReasonKind, Term


@pytest.mark.parametrize("kind", [*ReasonKind, *PenaltyKind])
@pytest.mark.parametrize("subject", ["", "Teardrop"])
def test_every_term_has_words_of_its_own(kind: str, subject: str) -> None:
    label = why.label(Term(kind, 1.0, 1.0, subject))
    others = {why.label(Term(other, 1.0, 1.0, subject)) for other in (*ReasonKind, *PenaltyKind) if other != kind}
    assert label
    assert label not in others
    assert "_" not in label


def test_a_term_of_a_later_version_is_named_as_it_is() -> None:
    assert why.label(Term("of_the_future", 1.0, 1.0, "x")) == "of the future"


def test_numbers_have_signs_that_can_be_told_apart() -> None:
    assert (why.signed(0.5), why.signed(-0.126)) == ("+0.50", "\u22120.13")


def test_how_many_picks_there_are_is_told() -> None:
    assert "1 pick:" in why.no_such_pick(1)
    assert "from 1 to 25" in why.no_such_pick(25)
