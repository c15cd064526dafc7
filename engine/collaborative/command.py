"""``python -m engine.collaborative recommend``: recommendations for many users from a file of plays."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from engine.collaborative.interactions import Interactions, UserId
from engine.collaborative.models import make_model
from engine.collaborative.protocol import CollaborativeModel
from engine.collaborative.settings import SHIPPED, ModelKind
from engine.collaborative.tables import (
    Recommendation,
    read_interactions,
    read_tags,
    read_targets,
    write_recommendations,
)
from engine.errors import InteractionsError

SUMMARY = "recommend items to users from a file of plays"
DESCRIPTION = """\
Learn from the plays in one CSV file and write K items for each user of another, best first.

Plays have the header user,item,count: how often somebody played something; pairs that occur twice are added up.
Targets have the header user. The answer has the header user,item,rank,score: exactly K lines for each target, ranks
from 1, nothing that the plays say was played; scores compare within a user alone. A target without plays, or one that
the plays do not know, gets what most users played. Tags are optional and have the header item,tag,count or item,tag.

The settings are those that ship, chosen on validation data. The same files give the same answer.

Exit status: 0 written; 2 a file is not as said, or somebody has fewer than K items left; nothing is written then."""
EPILOG = """\
example:
  python -m engine.collaborative recommend --interactions train.csv --targets users.csv -k 10 --out recs.csv"""
_OFFERED = (ModelKind.BLEND, ModelKind.WMF, ModelKind.EASE, ModelKind.KNN)
_USERS_AT_ONCE = 256


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--interactions", type=Path, required=True, metavar="CSV", help="plays: user,item,count")
    parser.add_argument("--targets", type=Path, required=True, metavar="CSV", help="whom to recommend to: user")
    parser.add_argument("-k", type=_positive, default=10, help="items for each target (%(default)s)")
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help="file to write: user,item,rank,score")
    parser.add_argument(
        "--model",
        choices=[str(kind) for kind in _OFFERED],
        default=str(ModelKind.BLEND),
        help="what learns (%(default)s)",
    )
    parser.add_argument("--item-tags", type=Path, metavar="CSV", help="tags: item,tag,count or item,tag")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="of WMF (%(default)s)")
    parser.add_argument("--threads", type=_positive, help="of WMF on the processor (all cores)")


def run(options: argparse.Namespace) -> str:
    """Do it; what to tell at the end.

    Raises
    ------
    InteractionsError
        A file is not as said, or fewer than ``k`` items are left for somebody.
    OSError
        The answer cannot be written.
    """
    _check_out(options.out, [one for one in (options.interactions, options.targets, options.item_tags) if one])
    targets = read_targets(options.targets)
    plays = read_interactions(options.interactions)
    tags = None if options.item_tags is None else read_tags(options.item_tags, plays.items)
    _check_left(plays, targets, options.k)
    model = make_model(options.model, SHIPPED, options.device, options.threads)
    with tqdm(total=100, bar_format="{desc}: {percentage:3.0f}%|{bar}| {elapsed}") as shown:

        def told(what: str, share: float) -> None:
            shown.set_description(f"learning ({what})", refresh=False)
            shown.update(100 * share - shown.n)

        model.fit(plays, tags, told)
    write_recommendations(options.out, _recommend(model, plays, targets, options.k))
    return f"{len(targets):,} users got {options.k} of {len(plays.items):,} items each by {model.name}: {options.out}"


def _recommend(
    model: CollaborativeModel, plays: Interactions, targets: Sequence[UserId], k: int
) -> Iterator[Recommendation]:
    with tqdm(total=len(targets), desc="recommending", unit="user") as shown:
        for start in range(0, len(targets), _USERS_AT_ONCE):
            users = targets[start : start + _USERS_AT_ONCE]
            found = model.recommend(plays.histories(users), k)
            for user, items, scores in zip(users, found.items.tolist(), found.scores.tolist(), strict=True):
                for rank, (item, score) in enumerate(zip(items, scores, strict=True), start=1):
                    yield Recommendation(user, plays.items[item], rank, score)
            shown.update(len(users))


def _check_left(plays: Interactions, targets: Sequence[UserId], k: int) -> None:
    """Before the work, not after it."""
    left = len(plays.items) - np.diff(plays.histories(targets).indptr)
    fewest = int(left.argmin())
    if left[fewest] < k:
        raise InteractionsError(
            f"{k} items cannot be recommended to {targets[fewest]!r}: "
            f"of {len(plays.items):,} items only {left[fewest]:,} are not yet played"
        )


def _check_out(out: Path, inputs: Sequence[Path]) -> None:
    if out.is_dir():
        raise InteractionsError(f"{out} cannot be written: it is a directory")
    if not out.absolute().parent.is_dir():
        raise InteractionsError(f"{out} cannot be written: its directory is not there")
    if any(out.absolute() == one.absolute() for one in inputs):
        raise InteractionsError(f"{out} is read as well; the answer needs a file of its own")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
