"""``python -m engine.evaluation catalogue``: precision@10 on genre and mood beside baselines."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from tqdm import tqdm

from engine.evaluation import catalogue, untrained
from engine.evaluation.baselines import MFCC_VERSION, mfcc_vectors
from engine.evaluation.fold_vectors import SHIPPED, fold_file, read_fold_vectors
from engine.evaluation.folds import FOLDS, audio_path, read_tracks
from engine.evaluation.vector_cache import cached_vectors

SUMMARY = "precision@10 on genre and mood beside baselines"
DESCRIPTION = """\
Precision@10: of the ten nearest clips by other artists, the share that has the query's genre (AllMusic genres of taffc,
the four of emotify, tags of open) or mood (quadrant of taffc, cluster of mirex).

Every query is heard by a model that was trained without its artist: for the queries of fold K, the model of fold K
(`python -m engine.training --fold K`), whose vectors of all clips lie in --fold-vectors as fold-K.npz. The same
retrieval is scored with random vectors, with mean and deviation of MFCCs, and with an untrained copy of the networks;
the last two hear every clip once and are kept in SEGUE_HOME/cache.

Exit status: 0 ours is above every baseline in every column; 1 it is not; 2 something is missing."""
_MET, _MISSED = 0, 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes besides ``--data`` and ``--markdown``."""
    parser.add_argument(
        "--fold-vectors", type=Path, default=SHIPPED, metavar="DIR", help="with fold-0.npz to fold-4.npz"
    )
    parser.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("SEGUE_HOME", "var")),
        help="state directory; what is heard is kept in its cache/ (SEGUE_HOME; now %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the table; the exit status."""
    tracks = read_tracks(options.data)
    folds = [read_fold_vectors(fold_file(options.fold_vectors, fold), tracks) for fold in range(FOLDS)]
    paths = [audio_path(options.data, track.id) for track in tracks]
    cache = options.home / "cache"
    mfccs = cached_vectors(cache, MFCC_VERSION, paths, lambda paths: mfcc_vectors(paths, _progress("MFCC")))
    ear = untrained.untrained_ear()
    raw = cached_vectors(
        cache,
        untrained.content_name(ear),
        paths,
        lambda paths: untrained.raw_vectors(ear, paths, _progress("untrained copy")),
    )
    rows = catalogue.evaluate(tracks, mfccs, partial(untrained.joined, ear, raw), folds)
    print(catalogue.catalogue_table(rows).render(markdown=options.markdown))
    lost = catalogue.beaten(rows)
    print(f"\nNot above every baseline: {', '.join(lost)}." if lost else "\nAbove every baseline in every column.")
    return _MISSED if lost else _MET


def _progress(name: str) -> Callable[[Iterable[Path]], Iterable[Path]]:
    def shown(paths: Iterable[Path]) -> Iterable[Path]:
        bar: Iterable[Path] = tqdm(paths, desc=name, unit="clip", file=sys.stderr)
        return bar

    return shown
