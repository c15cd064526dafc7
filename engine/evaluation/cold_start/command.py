"""``python -m engine.evaluation cold-start``: what sound alone says of artists whom nobody has played yet."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from engine.collaborative.artist_training import artist_vectors
from engine.evaluation.baselines import standardise
from engine.evaluation.cold_start import ears
from engine.evaluation.cold_start.artists import World, read_world
from engine.evaluation.cold_start.asked import RANDOM, Features, ask_all
from engine.evaluation.cold_start.table import cold_start_table, is_above
from engine.evaluation.ear.command import folds_of
from engine.evaluation.fold_vectors import SHIPPED, FoldVectors, fold_file, read_fold_vectors
from engine.evaluation.folds import FOLDS, Track, read_tracks

Vectors = npt.NDArray[np.float32]
OURS, LABELS, TAGS, UNTRAINED = (
    "our ear",
    "our ear and its labels",
    "tags that listeners gave",
    "untrained copy of our networks",
)
_MET, _MISSED = 0, 1

SUMMARY = "whom listeners would play of artists that nobody has played yet, from sound alone"
DESCRIPTION = """\
HetRec's artists with clips (2011, Last.fm) are held out whole, fold by fold: factors of artists and listeners are
learned without their plays, a regressor from sound to factors is fitted on the other artists (engine.collaborative),
and the fold's artists are ranked for every listener who plays one of them. Ours hears, for fold K, by the model of fold
K, which never heard its artists. The same regressor reads musicnn's four layers, an untrained copy of our networks and
the tags that listeners gave (which are no sound, and which nobody gives to what nobody has played); its width and ridge
are chosen for each on the other folds' artists. musicnn and the untrained copy hear 1,300 clips the first time, five
minutes of one core, and are kept in SEGUE_HOME/cache; --without leaves them out.

Exit status: 0 ours is above random, every layer of musicnn and the untrained copy in both figures; 1 it is not, or they
were left out; 2 something is missing."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes besides ``--data`` and ``--markdown``."""
    parser.add_argument(
        "--fold-vectors", type=Path, default=SHIPPED, metavar="DIR", help="with fold-K.npz for every fold asked"
    )
    parser.add_argument(
        "--folds",
        type=folds_of,
        default=tuple(range(FOLDS)),
        metavar="K,...",
        help="folds that are asked, for example 0 (all)",
    )
    parser.add_argument("--without", action="store_true", help="leave musicnn and the untrained copy out")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="decoding processes (%(default)s)")
    parser.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("SEGUE_HOME", "var")),
        help="state directory; what is heard is kept in its cache/ (SEGUE_HOME; now %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Hear, learn, rank, print; the exit status."""
    tracks = read_tracks(options.data)
    world = read_world(options.data, tracks)
    folds = {fold: read_fold_vectors(fold_file(options.fold_vectors, fold), tracks) for fold in options.folds}
    others = {} if options.without else _others(world, tracks, options)
    rows: dict[str, Features] = {
        OURS: lambda fold: _of_artists(world, folds[fold].joined),
        **others,
        LABELS: lambda fold: _with_labels(world, folds[fold]),
        TAGS: lambda fold: rarity(world.tags, world.folds != fold),
    }
    with tqdm(total=len(options.folds) * (len(rows) + 3), desc="rank", unit="row", file=sys.stderr) as bar:
        scores = ask_all(world, options.folds, rows, lambda _: bar.update())
    people = f"{len(world.plays.users):,} listeners, {len(world.artists)} artists with clips, 64 factors."
    print(cold_start_table(scores, OURS, people).render(markdown=options.markdown))
    return _MET if others and is_above(scores, OURS, (RANDOM, *others)) else _MISSED


def rarity(tags: Vectors, learnt: npt.NDArray[np.bool_]) -> Vectors:
    """Tags weighted by how rare they are among the artists that may be learned from (Salton & Buckley, 1988)."""
    given = (tags[learnt] > 0).sum(axis=0)
    weighted: Vectors = (tags * np.log((1 + learnt.sum()) / (1 + given))).astype(np.float32)
    return weighted


def _others(world: World, tracks: Sequence[Track], options: argparse.Namespace) -> Mapping[str, Features]:
    rows = np.unique(np.concatenate(world.clips))
    heard = [tracks[row] for row in rows.tolist()]
    cache = options.home / "cache"
    musicnn = ears.by_musicnn(options.data, heard, cache, options.jobs)
    untrained = ears.by_untrained(options.data, heard, cache, options.jobs)

    def learnt(fold: int) -> npt.NDArray[np.bool_]:
        clips = np.concatenate([of for of, own in zip(world.clips, world.folds.tolist(), strict=True) if own != fold])
        return np.isin(rows, clips)

    def spread(vectors: Vectors) -> Vectors:
        everywhere = np.zeros((len(tracks), vectors.shape[1]), np.float32)
        everywhere[rows] = vectors
        return _of_artists(world, everywhere)

    found: dict[str, Features] = {
        f"musicnn's {layer.replace('_', ' ')}": lambda fold, of=vectors: spread(standardise(of, learnt(fold)))  # type: ignore[misc]
        for layer, vectors in musicnn.items()
    }
    found[UNTRAINED] = lambda fold: spread(untrained(learnt(fold)))
    return found


def _of_artists(world: World, vectors: Vectors) -> Vectors:
    return artist_vectors({artist: vectors[rows] for artist, rows in zip(world.artists, world.clips, strict=True)})


def _with_labels(world: World, heard: FoldVectors) -> Vectors:
    """The vectors, and beside them a third as long what the heads say, standardised over the clips."""
    assert heard.logits is not None
    logits = np.concatenate(
        [heard.logits.genre, heard.logits.mood, heard.logits.quadrant, heard.logits.cluster], axis=1
    )
    said = (logits - logits.mean(axis=0)) / np.maximum(logits.std(axis=0), 1e-6)
    said *= _LABELS / np.linalg.norm(said, axis=1, keepdims=True)
    return _of_artists(world, np.concatenate([heard.joined, said], axis=1))


_LABELS = 1 / 3
