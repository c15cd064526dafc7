"""What is known of a clip after it was heard."""

from __future__ import annotations

import numpy as np
import pytest

from engine.embed import Heard, Tag

_VECTOR = np.ones(1, dtype=np.float32)


def test_what_was_not_listened_for_is_empty() -> None:
    heard = Heard(_VECTOR, (), (), ())
    assert (heard.instruments, heard.tempo, heard.key) == ((), None, None)
    assert heard.energy is None
    assert heard.valence is None


def test_energy_is_the_share_of_high_arousal_and_valence_that_of_the_positive() -> None:
    quadrants = (Tag("Q2", 0.5), Tag("Q1", 0.3), Tag("Q4", 0.15), Tag("Q3", 0.05))
    heard = Heard(_VECTOR, (), (), quadrants)
    assert heard.energy == pytest.approx(0.8)
    assert heard.valence == pytest.approx(0.45)


def test_rounding_does_not_carry_a_share_above_one() -> None:
    assert Heard(_VECTOR, (), (), (Tag("Q1", 0.7), Tag("Q2", 0.3000001))).energy == 1.0
