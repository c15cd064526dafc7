"""``python -m data.catalog``: grow the catalogue, look at it, check it, and build the index from it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from data.catalog.commands import adding, building, exporting, indexing, looking, removing
from data.catalog.commands.options import BAD_INPUT, STOPPED
from data.errors import DataError
from engine.errors import EngineError

_DESCRIPTION = """\
The songs that Segue knows. What is added here is in a running bot's next answer; its index is rebuilt when there is
much of it."""
_EPILOG = """\
examples:
  python -m data.catalog add ~/Music               hear a folder of music and add its songs
  python -m data.catalog list --text björk         what is known
  python -m data.catalog stats                     how much, from where, and what was bad
  python -m data.catalog verify                    whether files, database and index fit together

Every command has --help."""

UNREAD = 141
"""What a shell gives a command whose output nobody reads to the end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns
    -------
    The exit status: 0 when it did its work, 1 when it found something wrong, 2 on bad input, 130 when it was stopped.
    """
    options = _parse(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Who reads has seen enough; what Python would still write at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except (DataError, EngineError, OSError) as error:
        command = getattr(error, "command", None)
        sys.stderr.write(f"{str(error) or type(error).__name__}\n" + (f"mend it with: {command}\n" if command else ""))
        return BAD_INPUT
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing was changed.\n")
        return STOPPED


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m data.catalog",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for group in (adding, looking, removing, exporting, indexing, building):
        group.add_commands(commands)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
