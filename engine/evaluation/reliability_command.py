"""``python -m engine.evaluation calibration``: how far the ear's confidences are to be believed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from engine.calibration import as_buffers
from engine.embed.weights import load_ear, read_facts, save_ear
from engine.errors import ModelError
from engine.evaluation.fold_vectors import SHIPPED, fold_file, read_fold_vectors
from engine.evaluation.folds import FOLDS, TRACKS_FILE, DataMissingError, read_tracks
from engine.evaluation.reliability_heads import heads
from engine.evaluation.reliability_json import save_report
from engine.evaluation.reliability_report import Report, reliability_table, report
from engine.training.labels import make_labels, read_clips

SUMMARY = "are the ear's confidences as high as it is right"
DESCRIPTION = """\
Every clip's genres, moods, quadrant, cluster are asked of the model of its fold, which never heard its artist. The
temperature (and for genres and moods the biases) for a fold is fitted on the other four folds; all answers are judged
together, before and after. Goal: an expected calibration error of at most 0.05 for genre and quadrant, or an interval
that reaches below it.

Exit status: 0 the goal is met; 1 it is not; 2 something is missing."""
_MET, _MISSED = 0, 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes besides ``--data`` and ``--markdown``."""
    parser.add_argument(
        "--fold-vectors", type=Path, default=SHIPPED, metavar="DIR", help="with fold-0.npz to fold-4.npz"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured")
    parser.add_argument(
        "--figures", type=Path, metavar="DIR", help="draw reliability.png and confusion.png (needs matplotlib)"
    )
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="put temperatures and biases into the weights that lie here"
    )


def run(options: argparse.Namespace) -> int:
    """Measure, print, and write what was asked for; the exit status."""
    tracks = read_tracks(options.data)
    labels = make_labels(read_clips(options.data / TRACKS_FILE))
    folds = [read_fold_vectors(fold_file(options.fold_vectors, fold), tracks) for fold in range(FOLDS)]
    asked = heads(tracks, labels, folds)
    if not asked:
        raise DataMissingError(f"no clip of {options.data / TRACKS_FILE} has a label that a head tells")
    told = report(asked, [fold.model for fold in folds])
    print(reliability_table(told).render(markdown=options.markdown))
    for words, found in (("Within the goal", told.met), ("Above the goal", told.missed)):
        if found:
            print(f"\n{words}: {'; '.join(found)}.")
    if options.json:
        save_report(options.json, told)
    if options.figures:
        _draw(told, options.figures)
    if options.store:
        store(told, options.store)
    return _MISSED if told.missed else _MET


def store(told: Report, directory: Path) -> str:
    """Put the scalings into the ear's weights, which get a new name by it.

    Returns
    -------
    The new name.

    Raises
    ------
    ModelError
        The weights are missing, or have no place for a scaling.
    """
    facts = read_facts(directory)
    ear = load_ear(directory, facts)
    state = ear.state_dict()
    for name, values in as_buffers(told.scalings).items():
        if name not in state or state[name].shape != values.shape:
            raise ModelError(f"the weights in {directory} have no place for {name}: train them again")
        state[name] = values
    ear.load_state_dict(state)
    saved = save_ear(ear, directory, facts.classes, facts.training, facts.scores)
    if saved.model != facts.model:
        print(
            f"{facts.model} -> {saved.model}: vectors made before carry the old name, make them again", file=sys.stderr
        )
    return saved.model


def _draw(told: Report, directory: Path) -> None:
    try:
        from engine.evaluation.reliability_figures import draw  # noqa: PLC0415
    except ImportError as error:
        raise DataMissingError(f"figures need matplotlib: install Segue with its `dev` extra ({error})") from error
    draw(told, directory)
