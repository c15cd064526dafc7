"""``python -m engine.training``: train both networks of the ear from the training data."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.embed.embedder import choose_device
from engine.embed.weights import SHIPPED, round_to_stored, save_ear
from engine.errors import ModelError
from engine.evaluation.folds import DataMissingError, read_tracks, unseen
from engine.training.batches import Batches
from engine.training.corpus import Corpus, cache_directory, prepare
from engine.training.curves import save_curves
from engine.training.finish import (
    final_losses,
    save_fold_vectors,
    standardise,
    training_facts,
)
from engine.training.labels import N_FOLDS, Clip, make_labels, read_clips
from engine.training.loop import Recipe, new_ear, train
from engine.training.model_card import write_model_card

_DESCRIPTION = """Train the autoencoder and the CNN on the clips of tracks.csv.

Features and the teacher's outputs are computed once and kept under SEGUE_HOME/cache; a checkpoint is written after
every epoch under SEGUE_HOME/models, so that the same command goes on after a stop."""
_EPILOG = """examples:
  python -m engine.training                  all clips -> engine/weights (what Segue ships)
  python -m engine.training --fold 0         without the artists of fold 0 -> SEGUE_HOME/models/fold-0,
                                             and the vectors of all clips -> engine/evaluation/vectors/fold-0.npz
  python -m engine.training --prepare        only compute the features"""
FOLD_VECTORS = Path(__file__).parent.parent / "evaluation" / "vectors"


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    recipe = Recipe()
    parser = argparse.ArgumentParser(
        prog="python -m engine.training",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("SEGUE_DATA", "../shared/data")))
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("SEGUE_HOME", "var")))
    parser.add_argument("--fold", type=int, choices=range(N_FOLDS), help="leave out this fold's artists")
    parser.add_argument("--out", type=Path, help="where the weights go (default: see the examples)")
    parser.add_argument("--vectors", type=Path, default=FOLD_VECTORS, help="where a fold's vectors go")
    parser.add_argument("--prepare", action="store_true", help="compute the features and stop")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="decoding processes")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--epochs", type=int, default=recipe.epochs)
    parser.add_argument("--seed", type=int, default=recipe.seed)
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run the command; 0 when done, 2 on bad input, 130 when interrupted."""
    options = parse(arguments)
    tracks = options.data / "tracks.csv"
    try:
        device = choose_device(options.device)
        clips = read_clips(tracks)
        corpus = prepare(
            [options.data / "audio" / f"{clip.id}.opus" for clip in clips],
            options.data / "musicnn",
            cache_directory(options.home, tracks),
            jobs=options.jobs,
        )
        if not options.prepare:
            _train(options, clips, corpus, device)
    except (OSError, ModelError, DataMissingError) as error:
        sys.stderr.write(f"{error}. The training data are looked for in {options.data} (--data or SEGUE_DATA).\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; the same command goes on from the last finished epoch.\n")
        return 130
    return 0


def _train(options: argparse.Namespace, clips: list[Clip], corpus: Corpus, device: torch.device) -> None:
    labels = make_labels(clips)
    learned = _rows(options.data, clips, options.fold)
    recipe = Recipe(epochs=options.epochs, seed=options.seed)
    name = "all" if options.fold is None else f"fold-{options.fold}"
    run = options.home / "models" / f"{name}-seed-{options.seed}"
    classes = labels.classes
    sys.stdout.write(
        f"{len(learned)} of {len(clips)} clips, {len(classes.genres)} genres, {len(classes.moods)} moods, on {device}\n"
    )
    started = time.monotonic()
    ear = new_ear(classes, recipe.seed)
    curves = train(ear, Batches(corpus, labels, learned, recipe.batch_size), recipe, run, device)
    round_to_stored(ear)
    vectors = standardise(ear, corpus, learned, others=options.fold is not None)
    chosen = {"fold": options.fold, "epochs": options.epochs, "seed": options.seed}
    changed = [
        f"--{name} {value}" for name, value in chosen.items() if value not in (None, getattr(Recipe(), name, None))
    ]
    command = " ".join(["python -m engine.training", *changed])
    facts = training_facts(recipe, len(learned), command, str(device), time.monotonic() - started)
    out = options.out or (SHIPPED if options.fold is None else run)
    saved = save_ear(ear, out, classes, facts, final_losses(curves))
    save_curves(out, curves)
    sys.stdout.write(f"weights {saved.model} -> {out}\n")
    if options.fold is None:
        sys.stdout.write("".join(f"model card: {doubt}\n" for doubt in write_model_card(out, options.data)))
    else:
        target = options.vectors / f"fold-{options.fold}.npz"
        ids = [clip.id for clip in clips]
        save_fold_vectors(target, ids, vectors, float(ear.autoencoder_share), saved.model)
        sys.stdout.write(f"vectors of all clips -> {target}\n")


def _rows(data: Path, clips: list[Clip], fold: int | None) -> NDArray[np.int64]:
    if fold is None:
        return np.arange(len(clips))
    seen = {track.id for track in unseen(read_tracks(data), fold)}
    return np.array([row for row, clip in enumerate(clips) if clip.id in seen])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
