"""``python -m engine.evaluation simulated``: when content, when listeners, and when both find what members play."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

from engine.collaborative.artist_plays import read_artist_plays
from engine.collaborative.artist_tags import read_artist_tags
from engine.evaluation.ear.command import folds_of
from engine.evaluation.fold_vectors import SHIPPED, fold_file, read_fold_vectors
from engine.evaluation.folds import FOLDS, read_tracks
from engine.evaluation.simulated.members import GROUPS, VALIDATION, groups, pool_of, read_clips, replays, without
from engine.evaluation.simulated.replaying import drawn_out, prepare
from engine.evaluation.simulated.scores import Judged, is_met, judge
from engine.evaluation.simulated.table import differences_table, ways_table

_MET, _MISSED = 0, 1
KNOWN, ALL, PLAYED, UNPLAYED = "known", "all", "played", "unplayed"
_TITLES = {
    KNOWN: "all of whom people are known to play",
    ALL: "of whom half nobody is known to play",
    PLAYED: "of that half whom people are known to play",
    UNPLAYED: "of that half whom nobody is known to play",
}

SUMMARY = "when content, when listeners and when both find what simulated members play"
DESCRIPTION = """\
Listeners of HetRec (2011, Last.fm) are replayed like by like, in random order, for the data tell no times. In fold K of
the clips they must find the artists of the fold that they play, among all of the fold (about 146); their other artists,
with clips or without, are the events. All vectors are of the model of fold K, which never heard an artist of the fold.
Then the same where half of the fold's artists, drawn, are held out of everybody's plays, as nobody is known to play
most of what a catalogue gains. The listeners are in five groups: factors that answer for a group were learned from the
others, and weights were chosen on the first, which is not tested (--validation shows it). After 0, 3, 10 and 30 events
each way of ranking names ten.

Exit status: 0 the hybrid is below neither content nor collaborative filtering before any event, and above both after 3,
10 and 30, in recall and in NDCG, with the 95 % intervals of the paired differences above zero, where all artists are
played and where half are; 1 it is not; 2 something is missing."""


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
    parser.add_argument("--validation", action="store_true", help="show the group that weights are chosen on instead")
    parser.add_argument("--seed", type=int, default=0, help="of groups, orders and who is held out (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Learn, replay, print; the exit status."""
    tracks = read_tracks(options.data)
    plays = read_artist_plays(options.data)
    clips = read_clips(options.data, plays, tracks)
    called = read_artist_tags(options.data, plays)
    people = plays.interactions
    folds = {fold: read_fold_vectors(fold_file(options.fold_vectors, fold), tracks).joined for fold in options.folds}
    group_of = groups(len(people.users), options.seed)
    asked = [VALIDATION] if options.validation else [group for group in range(GROUPS) if group != VALIDATION]
    popularity = dict(
        zip(people.items, (np.bincount(people.counts.indices, minlength=len(people.items)) + 0.5), strict=True)
    )
    judged: dict[str, list[Judged]] = {part: [] for part in _TITLES}
    with tqdm(total=len(asked) * len(folds), desc="replay", unit="fold", file=sys.stderr) as bar:
        for group in asked:
            learnt = without(people, group_of == group)
            for fold, heard in folds.items():
                some = replays(people, clips, np.flatnonzero(group_of == group).tolist(), fold, options.seed)
                pool = pool_of(clips, fold)
                shares = np.array([popularity[key] for key in pool]) / len(people.users)
                gone = drawn_out(pool, fold, options.seed)
                for unplayed, parts in (
                    (np.zeros_like(gone), {KNOWN: np.ones_like(gone)}),
                    (gone, {ALL: np.ones_like(gone), PLAYED: ~gone, UNPLAYED: gone}),
                ):
                    made = prepare(learnt, called, clips, heard, fold, unplayed=unplayed)
                    for part, found in judge(made, some, shares, parts, options.seed).items():
                        judged[part] += found
                bar.update()
    for part, title in _TITLES.items():
        asked_of = len({one.user for one in judged[part]})
        notes = (f"{asked_of:,} listeners; 95 % intervals of a bootstrap over them in brackets.",)
        table = ways_table(judged[part], f"Among artists {title}", notes)
        print(table.render(markdown=options.markdown) + "\n")
        differences = differences_table(judged[part], f"Paired differences among artists {title}")
        print(differences.render(markdown=options.markdown) + "\n")
    met = is_met(judged[KNOWN]) and is_met(judged[ALL])
    print("The goal is met." if met else "The goal is missed.")
    return _MET if met else _MISSED
