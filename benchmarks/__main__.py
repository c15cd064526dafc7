"""``python -m benchmarks``: every benchmark in a process of its own, and one report."""

from __future__ import annotations

import argparse
import subprocess
import sys

from benchmarks.command import INTERRUPTED, UNUSABLE, add_options
from benchmarks.machine import this_machine
from benchmarks.measurement import Measurement, from_json, measurement_table

DESCRIPTION = """\
Time answers, embedding, the event loop and the start, each number beside its target of the design. Each benchmark runs
in a process of its own and alone as well: python -m benchmarks.answers, .embedding, .event_loop, .start, .index,
.collaborative; each has --help. Not among them is python -m benchmarks.inference, which compares ways to run the
networks and numbers of threads. Exit status: 0 everything was measured, whatever came out; 2 something needed is
missing."""

BENCHMARKS = tuple(
    f"benchmarks.{name}" for name in ("answers", "embedding", "event_loop", "start", "index", "collaborative")
)


def main() -> int:
    """Run them one after another, so that none disturbs another."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    options = parser.parse_args()
    machine = this_machine()
    print(machine.text(), flush=True)
    measured: list[Measurement] = []
    for name in BENCHMARKS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", name, "--json", "--home", str(options.home)]
        try:
            ended = subprocess.run(
                [*command, *(("--quick",) if options.quick else ())], stdout=subprocess.PIPE, text=True, check=False
            )
        except KeyboardInterrupt:
            return INTERRUPTED
        if ended.returncode:
            return UNUSABLE
        measured += from_json(ended.stdout.splitlines()[-1])
    print("\n" + measurement_table("Segue's numbers beside their targets", measured).render(markdown=options.markdown))
    missed = [one.what for one in measured if one.met is False]
    print("\nEvery target is met." if not missed else f"\nMissed: {'; '.join(missed)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
