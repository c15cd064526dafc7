"""``python -m engine.training.model_card``: the model card and its pictures, written anew from what was measured.

Nothing in the card is typed by hand: the facts come from the weights, the counts from ``tracks.csv``, the scores and
the calibration from the JSON files that the evaluation writes. What is missing or does not belong together is said in
the card and on the terminal.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from engine.calibration import as_buffers
from engine.embed.weights import SHIPPED, EarFacts, load_ear, read_facts
from engine.errors import ModelError
from engine.evaluation.fold_vectors import SHIPPED as SHIPPED_VECTORS
from engine.evaluation.fold_vectors import fold_file
from engine.evaluation.folds import FOLDS, TRACKS_FILE
from engine.evaluation.reliability_json import read_report
from engine.evaluation.reliability_report import Report, reliability_table
from engine.networks.ear import Ear
from engine.training import card_sections
from engine.training.card_scores import EarScores, read_scores, score_sentences, score_tables
from engine.training.curves import PICTURE, draw_curves, read_curves
from engine.training.finish import final_losses
from engine.training.loop import EpochLoss
from engine.training.sources import Counted, count

FILE_NAME = "MODEL_CARD.md"
_ROOT = Path(__file__).parents[2]
RESULTS = _ROOT / "docs" / "results"
"""Where ``ear.json`` and ``calibration.json`` lie."""
PICTURES = _ROOT / "docs" / "images" / "ear"
_CAPTIONS = {
    PICTURE: "Learning curves: mean loss of every epoch, on the clips that were learned from",
    "reliability": "Reliability on artists kept back, before and after the temperature",
    "confusion": "What is taken for what, on artists kept back: percent of each true class",
    "map-genre": "The catalogue's map, coloured by genre",
    "map-mood": "The catalogue's map, coloured by quadrant",
}
_Read = TypeVar("_Read")
WRITTEN, DOUBTFUL, UNUSABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Measured:
    """What the card is written from; ``None`` what was not measured yet.

    Attributes
    ----------
    damaged
        What is there and cannot be read, a sentence each.
    """

    facts: EarFacts
    ear: Ear
    megabytes: float
    counted: Counted
    curves: tuple[EpochLoss, ...]
    scores: EarScores | None
    calibration: Report | None
    damaged: tuple[str, ...]


def measured(weights: Path, data: Path, results: Path) -> Measured:
    """Read everything.

    Raises
    ------
    ModelError
        The weights are missing or damaged.
    OSError
        ``tracks.csv`` cannot be read.
    ValueError
        ``tracks.csv`` is not what it should be.
    """
    facts = read_facts(weights)
    damaged: list[str] = []
    return Measured(
        facts=facts,
        ear=load_ear(weights, facts),
        megabytes=(weights / facts.file).stat().st_size / 1e6,
        counted=count(data / TRACKS_FILE),
        curves=_if_there(weights, read_curves, damaged) or (),
        scores=_if_there(results / "ear.json", read_scores, damaged),
        calibration=_if_there(results / "calibration.json", read_report, damaged),
        damaged=tuple(damaged),
    )


def doubts(known: Measured, fold_vectors: Path) -> tuple[str, ...]:
    """What is missing, and what does not belong to these weights; each with the command that mends it."""
    found = list(known.damaged)
    if not known.curves:
        found.append("There are no learning curves: `python -m engine.training` writes `losses.json`.")
    elif any(
        final_losses(known.curves).get(name) != value
        for name, value in known.facts.scores.items()
        if name.startswith("loss_")
    ):
        found.append(
            "The learning curves are another run's: `python -m engine.training` writes them beside the weights."
        )
    if known.scores is None:
        found.append("The ear was not compared: `python -m engine.evaluation ear --json docs/results/ear.json`.")
    if known.calibration is None:
        found.append(
            "The confidences were not judged: `python -m engine.evaluation calibration --json "
            "docs/results/calibration.json`."
        )
        return tuple(found)
    kept = [_model_of(fold_file(fold_vectors, fold)) for fold in range(FOLDS)]
    if list(known.calibration.models) != kept:
        found.append("The confidences were judged on other models than those whose vectors lie in `engine/evaluation`.")
    state = known.ear.state_dict()
    if any(
        name not in state or not np.allclose(state[name].numpy(), values.numpy(), atol=1e-4)
        for name, values in as_buffers(known.calibration.scalings).items()
    ):
        found.append("These weights hold other temperatures: `python -m engine.evaluation calibration --store DIR`.")
    return tuple(found)


def card(known: Measured, doubtful: tuple[str, ...], pictures: str, drawn: frozenset[str]) -> str:
    """The whole text.

    Parameters
    ----------
    pictures
        Where they lie, as the card links them.
    drawn
        Names of those that are there.
    """

    def picture(*names: str) -> list[str]:
        return [f"![{_CAPTIONS[name]}]({pictures}/{name}.png)" for name in names if name in drawn]

    parameters = known.ear.size()
    chapters = [
        f"# The ear of Segue, `{known.facts.model}`",
        card_sections.about(known.facts, parameters, known.megabytes),
        *(["Not whole yet:", _bulleted(doubtful)] if doubtful else []),
        "## How it was made",
        card_sections.making(known.facts),
        *picture(PICTURE),
        "## What it learned from",
        card_sections.data_table(known.counted).markdown(),
        card_sections.TEACHERS,
        "## Folds",
        card_sections.folds(known.counted),
        *_worth(known.scores),
        *picture("confusion", "map-genre", "map-mood"),
        *_sure(known.calibration),
        *picture("reliability"),
        "## Limits",
        card_sections.limits(known.counted, known.facts.classes.genres),
    ]
    return "\n\n".join(chapters) + "\n"


def write_model_card(
    weights: Path,
    data: Path,
    *,
    results: Path = RESULTS,
    pictures: Path | None = None,
    vectors: Path = SHIPPED_VECTORS,
) -> tuple[str, ...]:
    """Draw the pictures, write ``MODEL_CARD.md`` beside the weights, and return what is not whole in it.

    Parameters
    ----------
    pictures
        Where they go: by default into the docs for the weights that ship, and beside other weights.
    """
    pictures = pictures or (PICTURES if weights.resolve() == SHIPPED else weights / "pictures")
    known = measured(weights, data, results)
    doubtful = [*doubts(known, vectors), *_draw(known, pictures)]
    drawn = frozenset(path.stem for path in pictures.glob("*.png")) & _CAPTIONS.keys()
    text = card(known, tuple(doubtful), Path(os.path.relpath(pictures, weights)).as_posix(), drawn)
    unfinished = (weights / FILE_NAME).with_suffix(".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(weights / FILE_NAME)
    return tuple(doubtful)


def _if_there(path: Path, read: Callable[[Path], _Read], damaged: list[str]) -> _Read | None:
    try:
        return read(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        damaged.append(f"{error}.")
        return None


def _draw(known: Measured, directory: Path) -> tuple[str, ...]:
    try:
        from engine.evaluation.reliability_figures import draw  # noqa: PLC0415 - matplotlib is optional

        if known.curves:
            draw_curves(known.curves, directory)
        if known.calibration:
            draw(known.calibration, directory)
    except ImportError:
        return ("The pictures were not drawn anew: matplotlib is not installed.",)
    return ()


def _worth(scores: EarScores | None) -> list[str]:
    if scores is None:
        return []
    return [
        "## What it is worth",
        "`make evaluate` measures it: every query is embedded by weights that never saw its artist.",
        *(table.markdown() for table in score_tables(scores)),
        _bulleted(score_sentences(scores)),
    ]


def _sure(told: Report | None) -> list[str]:
    if told is None:
        return []
    goal = [*(f"{name} is within it" for name in told.met), *(f"{name} is above it" for name in told.missed)]
    return [
        "## What its confidences are worth",
        reliability_table(told).markdown(),
        f"The goal for genre and quadrant is an error of 0.05, or an interval that reaches below: {'; '.join(goal)}.",
    ]


def _model_of(path: Path) -> str:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return str(arrays["model"])
    except (OSError, KeyError, ValueError):
        return ""


def _bulleted(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when the card is whole, 1 when it says what it lacks, 2 on bad input."""
    parser = argparse.ArgumentParser(prog="python -m engine.training.model_card", description=__doc__)
    parser.add_argument("--weights", type=Path, default=SHIPPED, metavar="DIR", help="where the card goes too")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("SEGUE_DATA", "../shared/data")))
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="DIR", help="with ear.json, calibration.json")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="(docs/images/ear for the weights that ship)")
    parser.add_argument("--fold-vectors", type=Path, default=SHIPPED_VECTORS, metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        doubtful = write_model_card(
            options.weights,
            options.data,
            results=options.results,
            pictures=options.pictures,
            vectors=options.fold_vectors,
        )
    except (OSError, ValueError, ModelError) as error:
        print(f"engine.training.model_card: {error}", file=sys.stderr)
        return UNUSABLE
    print("\n".join(doubtful), file=sys.stderr, end="\n" if doubtful else "")
    return DOUBTFUL if doubtful else WRITTEN


if __name__ == "__main__":
    sys.exit(main())
