"""The learning curves of a run: kept beside the weights, and drawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from engine.training.loop import EpochLoss

FILE_NAME = "losses.json"
PICTURE = "learning-curves"
_COLUMNS = 4
_HEIGHT_OF_A_ROW = 1.55


def save_curves(directory: Path, curves: Sequence[EpochLoss]) -> Path:
    """Write ``losses.json`` as a run keeps it, beside the old file first."""
    path = directory / FILE_NAME
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps([asdict(point) for point in curves], indent=1) + "\n", encoding="utf-8")
    unfinished.replace(path)
    return path


def read_curves(directory: Path) -> tuple[EpochLoss, ...]:
    """Read the ``losses.json`` of a run, or the one beside the weights.

    Raises
    ------
    OSError
        It cannot be read.
    ValueError
        It is damaged.
    """
    path = directory / FILE_NAME
    try:
        points = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            EpochLoss(int(one["epoch"]), {str(name): float(value) for name, value in one["losses"].items()})
            for one in points
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} does not hold the losses of a run ({error})") from error


def draw_curves(curves: Sequence[EpochLoss], directory: Path) -> Path:
    """A plot a loss, each on its own scale from zero, over the epochs.

    Raises
    ------
    ImportError
        matplotlib is not installed.
    ValueError
        There is no epoch to draw.
    """
    if not curves:
        raise ValueError("there is no epoch to draw")
    from engine.evaluation.figures import BLUE, INK, new_figure, save_figure  # noqa: PLC0415 - matplotlib is optional

    names = sorted({name for point in curves for name in point.losses}, key=lambda name: (name != "cnn", name))
    columns = min(len(names), _COLUMNS)
    rows = -(-len(names) // columns)
    figure, plots = new_figure(_HEIGHT_OF_A_ROW * rows + 0.2, columns, rows)
    for number, (plot, name) in enumerate(zip(plots, names, strict=False)):
        known = [(point.epoch + 1, point.losses[name]) for point in curves if name in point.losses]
        epochs, losses = [epoch for epoch, _ in known], [loss for _, loss in known]
        plot.plot(epochs, losses, color=BLUE, linewidth=1.4, marker="o" if len(known) == 1 else "")
        plot.set_title(name.replace("_", " "), fontsize=8, color=INK)
        ends = f"{losses[0]:.3g} → {losses[-1]:.3g}"
        plot.text(0.97, 0.93, ends, transform=plot.transAxes, ha="right", va="top", fontsize=7.5, color=INK)
        plot.set_xlim(1, max(curves[-1].epoch + 1, 2))
        plot.set_ylim(*((0, None) if min(losses) >= 0 else (None, None)))
        if number + columns >= len(names):
            plot.set_xlabel("epoch", fontsize=8, color=INK)
    for plot in plots[len(names) :]:
        plot.set_axis_off()
    return save_figure(figure, directory, PICTURE)
