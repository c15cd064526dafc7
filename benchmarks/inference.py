"""``python -m benchmarks.inference``: ways to run the ear on this processor, each by the number of its threads."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.command import INTERRUPTED, UNUSABLE
from benchmarks.machine import this_machine
from benchmarks.measurement import percentile
from benchmarks.sounds import tune
from benchmarks.turns import Times, by_turns
from bot.settings import Settings
from engine.audio import SAMPLE_RATE, decode
from engine.embed.inference import Listener, Way, bfloat16_is_native
from engine.embed.weights import load_ear, read_facts
from engine.errors import EngineError
from engine.evaluation.table import Table

DESCRIPTION = """\
Hear one clip, and eight at once, in several ways by turns: the networks as they are, then with one thing after another
that Segue does, then in bfloat16 where torch says that this processor multiplies it itself; each with one thread, two,
four and so on. Beside the times stands how far vectors move from those of the plain way. Run it on a quiet machine and
on a busy one: threads that wait for each other cost most where others want the cores too.
Exit status: 0 it was measured; 2 something needed is missing."""

LEAST_COSINE = 0.9995
"""Vectors that moved further than this are others."""
BATCH = 8
_ROUNDS, _QUICK_ROUNDS = 9, 3
_PLAIN = Way(folded=False, channels_last=False, clip_by_clip=False)
_IN_USE = Way()


@dataclass(frozen=True, slots=True)
class Row:
    """One way with one number of threads.

    Attributes
    ----------
    alone, batch
        Times of one clip, and of a clip of a batch.
    cosine
        The least similarity of a clip's vector to that of the plain way on one thread.
    """

    name: str
    way: Way
    alone: Times
    batch: Times
    cosine: float


def ways() -> dict[str, Way]:
    """What is compared, by name, each a step from the one before it."""
    steps = {
        "plain": _PLAIN,
        "folded": replace(_PLAIN, folded=True),
        "folded, channels last": replace(_PLAIN, folded=True, channels_last=True),
        "folded, channels last, clip by clip": _IN_USE,
    }
    if bfloat16_is_native():
        steps["the same in bfloat16"] = replace(_IN_USE, bfloat16=True)
    return steps


def measure(weights: Path, clips: Sequence[NDArray[np.float32]], threads: Sequence[int], rounds: int) -> list[Row]:
    """Every way with every number of threads, by turns.

    Parameters
    ----------
    clips
        Each (n_samples,) float32 at 22,050 Hz; the first is the one that is heard alone.

    Raises
    ------
    ModelError
        The weights cannot be read.
    """
    ear = load_ear(weights, read_facts(weights))
    before = torch.get_num_threads()
    torch.set_num_threads(max(threads))
    try:
        compared = [(name, replace(way, threads=number)) for number in threads for name, way in ways().items()]
        listeners = [Listener(ear, torch.device("cpu"), way) for _, way in compared]
        alone = by_turns([partial(one.hear, clips[:1]) for one in listeners], rounds)
        batch = by_turns([partial(one.hear, clips) for one in listeners], rounds)
        plain = Listener(ear, torch.device("cpu"), replace(_PLAIN, threads=1)).hear(clips).vectors
        cosines = [float(torch.cosine_similarity(one.hear(clips).vectors.float(), plain).min()) for one in listeners]
    finally:
        torch.set_num_threads(before)
    return [
        Row(name, way, one, many.each_of(len(clips)), cosine)
        for (name, way), one, many, cosine in zip(compared, alone, batch, cosines, strict=True)
    ]


def table(rows: Sequence[Row], batch: int = BATCH) -> Table:
    """Times in milliseconds, the middle of the rounds; what is in use is marked."""
    return Table(
        title="Ways to run the ear",
        header=("way", "threads", "one: wall", "processor", f"of {batch}: wall", "processor", "least cosine", ""),
        rows=tuple(
            (
                row.name + (" *" if row.way == _IN_USE else ""),
                str(row.way.threads),
                *(
                    f"{percentile(values, 0.5):.1f}"
                    for times in (row.alone, row.batch)
                    for values in (times.wall, times.processor)
                ),
                f"{row.cosine:.6f}",
                "" if row.cosine >= LEAST_COSINE else "MOVED",
            )
            for row in rows
        ),
        notes=(
            "milliseconds a clip, the middle of the rounds, all ways by turns; * is what Segue does",
            f"MOVED: a clip's vector has a cosine under {LEAST_COSINE} to that of the plain way",
            f"bfloat16 is {'' if bfloat16_is_native() else 'not '}multiplied by this processor itself",
        ),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.inference",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="a third of the rounds: to try, not to quote")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--threads", type=int, nargs="+", default=_powers_of_two(), help="(%(default)s)")
    parser.add_argument(
        "--clips", type=Path, nargs="+", default=[], metavar="FILE", help="music to hear; without, made-up tunes"
    )
    options = parser.parse_args(arguments)
    if min(options.threads) < 1:
        parser.error("--threads must be at least 1")
    try:
        clips = [decode(path.read_bytes()).samples for path in options.clips] or [
            tune(seed, sample_rate=SAMPLE_RATE) for seed in range(BATCH)
        ]
        rounds = _QUICK_ROUNDS if options.quick else _ROUNDS
        rows = measure(Settings.load().places.weights, clips, options.threads, rounds)
    except (EngineError, OSError) as error:
        print(f"benchmarks.inference: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    print(this_machine().text())
    print("\n" + table(rows, len(clips)).render(markdown=options.markdown))
    return 0


def _powers_of_two() -> list[int]:
    return [2**power for power in range(this_machine().cores.bit_length())]


if __name__ == "__main__":
    sys.exit(main())
