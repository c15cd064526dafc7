"""``list``, ``show`` and ``stats``: what is in the catalogue."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from data.catalog.commands.options import Commands, home_option, opened, positive
from data.catalog.growing.errors import printable
from data.catalog.growing.inventory import Counts, Filter, count_all, files_of, find_songs, list_songs
from data.catalog.growing.problems import sentence
from data.home import database_file, index_directory
from engine.errors import IndexFileError
from engine.index import read_manifest
from engine.songs import Song

READ_SECONDS = 60.0
"""Looking through a large catalogue may take this long."""
NOT_FOUND = 1
_MOST_GENRES = 12
_BETWEEN = "; "


def add_commands(commands: Commands) -> None:
    """Add ``list``, ``show`` and ``stats``."""
    listing = commands.add_parser(
        "list",
        parents=[home_option(), filter_options()],
        help="list songs: id, artist, title, album, year, genres and source, parted by tabs",
        epilog="example:\n  python -m data.catalog list --genre Jazz --limit 20 | cut -f2,3",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    listing.add_argument("--limit", type=positive, help="at most so many")
    listing.set_defaults(run=_list)
    show = commands.add_parser(
        "show",
        parents=[home_option()],
        help="show what is known of one song",
        epilog="example:\n  python -m data.catalog show 'Björk - Jóga'",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    show.add_argument("song", metavar="ID|TEXT", help="a song's id, or its artist and title as one would type them")
    show.set_defaults(run=_show)
    stats = commands.add_parser("stats", parents=[home_option()], help="count songs, vectors and files")
    stats.set_defaults(run=_stats)


def filter_options() -> argparse.ArgumentParser:
    """``--source``, ``--genre`` and ``--text``."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--source", metavar="NAME", help="of this source alone: library, deezer, fma ...")
    parser.add_argument("--genre", metavar="NAME", help="of this genre alone")
    parser.add_argument("--text", metavar="TEXT", help="with this in the artist or the title")
    return parser


def filter_of(options: argparse.Namespace) -> Filter:
    """What :func:`filter_options` came to."""
    return Filter(options.source, options.genre, options.text)


def _list(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with opened(options.home) as database, database.read(READ_SECONDS) as session:
            async for song in list_songs(session, filter_of(options), options.limit):
                year = "" if song.year is None else str(song.year)
                cells = (song.id, song.artist, song.title, song.album, year, _BETWEEN.join(song.genres), song.source)
                sys.stdout.write("\t".join(map(printable, cells)) + "\n")
            return 0

    return asyncio.run(run())


def _show(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with opened(options.home) as database, database.read() as session:
            found = await find_songs(session, options.song)
            if not found:
                sys.stderr.write(f"there is no song {printable(options.song)}\n")
                return NOT_FOUND
            for name, value in _facts(found[0]):
                sys.stdout.write(f"{name:12} {printable(value)}\n")
            for path in await files_of(session, found[0].id):
                sys.stdout.write(f"{'file':12} {printable(str(path))}\n")
            for other in found[1:4]:
                sys.stderr.write(f"also like it: {other.id} {printable(f'{other.artist} - {other.title}')}\n")
            return 0

    return asyncio.run(run())


def _facts(song: Song) -> Iterator[tuple[str, str]]:
    said = {
        "id": song.id,
        "artist": song.artist,
        "title": song.title,
        "album": song.album,
        "year": song.year,
        "seconds": song.seconds,
        "genres": _BETWEEN.join(song.genres),
        "moods": _BETWEEN.join(song.moods),
        "quadrant": song.quadrant,
        "tempo": None if song.tempo_bpm is None else f"{song.tempo_bpm:.0f} bpm",
        "key": song.key,
        "energy": None if song.energy is None else f"{song.energy:.2f}",
        "instruments": _BETWEEN.join(song.instruments),
        "explicit": {True: "yes", False: "no", None: None}[song.explicit],
        "isrc": song.isrc,
        "source": song.source,
        "licence": song.licence,
        "link": song.link,
        "cover": song.cover,
    }
    yield from ((name, str(value)) for name, value in said.items() if value not in (None, ""))


def _stats(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with opened(options.home) as database:
            async with database.read(READ_SECONDS) as session:
                counts = await count_all(session)
            sys.stdout.write("\n".join(_lines(counts, options.home)) + "\n")
            return 0

    return asyncio.run(run())


def _lines(counts: Counts, home: Path) -> Iterator[str]:
    yield f"{counts.songs} songs" + (f", {counts.private} of them private to servers" if counts.private else "")
    yield from (f"  {number} from {source or 'nowhere named'}" for source, number in counts.sources.items())
    if counts.genres:
        yield f"{len(counts.genres)} genres: {_most(counts.genres)}"
    yield from (f"{number} vectors of model {model}" for model, number in counts.models.items())
    if counts.without_vector:
        yield f"{counts.without_vector} songs without a vector"
    good = counts.problems.get("", 0)
    bad = {problem: number for problem, number in counts.problems.items() if problem}
    yield f"{good} files of music, {sum(bad.values())} bad ones"
    yield from (f"  {number} because {sentence(problem)}" for problem, number in sorted(bad.items()))
    yield f"database: {_size(database_file(home)) / 2**20:.1f} MiB"
    yield f"index: {_index(home)}"


def _most(genres: Mapping[str, int]) -> str:
    shown = ", ".join(f"{printable(genre)} {number}" for genre, number in islice(genres.items(), _MOST_GENRES))
    return shown if len(genres) <= _MOST_GENRES else f"{shown} ..."


def _size(database: Path) -> int:
    """Bytes of the database with what was not moved into it yet."""
    beside = (database, database.with_name(f"{database.name}-wal"))
    return sum(os.stat(path).st_size for path in beside if path.exists())  # noqa: PTH116


def _index(home: Path) -> str:
    try:
        manifest = read_manifest(index_directory(home))
    except IndexFileError as error:
        return f"{error}; build it with: python -m data.catalog rebuild"
    return f"{manifest.count} songs, {manifest.kind}, model {manifest.model}"
