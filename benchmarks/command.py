"""The command line that every benchmark shares."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import this_machine
from benchmarks.measurement import Measurement, measurement_table, to_json
from bot.errors import SegueError
from bot.logs import configure
from bot.settings import LogLevel, Logs
from bot.starting import explain_start
from engine.errors import EngineError

UNUSABLE, INTERRUPTED = 2, 130


@dataclass(frozen=True, slots=True)
class Run:
    """How to measure.

    Attributes
    ----------
    quick
        A tenth of the repetitions: to see that it works, not to quote.
    directory
        A fresh directory that is deleted afterwards.
    """

    quick: bool
    directory: Path

    def times(self, full: int) -> int:
        """How often to repeat what is repeated ``full`` times in a full run."""
        return max(3, full // 10) if self.quick else full


Measure = Callable[[Run], Sequence[Measurement]]


def main(name: str, description: str, measure: Measure, arguments: Sequence[str] | None = None) -> int:
    """Run one benchmark and print its table.

    Parameters
    ----------
    name
        Of the module, as ``python -m`` takes it.
    description
        What ``--help`` tells.

    Returns
    -------
    The exit status: 0 when it was measured, whatever came out; 2 when something needed is missing.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m {name}", description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--json", action="store_true", help="print the numbers alone, for other programs")
    options = parser.parse_args(arguments)
    configure(Logs(log_level=LogLevel.ERROR))
    place = options.home / "cache"
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="bench-", dir=place, ignore_cleanup_errors=True) as directory:
            measurements = measure(Run(options.quick, Path(directory)))
    except SegueError as error:
        print(f"{name}: {explain_start(error)}", file=sys.stderr)
        return UNUSABLE
    except (EngineError, OSError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    if options.json:
        print(to_json(measurements))
    else:
        print(this_machine().text())
        print("\n" + measurement_table(name, measurements).render(markdown=options.markdown))
    return 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of one benchmark and of all together."""
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions: to try, not to quote")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("SEGUE_HOME", "var")),
        help="state directory; everything is measured in a fresh folder of its cache/ (SEGUE_HOME; now %(default)s)",
    )
