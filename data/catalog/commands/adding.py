"""``add``: grow the catalogue from folders, playlists, charts and published data sets. Its options and its help."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.catalog.commands.options import Commands, hearing_options, home_option, positive, weights_option

_EXAMPLES = """\
examples:
  python -m data.catalog add ~/Music                       every song of a folder; again: what is new in it
  python -m data.catalog add ~/Music/Björk jazz.flac       several folders and files
  python -m data.catalog add --playlist party.m3u8         files and names of a playlist (also csv, jspf, xspf)
  python -m data.catalog add --playlist https://www.deezer.com/playlist/908622995
  python -m data.catalog add --charts --genre Jazz         what is listened to most at Deezer, of one genre or of all
  python -m data.catalog add --dataset fma ~/data/fma      a published data set: fma, gtzan, jamendo, mtg

Files stay where they are; links are not followed. A file that is known and unchanged is not opened, one that was moved
or copied is not heard again. It can be stopped at any moment, and goes on where it was when it is run again.
exit status: 0 all well, 1 some files or entries came to nothing, 2 bad input, 130 stopped"""

CHART_LIMIT = 100
"""Deezer's charts are no longer."""
DATASETS = ("fma", "gtzan", "jamendo", "mtg")


def add_commands(commands: Commands) -> None:
    """Add ``add``."""
    add = commands.add_parser(
        "add",
        parents=[home_option(), weights_option(), hearing_options()],
        help="grow the catalogue from folders, playlists, charts and data sets",
        description="Hear music and add it to the songs that Segue knows.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("paths", type=Path, nargs="*", metavar="PATH", help="folders and files of music")
    add.add_argument(
        "--playlist", action="append", default=[], metavar="FILE|LINK", help="a playlist; may be given several times"
    )
    add.add_argument("--charts", action="store_true", help="what is listened to most at Deezer, by genre")
    add.add_argument("--genre", metavar="NAME", help="with --charts: of this genre alone")
    add.add_argument("--limit", type=positive, default=CHART_LIMIT, help="with --charts: songs of each chart")
    add.add_argument(
        "--dataset", nargs=2, action="append", default=[], metavar=("NAME", "DIR"), help=f"one of {', '.join(DATASETS)}"
    )
    add.add_argument("--again", action="store_true", help="look at every file again, also at those known to be bad")
    add.set_defaults(run=_add, refuse=add.error)


def _add(options: argparse.Namespace) -> int:
    if not (options.paths or options.playlist or options.charts or options.dataset):
        options.refuse("nothing to add: name a folder, or --playlist, --charts or --dataset")
    if options.genre and not options.charts:
        options.refuse("--genre goes with --charts")
    unknown = [name for name, _ in options.dataset if name not in DATASETS]
    if unknown:
        options.refuse(f"there is no data set {unknown[0]}: known are {', '.join(DATASETS)}")
    # Imported here: it takes seconds that no other command needs.
    from data.catalog.commands.growing import grow  # noqa: PLC0415

    return grow(options)
