from __future__ import annotations

import numpy as np
import pytest

from engine.embed import Heard, Tag, impression
from engine.embed.impression import LEAST_FACT_CONFIDENCE
from engine.music import Key, Tempo
from engine.traits import Traits

SURE, UNSURE = LEAST_FACT_CONFIDENCE, LEAST_FACT_CONFIDENCE - 0.01
VECTOR = np.zeros(4, np.float32)


def heard(**facts: object) -> Heard:
    return Heard(VECTOR, **({"genres": (), "moods": (), "quadrants": ()} | facts))  # type: ignore[arg-type]


def test_nothing_heard_is_nothing_said() -> None:
    said = impression(heard())
    assert (said.genres, said.moods, said.quadrant, said.traits, said.confidence) == ((), (), None, Traits(), {})


def test_words_come_with_how_sure_they_are() -> None:
    said = impression(
        heard(
            genres=(Tag("Jazz", 0.8), Tag("Rap", 0.1)),
            moods=(Tag("calm", 0.4),),
            quadrants=(Tag("Q4", 0.6), Tag("Q3", 0.4)),
            instruments=(Tag("piano", 0.9), Tag("drums", 0.2)),
            key=Key("A", "minor", 0.72),
        )
    )
    assert (said.genres, said.moods, said.quadrant) == (("Jazz",), ("calm",), "Q4")
    assert said.confidence == {"Jazz": 0.8, "calm": 0.4, "Q4": 0.6, "piano": 0.9, "A minor": 0.72}


@pytest.mark.parametrize(("confidence", "known"), [(SURE, True), (UNSURE, False)])
def test_only_what_is_sure_is_a_fact(confidence: float, known: bool) -> None:
    said = impression(
        heard(
            quadrants=(Tag("Q1", confidence), Tag("Q3", 1 - confidence)),
            instruments=(Tag("piano", confidence),),
            tempo=Tempo(96.0, confidence),
            key=Key("F#", "major", confidence),
        )
    )
    assert said.traits == (Traits(96.0, "F# major", confidence, ("piano",)) if known else Traits())


def test_to_be_sure_of_quiet_is_a_fact_too() -> None:
    said = impression(heard(quadrants=(Tag("Q3", 0.5), Tag("Q4", 0.4), Tag("Q2", 0.1))))
    assert said.traits.energy == pytest.approx(0.1)
