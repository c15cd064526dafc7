"""How a figure looks and how it is written: readable at the width of a README, on white, in colours that everyone can
tell apart (Okabe & Ito, 2008).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"
COLOURS = (BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY)
GREY = "#6E7781"
INK = "#24292F"
DOTS_PER_INCH = 130
WIDTH = 7.6
"""Inches: about a thousand dots, twice what a README shows on a plain screen."""
_STYLE: dict[Any, Any] = {"font.family": "DejaVu Sans", "font.size": 9.0}


def new_figure(height: float, columns: int, rows: int = 1) -> tuple[Figure, list[Axes]]:
    """A white figure of the usual width and its plots, row by row."""
    with rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, height), facecolor="white", layout="constrained")
        axes = figure.subplots(rows, columns, squeeze=False)
        plots = [plot for row in axes for plot in row]
        for plot in plots:
            plot.set_facecolor("white")
            plot.spines[["top", "right"]].set_visible(False)
            plot.spines[["left", "bottom"]].set_color(GREY)
            plot.tick_params(colors=INK, labelsize=8)
        return figure, plots


def save_figure(figure: Figure, directory: Path, name: str) -> Path:
    """Write a PNG, the same bytes for the same figure, beside the old file first."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{name}.png"
    unfinished = directory / f"{name}.part"
    with rc_context(_STYLE):
        figure.savefig(unfinished, format="png", dpi=DOTS_PER_INCH, facecolor="white", metadata={"Software": None})
    unfinished.replace(path)
    return path
