"""``python -m engine.collaborative``: what people's plays say, from the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from engine.collaborative import artists_command, command
from engine.errors import EngineError

WRITTEN, UNUSABLE, INTERRUPTED = 0, 2, 130
_PROGRAM = "python -m engine.collaborative"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status."""
    parser = argparse.ArgumentParser(prog=_PROGRAM, description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    recommend = commands.add_parser(
        "recommend",
        help=command.SUMMARY,
        description=command.DESCRIPTION,
        epilog=command.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_options(recommend)
    recommend.set_defaults(run=command.run)
    artists = commands.add_parser(
        "artists",
        help=artists_command.SUMMARY,
        description=artists_command.DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    artists_command.add_options(artists)
    artists.set_defaults(run=artists_command.run)
    options = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], str] = options.run
    try:
        told = run(options)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing was written.\n")
        return INTERRUPTED
    except EngineError as error:
        sys.stderr.write(f"engine.collaborative: {error}\n")
    except OSError as error:
        sys.stderr.write(f"engine.collaborative: {options.out} cannot be written: {error.strerror or error}\n")
    except MemoryError:
        sys.stderr.write("engine.collaborative: there is not enough memory for so many users and items\n")
    else:
        sys.stderr.write(f"{told}\n")
        return WRITTEN
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
