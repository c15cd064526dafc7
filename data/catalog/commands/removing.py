"""``remove``: songs out of the catalogue."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import TextIO

from data.catalog.commands.options import Commands, home_option, opened
from data.catalog.growing.errors import printable
from data.catalog.growing.inventory import SEARCHED, Filter, find_songs, list_songs
from data.catalog.search import meant, search
from data.catalog.store import Catalog
from data.database import Database
from engine.songs import Song

READ_SECONDS = 60.0
NOT_DONE = 1
SHOWN = 10
"""Songs that are named before it is asked; of more, the number is."""


def add_commands(commands: Commands) -> None:
    """Add ``remove``."""
    command = commands.add_parser(
        "remove",
        parents=[home_option()],
        help="remove songs; members' history stays",
        description="Remove songs from the catalogue, all that are named or none. Files stay where they are, and add "
        "does not bring their songs back unless they change or --again is given.",
        epilog="examples:\n  python -m data.catalog remove 'U2 - One'\n"
        "  python -m data.catalog remove --source gtzan --yes",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("songs", nargs="*", metavar="ID|TEXT", help="a song's id, or its artist and title")
    command.add_argument("--source", metavar="NAME", help="every song of this source")
    command.add_argument("--yes", action="store_true", help="do not ask")
    command.set_defaults(run=remove, refuse=command.error)


def remove(options: argparse.Namespace, answers: TextIO | None = None) -> int:
    """Remove songs.

    Parameters
    ----------
    answers
        Where it is answered whether to go on; standard input unless told otherwise.
    """
    if not options.songs and options.source is None:
        options.refuse("nothing to remove: name songs, or --source")

    async def run() -> int:
        async with opened(options.home) as database:
            chosen = await _chosen(database, options.songs, options.source)
            if chosen is None:
                return NOT_DONE
            if not chosen:
                sys.stdout.write("there is nothing to remove\n")
                return 0
            if not options.yes and not await asyncio.to_thread(_agreed, chosen, answers or sys.stdin):
                sys.stderr.write("nothing was removed\n")
                return NOT_DONE
            removed = await Catalog(database).remove([song.id for song in chosen])
            sys.stdout.write(f"{removed} songs removed\n")
            return 0

    return asyncio.run(run())


async def _chosen(database: Database, names: list[str], source: str | None) -> list[Song] | None:
    """The songs that are meant, each once; ``None`` where one is not clear."""
    chosen: dict[str, Song] = {}
    async with database.read(READ_SECONDS) as session:
        for name in names:
            found = await find_songs(session, name)
            by_id = bool(found) and found[0].id == name.strip().lower()
            song = found[0] if by_id else meant(await search(session, name, SEARCHED))
            if song is None:
                sys.stderr.write(f"it is not clear which song {printable(name)} is\n")
                for one in found[:SHOWN]:
                    sys.stderr.write(f"  {one.id} {printable(f'{one.artist} - {one.title}')}\n")
                return None
            chosen[song.id] = song
        if source is not None:
            async for song in list_songs(session, Filter(source=source)):
                chosen[song.id] = song
    return list(chosen.values())


def _agreed(songs: list[Song], answers: TextIO) -> bool:
    for song in songs[:SHOWN]:
        sys.stderr.write(f"  {song.id} {printable(f'{song.artist} - {song.title}')}\n")
    if len(songs) > SHOWN:
        sys.stderr.write(f"  and {len(songs) - SHOWN} more\n")
    sys.stderr.write(f"Remove {'it' if len(songs) == 1 else f'these {len(songs)} songs'}? [y/N] ")
    sys.stderr.flush()
    return answers.readline().strip().lower() in {"y", "yes"}
