"""``python -m benchmarks.mixes``: how far from all songs a mix leads, by the share of the unliked taken away."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.command import INTERRUPTED, UNUSABLE
from data.catalog import read_shipped
from data.errors import DataError
from engine.evaluation.table import Table
from engine.ranking.mixing import AWAY, Sides, mixed, nearer_to_likes

DESCRIPTION = """\
Mixes of the shipped catalogue, drawn at random: 1 to 5 songs that are liked, in two of three mixes neighbours of each
other, and 1 to 3 that are not, in one of three mixes neighbours of the liked ones, else any. For each share of the
unliked songs' mean that is taken away: the mean cosine of the ten nearest songs to the liked and to the unliked ones,
how many of the ten are nearer to the liked ones on average than to any unliked one, and the cosine of the tenth, beside
the one that a song of the catalogue has to its own tenth neighbour: a mix below it lies where little music is.
Exit status: 2 where the catalogue is missing."""

SHARES = (0.0, 0.15, 0.25, AWAY, 0.5, 0.75, 1.0)
MIXES, QUICK_MIXES = 3_000, 100
PICKS = 10
_NEIGHBOURS, _NEAR_UNLIKES = 60, 200


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Rows of songs that are liked and that are not."""

    likes: NDArray[np.int64]
    unlikes: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one mix's nearest songs: mean cosines to both sides, the share on the right side, the tenth's cosine."""

    likes: float
    unlikes: float
    right: float
    tenth: float


def draw(cosines: NDArray[np.float32], generator: np.random.Generator) -> Asked:
    """A mix of songs whose (n, n) cosines are given."""
    kind, first = int(generator.integers(3)), int(generator.integers(len(cosines)))
    order = np.argsort(-cosines[first])
    more = order[1:_NEIGHBOURS] if kind else np.setdiff1d(order, [first])
    likes = np.append(generator.choice(more, int(generator.integers(5)), replace=False), first)
    others = order[:_NEAR_UNLIKES] if kind == 1 else order
    unlikes = generator.choice(np.setdiff1d(others, likes), int(generator.integers(1, 4)), replace=False)
    return Asked(likes, unlikes)


def outcome(vectors: NDArray[np.float32], asked: Asked, away: float) -> Outcome:
    """What a mix finds among unit vectors (n, d)."""
    sides = Sides(vectors[asked.likes], vectors[asked.unlikes])
    near = vectors @ mixed(sides, away)
    near[[*asked.likes, *asked.unlikes]] = -2.0
    found = np.argsort(-near)[:PICKS]
    picks = vectors[found]
    return Outcome(
        likes=float((picks @ sides.likes.T).mean()),
        unlikes=float((picks @ sides.unlikes.T).mean()),
        right=float(nearer_to_likes(picks, sides).mean()),
        tenth=float(near[found[-1]]),
    )


def table(vectors: NDArray[np.float32], mixes: int, seed: int = 1) -> Table:
    """Every share on the same mixes."""
    cosines = vectors @ vectors.T
    generator = np.random.default_rng(seed)
    asked = [draw(cosines, generator) for _ in range(mixes)]
    own = float(np.median(np.sort(cosines, axis=1)[:, -1 - PICKS]))
    rows = []
    for share in tqdm(SHARES, desc="shares", file=sys.stderr):
        found = [outcome(vectors, one, share) for one in asked]
        rows.append(
            (
                f"{share:.2f}{' (in use)' if share == AWAY else ''}",
                f"{np.mean([one.likes for one in found]):.3f}",
                f"{np.mean([one.unlikes for one in found]):.3f}",
                f"{np.mean([one.right for one in found]):.1%}",
                f"{np.median([one.tenth for one in found]):.3f}",
            )
        )
    return Table(
        title=f"The ten nearest songs of {mixes:,} mixes, by the share that is taken away",
        header=("share", "to liked", "to unliked", "right side", "tenth"),
        rows=tuple(rows),
        notes=(
            f"A song of the catalogue has its own tenth neighbour at {own:.3f} (median).",
            "In use, songs on the wrong side are left out besides.",
        ),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mixes",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_MIXES} mixes: to try, not to quote")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    options = parser.parse_args(arguments)
    try:
        vectors = np.stack([one.vector for one in read_shipped().entries if one.vector is not None])
        made = table(vectors.astype(np.float32), QUICK_MIXES if options.quick else MIXES)
    except DataError as error:
        print(f"benchmarks.mixes: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    print(made.render(markdown=options.markdown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
