"""Reliability diagrams and confusion matrices, drawn."""

from __future__ import annotations

from pathlib import Path

from matplotlib.axes import Axes

from engine.evaluation.confusion import Confusion
from engine.evaluation.figures import BLUE, GREY, INK, ORANGE, new_figure, save_figure
from engine.evaluation.reliability import Reliability
from engine.evaluation.reliability_report import PAIRS, Line, Report

RELIABILITY, CONFUSION = "reliability", "confusion"
_TITLES = {
    "genre": "Genre",
    "mood": "Mood",
    "quadrant": "Quadrant",
    "cluster": "MIREX cluster",
    "emotify": "Emotify genre",
}
_NAMES = {"Q1": "Q1 happy", "Q2": "Q2 tense", "Q3": "Q3 sad", "Q4": "Q4 calm"}
_COLUMNS = 4
_HEIGHT_OF_A_ROW = 2.25
_DARK = 0.55
"""A cell with a larger share is written in white."""


def draw(told: Report, directory: Path) -> tuple[Path, ...]:
    """Both pictures; without the second where there is no head of whose classes one is true."""
    drawn = [draw_reliability(told, directory)]
    if told.confusions:
        drawn.append(draw_confusions(told, directory))
    return tuple(drawn)


def draw_reliability(told: Report, directory: Path) -> Path:
    """A plot a head: the share that was right against how sure the head was, before and after the temperature.

    Of genres and moods also the words that are said; every pair would be a heap of dots at nothing.
    """
    shown = [line for line in told.lines if line.kind != PAIRS]
    columns = min(len(shown), _COLUMNS)
    rows = -(-len(shown) // columns)
    figure, plots = new_figure(_HEIGHT_OF_A_ROW * rows + 0.3, columns, rows)
    for number, (plot, line) in enumerate(zip(plots, shown, strict=False)):
        _diagram(plot, line)
        if number % columns == 0:
            plot.set_ylabel("share that was right", fontsize=8, color=INK)
        if number + columns >= len(shown):
            plot.set_xlabel("how sure it was", fontsize=8, color=INK)
    for plot in plots[len(shown) :]:
        plot.set_axis_off()
    handles, labels = plots[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=len(labels), frameon=False, fontsize=8)
    return save_figure(figure, directory, RELIABILITY)


def draw_confusions(told: Report, directory: Path) -> Path:
    """A matrix a head: of every true class, the share that was given as each."""
    figure, plots = new_figure(3.1, len(told.confusions))
    for plot, one in zip(plots, told.confusions, strict=True):
        _matrix(plot, one)
    return save_figure(figure, directory, CONFUSION)


def _diagram(plot: Axes, line: Line) -> None:
    plot.plot([0, 1], [0, 1], color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), label="as sure as right")
    for judged, colour, marker, name in (
        (line.before, ORANGE, "s", "before"),
        (line.after, BLUE, "o", "after the temperature"),
    ):
        plot.plot(*_points(judged), color=colour, marker=marker, markersize=3.5, linewidth=1.2, label=name)
    plot.set_title(f"{_TITLES.get(line.head, line.head)}: {line.kind}", fontsize=8, color=INK)
    plot.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", xticks=(0, 0.5, 1), yticks=(0, 0.5, 1))
    errors = f"ECE {line.before.error.value:.3f} → {line.after.error.value:.3f}\n{line.after.answers:,} answers"
    plot.text(0.04, 0.96, errors, transform=plot.transAxes, va="top", fontsize=7, color=INK)


def _points(judged: Reliability) -> tuple[list[float], list[float]]:
    return [one.confidence for one in judged.bins], [one.right for one in judged.bins]


def _matrix(plot: Axes, one: Confusion) -> None:
    shares = one.shares
    plot.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    plot.spines[:].set_visible(False)
    for row in range(len(one.classes)):
        for column in range(len(one.classes)):
            share = shares[row, column]
            text = f"{round(100 * share)}"
            plot.text(column, row, text, ha="center", va="center", fontsize=8, color="white" if share > _DARK else INK)
    names = [_NAMES.get(name, name) for name in one.classes]
    places = range(len(names))
    plot.set_xticks(places, names, rotation=40, ha="right", rotation_mode="anchor", fontsize=7.5)
    plot.set_yticks(places, names, fontsize=7.5)
    plot.tick_params(length=0)
    plot.set_title(f"{_TITLES.get(one.head, one.head)}\n{100 * one.accuracy:.1f} % right", fontsize=9, color=INK)
    plot.set_xlabel("given, % of the row", fontsize=8, color=INK)
    plot.set_ylabel("true", fontsize=8, color=INK)
