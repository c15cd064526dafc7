"""``import``, ``verify`` and ``rebuild``: catalogue files, database and index, and whether they fit together."""

from __future__ import annotations

import argparse
import asyncio
import sys

from data.catalog.commands.options import (
    Commands,
    home_option,
    model_of,
    opened_catalog,
    shipped_option,
    weights_option,
)
from data.catalog.rebuild import rebuild_index
from data.catalog.verify import verify
from data.home import database_file, index_directory
from engine.index import IndexKind


def add_commands(commands: Commands) -> None:
    """Add ``import``, ``verify`` and ``rebuild``."""
    taken = commands.add_parser(
        "import", parents=[home_option(), shipped_option()], help="take catalogue files into the database"
    )
    taken.set_defaults(run=_import)
    checks = commands.add_parser(
        "verify", parents=[home_option(), weights_option(), shipped_option()], help="check files, database and index"
    )
    checks.set_defaults(run=_verify)
    rebuild = commands.add_parser(
        "rebuild", parents=[home_option(), weights_option()], help="build the index from the database"
    )
    rebuild.add_argument("--kind", type=IndexKind, choices=list(IndexKind), default=IndexKind.AUTO, help="which index")
    rebuild.set_defaults(run=_rebuild)


def _import(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with opened_catalog(options.home) as catalog:
            imported = await catalog.import_shipped(options.source, again=True)
            sys.stdout.write(f"{imported.songs} songs imported, {await catalog.count()} known\n")
            return 0

    return asyncio.run(run())


def _rebuild(options: argparse.Namespace) -> int:
    model = model_of(options)

    async def run() -> int:
        async with opened_catalog(options.home) as catalog:
            manifest = await rebuild_index(catalog, index_directory(options.home), model, options.kind)
            sys.stdout.write(f"index of {manifest.count} songs, {manifest.kind}, model {manifest.model}\n")
            return 0

    return asyncio.run(run())


def _verify(options: argparse.Namespace) -> int:
    model = model_of(options)
    findings = asyncio.run(verify(database_file(options.home), index_directory(options.home), options.source, model))
    for finding in findings:
        mend = f"; mend it with: {finding.mend}" if finding.mend else ""
        sys.stdout.write(f"{'ok ' if finding.problem is None else 'BAD'} {finding.what}")
        sys.stdout.write("\n" if finding.problem is None else f": {finding.problem}{mend}\n")
    return int(any(finding.problem for finding in findings))
