"""The tables of ``python -m engine.evaluation music``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.evaluation.music.clips import HeardClip
from engine.evaluation.music.judging import MIREX_SCORE, KeyVerdict, TempoVerdict
from engine.evaluation.music.sureness import Sureness
from engine.evaluation.music.tallies import Tally
from engine.evaluation.table import Table


def tempo_table(title: str, tallies: Sequence[Tally[TempoVerdict]], *notes: str) -> Table:
    """How often each verdict fell on a tempo."""
    rows = [
        (tally.name, str(tally.verdicts.total()), *(f"{tally.share(verdict):.3f}" for verdict in TempoVerdict))
        for tally in tallies
    ]
    return Table(title, ("", "n", *TempoVerdict), tuple(rows), notes)


def key_table(title: str, tallies: Sequence[Tally[KeyVerdict]], *notes: str) -> Table:
    """How often each verdict fell on a key, and MIREX's weighted score."""
    rows = [
        (
            tally.name,
            str(tally.verdicts.total()),
            *(f"{tally.share(verdict):.3f}" for verdict in KeyVerdict),
            f"{sum(score * tally.share(verdict) for verdict, score in MIREX_SCORE.items()):.3f}",
        )
        for tally in tallies
    ]
    return Table(title, ("", "n", *KeyVerdict, "MIREX"), tuple(rows), notes)


def confidence_table(sure: Sequence[Sureness]) -> Table:
    """How far the confidences are to be believed, and the constants that the curves should have."""
    rows = [
        (
            f"{one.name}, {how}",
            str(judged.answers),
            f"{judged.accuracy:.3f}",
            f"{judged.confidence:.3f}",
            f"{judged.error.value:.3f} ({judged.error.low:.3f} to {judged.error.high:.3f})",
            f"{judged.chance:.3f}",
        )
        for one in sure
        for how, judged in (("in use", one.in_use), ("fitted on other artists", one.held_out))
    ]
    header = ("", "answers", "right", "confidence", "calibration error", "by chance")
    notes = [f"Fitted on all: {one.name} = Logistic({one.fitted.slope:.2f}, {one.fitted.offset:.2f})." for one in sure]
    return Table("How sure, and how often right", header, tuple(rows), tuple(notes))


def cost(clips: Sequence[HeardClip]) -> str:
    """What a clip's tempo and key take, in words."""
    milliseconds = 1_000 * np.array([clip.processor_seconds for clip in clips])
    return (
        f"Tempo and key of a clip take {np.median(milliseconds):.1f} ms of one core "
        f"(median; nine of ten clips at most {np.percentile(milliseconds, 90):.1f} ms)."
    )
