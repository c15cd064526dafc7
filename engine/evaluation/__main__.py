"""``python -m engine.evaluation``: the tables that say how good the ear is."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.errors import AudioError, InteractionsError, ModelError
from engine.evaluation import catalogue_command, reliability_command, same_song_command, versions_command
from engine.evaluation.cold_start import command as cold_start_command
from engine.evaluation.collaborative import command as collaborative_command
from engine.evaluation.ear import command as ear_command
from engine.evaluation.folds import DataMissingError
from engine.evaluation.music import command as music_command
from engine.evaluation.playlists import command as playlists_command
from engine.evaluation.simulated import command as simulated_command

MET, MISSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
_COMMANDS = {
    "ear": ear_command,
    "catalogue": catalogue_command,
    "same-song": same_song_command,
    "versions": versions_command,
    "calibration": reliability_command,
    "music": music_command,
    "hetrec": collaborative_command,
    "polimi": playlists_command,
    "cold-start": cold_start_command,
    "simulated": simulated_command,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and say what happened.

    Returns
    -------
    The exit status.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except (DataMissingError, InteractionsError, ModelError, ValueError) as error:
        print(f"engine.evaluation: {error}", file=sys.stderr)
    except AudioError as error:
        print(f"engine.evaluation: a clip of the training data cannot be heard: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("engine.evaluation: stopped; what was heard completely is kept", file=sys.stderr)
        return INTERRUPTED
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.evaluation", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in _COMMANDS.items():
        one = commands.add_parser(
            name,
            help=command.SUMMARY,
            description=command.DESCRIPTION,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.set_defaults(command=command.run)
        one.add_argument(
            "--data",
            type=Path,
            default=Path(os.environ.get("SEGUE_DATA", "../shared/data")),
            help="directory with tracks.csv and audio/ (SEGUE_DATA; now %(default)s)",
        )
        one.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
        command.add_options(one)
    return parser


if __name__ == "__main__":
    sys.exit(main())
