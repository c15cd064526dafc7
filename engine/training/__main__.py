"""``python -m engine.training``: train both networks of the ear from the training data."""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.embed.embedder import choose_device
from engine.embed.weights import SHIPPED, EarFacts, round_to_stored, save_ear
from engine.errors import ModelError
from engine.evaluation.folds import DataMissingError, audio_path, read_tracks, unseen
from engine.evaluation.views import Sound, clip_path, fold_views, read_pairs
from engine.features.log_mel import SAMPLE_RATE
from engine.networks.cnn import Classes
from engine.networks.ear import Ear
from engine.training.batches import Batches
from engine.training.corpus import Corpus, cache_directory, prepare
from engine.training.curves import save_curves
from engine.training.finish import (
    FoldHeard,
    complete,
    final_losses,
    hear_clips,
    hear_sounds,
    keep_fold,
    training_facts,
)
from engine.training.heard import Heard, hear
from engine.training.inherit import inherit
from engine.training.labels import N_FOLDS, Clip, make_labels, read_clips
from engine.training.loop import Recipe, Trained, new_ear, train
from engine.training.model_card import write_model_card
from engine.training.opinions import hear_opinions
from engine.training.targets import Opinion, make_targets

_DESCRIPTION = """Train the autoencoder and the CNN on the clips of tracks.csv.

Features, the teachers' outputs and what the trunk finds are computed once and kept under SEGUE_HOME/cache; a checkpoint
is written after every epoch under SEGUE_HOME/models, so that the same command goes on after a stop."""
_EPILOG = """examples:
  python -m engine.training                  all clips -> engine/weights (what Segue ships)
  python -m engine.training --fold 0         without the artists of fold 0 -> SEGUE_HOME/models/fold-0,
                                             and the vectors of all clips -> engine/evaluation/vectors/fold-0.npz
  python -m engine.training --prepare        only compute what all of them learn from"""
_LEAST_MINUTES = 0.001
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
    parser.add_argument("--prepare", action="store_true", help="compute what is learned from and stop")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="decoding processes")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument(
        "--feature-epochs", type=int, default=recipe.feature_epochs, help="of the first part (%(default)s)"
    )
    parser.add_argument("--sound-epochs", type=int, default=recipe.sound_epochs, help="of the second (%(default)s)")
    parser.add_argument("--seed", type=int, default=recipe.seed, help="of everything random (%(default)s)")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="begin nothing that would end later; call again to go on"
    )
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run the command; 0 when done, 2 on bad input, 3 when the time was up before the end, 130 when interrupted."""
    options = parse(arguments)
    tracks = options.data / "tracks.csv"
    try:
        device = choose_device(options.device)
        clips = read_clips(tracks)
        # The teachers first: they say at once which of their weights or which clip is missing.
        opinions = hear_opinions(options.data, [clip.id for clip in clips], options.home, options.jobs)
        corpus = prepare(
            [audio_path(options.data, clip.id) for clip in clips],
            cache_directory(options.home, tracks),
            jobs=options.jobs,
        )
        ear = new_ear(make_labels(clips).classes, options.seed)
        inherit(ear.cnn, options.data)
        began = time.monotonic()
        heard = hear(
            ear.cnn.trunk, cache_directory(options.home, tracks), device, options.jobs, minutes=options.minutes
        )
        if heard is None:
            sys.stdout.write("The time is up before every clip was heard; call again to go on.\n")
            return 3
        if options.prepare:
            return 0
        # One epoch is always trained, so that short calls come to an end too.
        options.minutes = max(_LEAST_MINUTES, options.minutes - (time.monotonic() - began) / 60)
        return _train(options, clips, ear, Material(corpus, heard, opinions), device)
    except (OSError, ModelError, DataMissingError) as error:
        sys.stderr.write(f"{error}. The training data are looked for in {options.data} (--data or SEGUE_DATA).\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; the same command goes on from the last finished epoch.\n")
        return 130


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from."""

    corpus: Corpus
    heard: Heard
    opinions: dict[str, Opinion]


def _train(options: argparse.Namespace, clips: list[Clip], ear: Ear, material: Material, device: torch.device) -> int:
    labels, corpus = make_labels(clips), material.corpus
    learned = _rows(options.data, clips, options.fold)
    recipe = Recipe(feature_epochs=options.feature_epochs, sound_epochs=options.sound_epochs, seed=options.seed)
    name = "all" if options.fold is None else f"fold-{options.fold}"
    run = options.home / "models" / f"{name}-seed-{options.seed}"
    classes = labels.classes
    sys.stdout.write(
        f"{len(learned)} of {len(clips)} clips, {len(classes.genres)} genres, {len(classes.moods)} moods, on {device}\n"
    )
    targets = make_targets(labels, material.opinions, learned)
    batches = Batches(corpus, material.heard, targets, learned, recipe.batch_size)
    if not len(batches):
        raise DataMissingError(f"{len(batches.clips)} clips to learn from do not fill a batch of {recipe.batch_size}")
    trained = train(ear, batches, recipe, run, device, minutes=options.minutes)
    if not trained.finished:
        sys.stdout.write(
            f"The time is up after {len(trained.curves)} of {recipe.epochs} epochs; call again to go on.\n"
        )
        return 3
    round_to_stored(ear)
    heard = np.flatnonzero(corpus.frames.lengths > 0) if options.fold is not None else batches.clips
    whole = hear_clips(ear, corpus, heard)
    facts = training_facts(recipe, len(learned), _command(options), str(device), trained)
    if options.fold is None:
        complete(ear, whole, np.ones(len(heard), np.bool_), material.heard, heard)
        saved = _save(options.out or SHIPPED, ear, classes, facts, trained)
        sys.stdout.write(
            "".join(f"model card: {doubt}\n" for doubt in write_model_card(options.out or SHIPPED, options.data))
        )
        return 0
    tracks = read_tracks(options.data)
    sounds = [
        Sound(view, clip_path(options.data, view.clip_id), SAMPLE_RATE)
        for view in fold_views(tracks, read_pairs(options.data), options.fold)
    ]
    views = hear_sounds(ear, sounds)
    complete(ear, whole, np.isin(heard, learned), material.heard, heard)
    saved = _save(options.out or run, ear, classes, facts, trained)
    target = options.vectors / f"fold-{options.fold}.npz"
    keep_fold(target, ear, saved.model, FoldHeard([clips[row].id for row in heard], whole, sounds, views))
    sys.stdout.write(f"what it heard -> {target}\n")
    return 0


def _save(out: Path, ear: Ear, classes: Classes, facts: dict[str, str | int | float], trained: Trained) -> EarFacts:
    saved = save_ear(ear, out, classes, facts, final_losses(trained.curves))
    save_curves(out, trained.curves)
    sys.stdout.write(f"weights {saved.model} -> {out}\n")
    return saved


def _command(options: argparse.Namespace) -> str:
    recipe = Recipe()
    chosen = {
        "fold": (options.fold, None),
        "feature-epochs": (options.feature_epochs, recipe.feature_epochs),
        "sound-epochs": (options.sound_epochs, recipe.sound_epochs),
        "seed": (options.seed, recipe.seed),
    }
    changed = [f"--{name} {value}" for name, (value, usual) in chosen.items() if value != usual]
    return " ".join(["python -m engine.training", *changed])


def _rows(data: Path, clips: list[Clip], fold: int | None) -> NDArray[np.int64]:
    if fold is None:
        return np.arange(len(clips))
    seen = {track.id for track in unseen(read_tracks(data), fold)}
    return np.array([row for row, clip in enumerate(clips) if clip.id in seen])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
