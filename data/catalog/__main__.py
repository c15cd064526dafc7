"""``python -m data.catalog``: build, import, look at, verify the catalogue, and rebuild the index from it."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tqdm import tqdm

from data.catalog.build import build_catalog
from data.catalog.rebuild import rebuild_index
from data.catalog.shipped import SHIPPED_DIRECTORY, write_shipped
from data.catalog.store import Catalog
from data.catalog.tracks import read_tracks
from data.catalog.verify import verify
from data.database import Database
from data.errors import DataError
from data.home import database_file, home_directory, index_directory
from data.migrations import migrate
from engine.embed import Embedder
from engine.embed.bulk import Embedded
from engine.embed.weights import SHIPPED as WEIGHTS
from engine.embed.weights import read_facts
from engine.errors import EngineError
from engine.index import IndexKind
from engine.layout import fit_layout

BAD_INPUT = 2
STOPPED = 130
"""What a shell gives a command that was ended by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did its work, 1 when verifying found a problem, 2 on bad input."""
    options = _parse(arguments)
    try:
        return int(options.run(options))
    except (DataError, EngineError, OSError) as error:
        command = getattr(error, "command", None)
        sys.stderr.write(f"{str(error) or type(error).__name__}\n" + (f"mend it with: {command}\n" if command else ""))
        return BAD_INPUT
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing was changed.\n")
        return STOPPED


def _build(options: argparse.Namespace) -> int:
    tracks = read_tracks(options.tracks)
    embedder = Embedder.load(options.weights, options.device)
    sys.stderr.write(f"{len(tracks)} clips, heard on {embedder.device}\n")
    built = build_catalog(tracks, options.audio, embedder, fit_layout, jobs=options.jobs, watch=_watch)
    write_shipped(options.out, built.entries, built.model)
    for clip in built.bad:
        sys.stderr.write(f"skipped {clip.ref}: {clip.reason}\n")
    sys.stdout.write(
        f"{options.out}: {len(built.entries)} songs by model {built.model};"
        f" {built.merged} clips merged into another's song, {len(built.bad)} skipped\n"
    )
    return 0


def _import(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with _catalog(options) as catalog:
            imported = await catalog.import_shipped(options.source, again=True)
            sys.stdout.write(f"{imported.songs} songs imported, {await catalog.count()} known\n")
            return 0

    return asyncio.run(run())


def _stats(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with _catalog(options) as catalog:
            sys.stdout.write(f"{await catalog.count()} songs\n")
            for one in await catalog.models():
                sys.stdout.write(f"{one.songs} vectors of model {one.model}\n")
            return 0

    return asyncio.run(run())


def _rebuild(options: argparse.Namespace) -> int:
    model = read_facts(options.weights).model

    async def run() -> int:
        async with _catalog(options) as catalog:
            manifest = await rebuild_index(catalog, index_directory(options.home), model, options.kind)
            sys.stdout.write(f"index of {manifest.count} songs, {manifest.kind}, model {manifest.model}\n")
            return 0

    return asyncio.run(run())


def _verify(options: argparse.Namespace) -> int:
    model = read_facts(options.weights).model
    findings = asyncio.run(verify(database_file(options.home), index_directory(options.home), options.source, model))
    for finding in findings:
        mend = f"; mend it with: {finding.mend}" if finding.mend else ""
        sys.stdout.write(f"{'ok ' if finding.problem is None else 'BAD'} {finding.what}")
        sys.stdout.write("\n" if finding.problem is None else f": {finding.problem}{mend}\n")
    return int(any(finding.problem for finding in findings))


@asynccontextmanager
async def _catalog(options: argparse.Namespace) -> AsyncIterator[Catalog]:
    path = database_file(options.home)
    await asyncio.to_thread(migrate, path)
    database = await Database.open(path)
    try:
        yield Catalog(database)
    finally:
        await database.close()


def _watch(coming: Iterable[Embedded], total: int) -> Iterator[Embedded]:
    yield from tqdm(coming, total=total, desc="clips", unit="clip", smoothing=0.05)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m data.catalog", description="The songs that Segue knows.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    home = argparse.ArgumentParser(add_help=False)
    home.add_argument("--home", type=Path, default=home_directory(), help="state directory (SEGUE_HOME, else ./var)")
    weights = argparse.ArgumentParser(add_help=False)
    weights.add_argument("--weights", type=Path, default=WEIGHTS, help="directory of the weights")
    source = argparse.ArgumentParser(add_help=False)
    source.add_argument(
        "--from",
        dest="source",
        type=Path,
        default=SHIPPED_DIRECTORY,
        help="catalogue files (default: the shipped ones)",
    )

    build = commands.add_parser("build", parents=[weights], help="hear a list of clips and write facts and vectors")
    build.add_argument("tracks", type=Path, metavar="TRACKS.csv", help="columns id, artist, title, and facts as known")
    build.add_argument("audio", type=Path, metavar="AUDIO_DIR", help="a file for each clip, named by its id")
    build.add_argument(
        "--out", type=Path, default=SHIPPED_DIRECTORY, help="where to write (default: the shipped files)"
    )
    build.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, help="decoding processes")
    build.add_argument("--device", default="auto", help="auto, cpu or cuda")
    build.set_defaults(run=_build)

    taken = commands.add_parser("import", parents=[home, source], help="take catalogue files into the database")
    taken.set_defaults(run=_import)
    stats = commands.add_parser("stats", parents=[home], help="say how many songs and vectors there are")
    stats.set_defaults(run=_stats)
    checks = commands.add_parser("verify", parents=[home, weights, source], help="check files, database and index")
    checks.set_defaults(run=_verify)
    rebuild = commands.add_parser("rebuild", parents=[home, weights], help="build the index from the database")
    rebuild.add_argument("--kind", type=IndexKind, choices=list(IndexKind), default=IndexKind.AUTO, help="which index")
    rebuild.set_defaults(run=_rebuild)
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
