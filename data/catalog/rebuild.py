"""The index from the catalogue: losing it costs a rebuild, nothing else.

``python -m data.catalog.rebuild`` is how a running bot has it rebuilt, in a process that imports no more than it needs.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from data.catalog.store import Catalog
from data.database import Database
from data.errors import DataError
from engine.errors import EngineError, IndexFileError
from engine.index import IndexKind, Manifest, build_index, read_manifest
from engine.index.files import lock

REBUILD_LOCK = ".rebuild.lock"
"""In the index's folder; who holds it rebuilds, over all processes of the host."""

WAITING_SECONDS = 0.1
"""Between two looks whether another rebuild has ended."""

FAILED, STOPPED = 1, 130


async def rebuild_index(
    catalog: Catalog,
    directory: Path,
    model: str,
    kind: IndexKind | str = IndexKind.AUTO,
    *,
    unless_newer_than: int | None = None,
) -> Manifest:
    """Build the index of all songs that have a vector of a model, beside the one in use, and swap them by one rename.

    One at a time over all processes; the others wait for their turn. The work is done in a thread; what the index was
    before serves until the swap.

    Parameters
    ----------
    unless_newer_than
        A change's number: nothing is built when an index of this model that holds a later change is there by then.

    Raises
    ------
    CatalogEmpty, ModelMismatch
        There is no vector of this model.
    OSError
        The directory cannot be written.
    """
    async with _turn(directory):
        if unless_newer_than is not None:
            there = _there(directory)
            if there is not None and there.model == model and there.sequence > unless_newer_than:
                return there
        songs = await catalog.vectors(model)
        return await asyncio.to_thread(
            build_index, kind, directory, songs.ids, songs.vectors, model, sequence=songs.sequence
        )


@asynccontextmanager
async def _turn(directory: Path) -> AsyncIterator[None]:
    with await asyncio.to_thread(_lock_file, directory) as file:
        while not lock(file, wait=False):  # noqa: ASYNC110 - other processes set no event, and a thread could not give up
            await asyncio.sleep(WAITING_SECONDS)
        yield


def _lock_file(directory: Path) -> IO[bytes]:
    directory.mkdir(parents=True, exist_ok=True)
    return (directory / REBUILD_LOCK).open("ab")


def _there(directory: Path) -> Manifest | None:
    try:
        return read_manifest(directory)
    except IndexFileError:
        return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Rebuild as a running bot asks; 0 when the index is new enough."""
    parser = argparse.ArgumentParser(prog="python -m data.catalog.rebuild", description=__doc__)
    parser.add_argument("database", type=Path, help="the SQLite file")
    parser.add_argument("index", type=Path, help="the index's folder")
    parser.add_argument("model", help="content hash of the weights that made the vectors")
    parser.add_argument("kind", type=IndexKind, help="which index")
    parser.add_argument("--unless-newer-than", type=int, help="nothing is done when a later change is in the index")
    options = parser.parse_args(arguments)
    try:
        manifest = asyncio.run(_rebuild(options))
    except (DataError, EngineError, OSError) as error:
        sys.stdout.write(f"{str(error) or type(error).__name__}\n")
        return FAILED
    except KeyboardInterrupt:
        return STOPPED
    sys.stdout.write(f"{manifest.count} songs, {manifest.kind}, change {manifest.sequence}\n")
    return 0


async def _rebuild(options: argparse.Namespace) -> Manifest:
    database = await Database.open(options.database)
    try:
        return await rebuild_index(
            Catalog(database),
            options.index,
            options.model,
            options.kind,
            unless_newer_than=options.unless_newer_than,
        )
    finally:
        await database.close()


if __name__ == "__main__":
    sys.exit(main())
