"""``python -m engine.evaluation ear``: hear what is not heard yet, ask every row everything, print the tables."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tqdm import tqdm

from engine.audio.clip import SAMPLE_RATE
from engine.errors import ModelError
from engine.evaluation import peers, untrained
from engine.evaluation.baselines import MFCC_VERSION
from engine.evaluation.ear import hearing
from engine.evaluation.ear.exam import Exam, read_exam
from engine.evaluation.ear.rows import Hearing, Kind, Row, chance_row, our_rows
from engine.evaluation.ear.scores import score_rows
from engine.evaluation.ear.table import as_json, group_tables, sentences, verdict_table
from engine.evaluation.ear.tagger_rows import Layers, tagger_rows
from engine.evaluation.ear.verdict import judge
from engine.evaluation.fold_vectors import SHIPPED, fold_file, read_fold_vectors
from engine.evaluation.folds import FOLDS
from engine.evaluation.vector_cache import cached_sounds
from engine.evaluation.views import WHOLE, Sound, all_sounds, read_pairs

_MET, _MISSED = 0, 1
_TAGGERS = frozenset({Kind.MUSICNN, Kind.TAGGER, Kind.JOINED})
KINDS = {
    "random": Kind.CHANCE,
    "mfcc": Kind.MFCC,
    "untrained": Kind.UNTRAINED,
    "musicnn": Kind.MUSICNN,
    "taggers": Kind.TAGGER,
    "joined": Kind.JOINED,
    "ours": Kind.OURS,
}
"""What --rows names; the rows of our parts and spaces come with ours."""
_WITHOUT_TAGGERS = ",".join(name for name, kind in KINDS.items() if kind not in _TAGGERS)

SUMMARY = "every way of judging the ear beside musicnn, five more taggers, and simple baselines"
DESCRIPTION = """\
Asks every ear the same questions on artists that it never heard: what a straight line reads off its vectors (genre,
mood), whether the nearest clips share genre or mood, artist or album, whether ten other seconds find their song,
whether listeners play and tag together what sounds alike, and whether a distorted clip finds itself.

Ours is heard, for the questions of fold K, by the model of fold K (`python -m engine.training --fold K`), whose vectors
of all clips and views lie in --fold-vectors as fold-K.npz; --folds 0 needs only the first of them. The other ears have
no folds: they hear every clip and view once, which takes a while, and are kept in SEGUE_HOME/cache. The public taggers
(musicnn, taggers, joined) are read from musicnn/ and taggers/ of --data; without them the command ends with 2, unless
--rows leaves the three out.

Exit status: 0 ours is above the best variant of musicnn in all columns but one at most, above MFCC and the untrained
copy in all, and reaches the goals; 1 it does not; 2 something is missing."""


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
    parser.add_argument(
        "--rows",
        type=kinds_of,
        default=tuple(KINDS.values()),
        metavar="NAME,...",
        help=f"ears that are compared: {', '.join(KINDS)} (all); ours is always among them",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every score of every fold there too")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes that hear (%(default)s)")
    parser.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("SEGUE_HOME", "var")),
        help="state directory; what is heard is kept in its cache/ (SEGUE_HOME; now %(default)s)",
    )


def kinds_of(text: str) -> tuple[Kind, ...]:
    """Rows as they are named on a command line.

    Raises
    ------
    argparse.ArgumentTypeError
        A name is none of ``KINDS``.
    """
    names = text.split(",")
    unknown = [name for name in names if name not in KINDS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(KINDS)}")
    return tuple(KINDS[name] for name in names)


def folds_of(text: str) -> tuple[int, ...]:
    """Folds as they are named on a command line: ``0`` or ``0,2``.

    Raises
    ------
    argparse.ArgumentTypeError
        Not numbers of 0 to 4.
    """
    names = text.split(",")
    unknown = [name for name in names if name not in map(str, range(FOLDS))]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no fold of 0 to {FOLDS - 1}")
    return tuple(dict.fromkeys(int(name) for name in names))


def run(options: argparse.Namespace) -> int:
    """Hear, ask, print; the exit status."""
    exam = read_exam(options.data)
    folds = {fold: read_fold_vectors(fold_file(options.fold_vectors, fold), exam.tracks) for fold in options.folds}
    rows = (*_others(exam, options), *our_rows(exam, folds))
    scored = score_rows(exam, rows, options.folds, _shown)
    verdict = judge(scored)
    for table in (*group_tables(scored, options.folds), verdict_table(verdict)):
        print(table.render(markdown=options.markdown) + "\n")
    print("\n".join(sentences(verdict)))
    if options.json:
        text = json.dumps(as_json(scored, verdict, options.folds), indent=1)
        unfinished = options.json.with_name(f"unfinished-{options.json.name}")
        unfinished.write_text(text + "\n", encoding="utf-8")
        unfinished.replace(options.json)
    return _MET if verdict.met else _MISSED


def _others(exam: Exam, options: argparse.Namespace) -> Iterator[Row]:
    pairs = read_pairs(options.data)
    cache: Path = options.home / "cache"
    sounds = all_sounds(options.data, exam.tracks, pairs, SAMPLE_RATE)
    heard = Hearing(exam, tuple(sound.view for sound in sounds if sound.view.name != WHOLE))
    wanted: Sequence[Kind] = options.rows
    # First, so that missing weights are said before anything else is heard for long.
    taggers = _by_taggers(sounds, options)
    if Kind.CHANCE in wanted:
        yield chance_row(heard)
    if Kind.MFCC in wanted:
        mfccs = cached_sounds(
            cache, MFCC_VERSION, sounds, lambda new: hearing.heard(new, hearing.by_mfcc(), "MFCC", options.jobs)
        )
        yield heard.row("MFCC mean + deviation", Kind.MFCC, mfccs)
    if Kind.UNTRAINED in wanted:
        ear = untrained.untrained_ear()

        def hear(new: Sequence[Sound]) -> hearing.Vectors:
            return hearing.heard(new, hearing.by_networks(ear), "untrained copy", options.jobs)

        raw = cached_sounds(cache, untrained.content_name(ear), sounds, hear)
        yield heard.row(
            "untrained copy", Kind.UNTRAINED, raw, lambda given, learnt: untrained.joined(ear, given, learnt)
        )
    if taggers:
        yield from (row for row in tagger_rows(heard, taggers) if row.kind in wanted)


def _by_taggers(sounds: Sequence[Sound], options: argparse.Namespace) -> Mapping[str, Layers]:
    """Nothing where none of their rows is wanted."""
    if not _TAGGERS.intersection(options.rows):
        return {}
    try:
        return peers.hear(sounds, options.data, options.home / "cache", options.jobs)
    except ModelError as error:
        raise ModelError(f"{error}; --rows {_WITHOUT_TAGGERS} leaves the taggers out") from error


def _shown(rows: Iterable[Row]) -> Iterable[Row]:
    bar: Iterable[Row] = tqdm(list(rows), desc="ask", unit="row", file=sys.stderr)
    return bar
