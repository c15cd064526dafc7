"""Which thresholds name a song often and a stranger hardly ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.evaluation.same_song import NAMED_GOAL, Outcome
from engine.evaluation.table import Table

MARGINS = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """A pair for ``engine.recognition.recognise`` and what it does.

    Attributes
    ----------
    rightly
        For each set of known clips, how many are named and are the song.
    wrongly
        How many strangers are named.
    """

    similarity: float
    margin: float
    rightly: tuple[int, ...]
    wrongly: int


def lowest_thresholds(
    known: Sequence[Outcome], strangers: Outcome, margins: Sequence[float] = MARGINS
) -> tuple[Thresholds, ...]:
    """For every margin the lowest similarity with which at most half as many strangers are named as may be.

    Half, because thresholds that were chosen on these clips do worse on others: check the choice with another seed.
    """
    allowed = int(NAMED_GOAL / 2 * len(strangers.similarities))
    found = []
    for margin in margins:
        ahead = np.sort(strangers.similarities[strangers.margins >= margin])[::-1]
        similarity = 0.0 if ahead.size <= allowed else float(np.nextafter(ahead[allowed], 2.0))
        found.append(
            Thresholds(
                similarity,
                margin,
                tuple(int((_passes(one, similarity, margin) & one.first).sum()) for one in known),
                int(_passes(strangers, similarity, margin).sum()),
            )
        )
    return tuple(found)


def thresholds_table(known: Sequence[Outcome], strangers: Outcome) -> Table:
    """The pairs of :func:`lowest_thresholds`."""
    return Table(
        title="Thresholds that leave strangers unnamed, and how many known clips they name rightly",
        header=("margin", "similarity", *(one.name for one in known), "strangers named"),
        rows=tuple(
            (f"{one.margin:.2f}", f"{one.similarity:.3f}", *map(str, one.rightly), str(one.wrongly))
            for one in lowest_thresholds(known, strangers)
        ),
        notes=("Chosen on these very clips: check a choice with another --seed.",),
    )


def _passes(one: Outcome, similarity: float, margin: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    passes: np.ndarray[tuple[int], np.dtype[np.bool_]] = (one.similarities >= similarity) & (one.margins >= margin)
    return passes
