"""``python -m engine.evaluation versions``: are recordings of one song grouped, different songs left apart."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from engine.audio import DecodeLimits
from engine.embed import Embedder
from engine.embed.bulk import embed_files
from engine.embed.weights import SHIPPED
from engine.evaluation import versions
from engine.evaluation.baselines import Vectors, read_clip
from engine.evaluation.copies import COPIES, COPIES_VERSION, Samples
from engine.evaluation.folds import DataMissingError, audio_path
from engine.evaluation.vector_cache import cached_vectors

SUMMARY = "are recordings of one song grouped, different songs left apart"
DESCRIPTION = """\
Every clip of tracks.csv is heard and compared with every other by name and sound, as the ranking does
(engine.same_song): which pairs are taken for one song, and how many of them are two. Then clips are written again
(re-encoded, cut, mastered anew, shifted, stretched) under misspelt names and compared with all. What was heard is kept
in SEGUE_HOME/cache.

Exit status: 0 fewer than one different song in a thousand is merged, and nine of ten copies with a misspelt title are
found; 1 a goal is missed; 2 something is missing."""
_MET, _MISSED = 0, 1
_BATCH = 8


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes besides ``--data`` and ``--markdown``."""
    parser.add_argument("--weights", type=Path, default=SHIPPED, metavar="DIR", help="of the ear")
    parser.add_argument("--copies", type=int, default=60, help="clips that are written again (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of clips and slips (%(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="decoding processes (%(default)s)")
    parser.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("SEGUE_HOME", "var")),
        help="state directory; what is heard is kept in its cache/ (SEGUE_HOME; now %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the tables; the exit status."""
    clips = versions.read_named(options.data)
    if not 1 <= options.copies <= len(clips):
        raise ValueError(f"{options.copies} copies cannot be made of {len(clips)} clips")
    embedder = Embedder.load(options.weights)
    paths = [audio_path(options.data, clip.id) for clip in clips]
    cache = options.home / "cache"
    ear = f"ear-{embedder.model}"
    vectors = cached_vectors(cache, ear, paths, partial(_hear_files, embedder, options.jobs))
    rows = np.random.default_rng(options.seed).permutation(len(clips))[: options.copies].tolist()
    made = []
    for number, (kind, copy) in enumerate(COPIES.items()):
        heard = cached_vectors(
            cache,
            f"{ear}-{COPIES_VERSION}-{number}",
            [paths[row] for row in rows],
            partial(_hear_copies, embedder, kind, copy),
        )
        made.append(versions.copies(kind, rows, heard, clips, vectors, seed=options.seed))
    pairs = versions.merged(clips, vectors)
    by_others = versions.one_song(clips, vectors)
    print(versions.pairs_table(len(clips), pairs, by_others).render(markdown=options.markdown))
    print("\n" + versions.heard_table(pairs).render(markdown=options.markdown))
    print("\n" + versions.copies_table(made).render(markdown=options.markdown))
    return _MET if versions.goals_are_met(pairs, len(clips), made) else _MISSED


def _hear_files(embedder: Embedder, jobs: int, paths: Sequence[Path]) -> Vectors:
    vectors = []
    coming = embed_files(paths, embedder, jobs=jobs, limits=DecodeLimits())
    for embedded in tqdm(coming, total=len(paths), desc="clips", unit="clip", file=sys.stderr):
        if embedded.heard is None:
            raise DataMissingError(f"the clip {embedded.path} cannot be heard: {embedded.error}")
        vectors.append(embedded.heard.vector)
    return np.stack(vectors)


def _hear_copies(embedder: Embedder, kind: str, copy: Callable[[bytes], Samples], paths: Sequence[Path]) -> Vectors:
    vectors: list[Vectors] = []
    with tqdm(total=len(paths), desc=kind, unit="clip", file=sys.stderr) as shown:
        for start in range(0, len(paths), _BATCH):
            waveforms = [copy(read_clip(path)) for path in paths[start : start + _BATCH]]
            vectors += [heard.vector for heard in embedder.embed(waveforms)]
            shown.update(len(waveforms))
    return np.stack(vectors)
