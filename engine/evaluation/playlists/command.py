"""``python -m engine.evaluation polimi``: ten tracks that continue each playlist."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from threadpoolctl import threadpool_limits

from engine.errors import InteractionsError
from engine.evaluation.playlists.answers import write_answers
from engine.evaluation.playlists.continuing import answer, judged_of, learn, split_of
from engine.evaluation.playlists.course import course
from engine.evaluation.playlists.peers import EASE_REGULARISATION, judge_peers
from engine.evaluation.playlists.reading import read_challenge
from engine.evaluation.playlists.report import GOAL, over_ease, table
from engine.evaluation.playlists.second_stage import RankerSettings

SUMMARY = "ten tracks that continue each playlist, judged as the challenge of 2018 judged them"
DESCRIPTION = """\
Of every target playlist of polimi/ a fifth is hidden as the challenge hid it: the last fifth where the order is known,
a random one elsewhere. Popularity, item-kNN, EASE and ours learn from the rest and are judged by MAP@10. Ours is nine
scores (EASE with albums and artists, item-kNN, random walk, user-kNN, WMF, content, what followed the last tracks) and
a second stage of trees that learned which candidates were hidden; it is judged on playlists that it never saw. With
--out everything but the trees is then trained again on all that is known, and ten tracks are written for each target:
columns playlist_id and track_ids, the latter separated by spaces, best first.

Takes about twenty minutes of processor time and 4 GB of memory; pip install lightgbm pyarrow, or the extra "dev".

Exit status: 0 ours is above EASE by at least a tenth; 1 it is not; 2 something is missing."""
_MET, _MISSED = 0, 1
_PEERS, _ANSWERS = 0.4, 0.2
"""Shares of the work."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes besides ``--data`` and ``--markdown``."""
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the answers to the targets here, as CSV")
    parser.add_argument(
        "--seed", type=int, default=0, help="of what is hidden, of the trees and intervals (%(default)s)"
    )
    parser.add_argument(
        "--others", type=int, default=10_000, help="further playlists that the trees learn from (%(default)s)"
    )
    parser.add_argument(
        "--ease",
        type=float,
        nargs="+",
        default=[EASE_REGULARISATION],
        metavar="LAMBDA",
        help="regularisations of EASE; the one that is best on the judged playlists counts (%(default)s)",
    )
    parser.add_argument("--threads", type=int, default=_cores(), help="processor threads (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Print the table and write the answers; the exit status."""
    if options.seed < 0 or options.others < 0 or options.threads < 1 or min(options.ease) <= 0:
        raise ValueError("a seed and a number of playlists are not below 0, threads at least 1, lambdas above 0")
    if options.out is not None and options.out.is_dir():
        raise ValueError(f"{options.out} is a directory; --out names a file")
    try:
        return _run(options)
    except InteractionsError as error:
        raise ValueError(f"the playlists cannot be learned from: {error}") from error


def _run(options: argparse.Namespace) -> int:
    challenge = read_challenge(options.data)
    split = split_of(challenge, options.others, options.seed)
    judged = judged_of(challenge, split)
    with threadpool_limits(options.threads), course(1 - _ANSWERS * (options.out is None)) as shown:
        learned = learn(challenge, split, RankerSettings(), seed=options.seed, threads=options.threads, course=shown)
        if options.out is not None:
            write_answers(options.out, challenge, answer(challenge, learned.stage, shown))
        with shown.phase(_PEERS) as progress:
            peers = judge_peers(split, judged, options.ease, progress)
    against = over_ease(peers, learned, options.seed)
    printed = table(peers, learned, challenge.entries.sequential[judged], against)
    print(printed.render(markdown=options.markdown))
    return _MET if against.value >= GOAL else _MISSED


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
