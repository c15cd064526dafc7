"""``export``: the catalogue for other programs."""

from __future__ import annotations

import argparse
import asyncio
import csv
import dataclasses
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from data.catalog.commands.looking import filter_of, filter_options
from data.catalog.commands.options import Commands, home_option, opened
from data.catalog.growing.errors import printable
from data.catalog.growing.inventory import files_of, list_songs
from engine.songs import Song

READ_SECONDS = 600.0
FORMATS = ("csv", "jsonl", "m3u8")
_BETWEEN = "; "


def add_commands(commands: Commands) -> None:
    """Add ``export``."""
    export = commands.add_parser(
        "export",
        parents=[home_option(), filter_options()],
        help="write facts as CSV or JSON lines, or a playlist of the files",
        description="Write the songs' facts as CSV or as a JSON object a line, or the files that they came of as M3U8.",
        epilog="examples:\n  python -m data.catalog export --out songs.csv\n"
        "  python -m data.catalog export --genre Jazz --format m3u8 --out jazz.m3u8",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    export.add_argument(
        "--out", type=Path, metavar="FILE", help="written whole or not at all (default: standard output)"
    )
    export.add_argument("--format", choices=FORMATS, help="default: by the ending of FILE, else csv")
    export.set_defaults(run=_export)


@dataclasses.dataclass(frozen=True, slots=True)
class _Exported:
    song: Song
    files: tuple[Path, ...]


def _export(options: argparse.Namespace) -> int:
    ending = "" if options.out is None else options.out.suffix.removeprefix(".").lower()
    chosen = options.format or (ending if ending in FORMATS else FORMATS[0])

    async def run() -> int:
        with _written(options.out) as file:
            async with opened(options.home) as database, database.read(READ_SECONDS) as session:
                writers = {"csv": _write_csv, "jsonl": _write_lines, "m3u8": _write_playlist}

                async def songs() -> AsyncIterator[_Exported]:
                    async for song in list_songs(session, filter_of(options)):
                        files = await files_of(session, song.id) if chosen == "m3u8" else []
                        yield _Exported(song, tuple(files))

                count = await writers[chosen](songs(), file)
        if options.out is not None:
            sys.stdout.write(f"{options.out}: {count} {'files' if chosen == 'm3u8' else 'songs'}\n")
        return 0

    return asyncio.run(run())


@contextmanager
def _written(path: Path | None) -> Iterator[TextIO]:
    """A file that takes another's place when it is whole; standard output without a path."""
    if path is None:
        yield sys.stdout
        return
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with scratch.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


async def _write_csv(songs: AsyncIterator[_Exported], file: TextIO) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([field.name for field in dataclasses.fields(Song)])
    count = 0
    async for one in songs:
        cells = dataclasses.asdict(one.song).values()
        writer.writerow([_BETWEEN.join(cell) if isinstance(cell, tuple) else cell for cell in cells])
        count += 1
    return count


async def _write_lines(songs: AsyncIterator[_Exported], file: TextIO) -> int:
    count = 0
    async for one in songs:
        file.write(json.dumps(dataclasses.asdict(one.song), ensure_ascii=False) + "\n")
        count += 1
    return count


async def _write_playlist(songs: AsyncIterator[_Exported], file: TextIO) -> int:
    file.write("#EXTM3U\n")
    count = 0
    async for one in songs:
        # Of several copies one is enough; a name with a line break in it cannot stand in a playlist.
        path = next((str(path) for path in one.files if "\n" not in str(path) and "\r" not in str(path)), None)
        if path is not None:
            seconds = round(one.song.seconds) if one.song.seconds else -1
            file.write(f"#EXTINF:{seconds},{printable(f'{one.song.artist} - {one.song.title}')}\n{path}\n")
            count += 1
    return count
