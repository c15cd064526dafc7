"""The tables of the simulated members."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.evaluation.simulated.replaying import EVENTS, Way
from engine.evaluation.simulated.scores import AT, Judged, Mean, Quality, mean, per_listener
from engine.evaluation.table import Table

Figure = Callable[[Quality], float]
FIGURES: tuple[tuple[str, Figure], ...] = (
    (f"recall@{AT}", lambda one: one.recall),
    (f"NDCG@{AT}", lambda one: one.ndcg),
    ("variety", lambda one: one.variety),
    ("novelty", lambda one: one.novelty),
)
ACCURACY = FIGURES[:2]


def ways_table(judged: Sequence[Judged], title: str, notes: tuple[str, ...] = ()) -> Table:
    """Every way after every count of events: accuracy with intervals, variety and novelty beside it."""
    rows = []
    for events in EVENTS:
        for way in Way:
            found = [mean(per_listener(judged, way, events, figure)) for _, figure in FIGURES]
            accuracy = [_interval(one) for one in found[: len(ACCURACY)]]
            rows.append((f"{events} events, {way}", *accuracy, f"{found[2].value:.3f}", f"{found[3].value:.2f}"))
    return Table(title, ("", *(name for name, _ in FIGURES)), tuple(rows), notes)


def differences_table(judged: Sequence[Judged], title: str) -> Table:
    """How far the hybrid is above each other way, listener by listener."""
    rows = [
        (
            f"hybrid less {way}, {name}",
            *(
                _interval(
                    mean(per_listener(judged, Way.HYBRID, events, figure) - per_listener(judged, way, events, figure)),
                    signed=True,
                )
                for events in EVENTS
            ),
        )
        for way in Way
        if way is not Way.HYBRID
        for name, figure in ACCURACY
    ]
    return Table(title, ("", *(f"{events} events" for events in EVENTS)), tuple(rows))


def _interval(found: Mean, *, signed: bool = False) -> str:
    sign = "+" if signed else ""
    return f"{found.value:{sign}.3f} [{found.low:{sign}.3f}, {found.high:{sign}.3f}]"
