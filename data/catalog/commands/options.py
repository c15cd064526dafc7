"""What several commands share: their options, and the catalogue of a state directory, opened."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from data.catalog.shipped import SHIPPED_DIRECTORY
from data.catalog.store import Catalog
from data.database import Database
from data.home import database_file, home_directory
from data.migrations import migrate

BAD_INPUT = 2
STOPPED = 130
"""What a shell gives a command that was ended by Ctrl-C."""

Run = Callable[[argparse.Namespace], int]
"""Does what its options say; the exit status."""


class Commands(Protocol):
    """Where commands are added: what argparse gives out for them."""

    def add_parser(self, name: str, **options: object) -> argparse.ArgumentParser:
        """Add one."""
        ...


def home_option() -> argparse.ArgumentParser:
    """``--home``."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--home", type=Path, default=home_directory(), help="state directory (SEGUE_HOME, else ./var)")
    return parser


def weights_option() -> argparse.ArgumentParser:
    """``--weights``."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--weights", type=Path, help="directory of the weights (default: those that ship)")
    return parser


def weights_of(options: argparse.Namespace) -> Path:
    """The directory that :func:`weights_option` came to."""
    # Imported here: the networks take seconds that most commands do not need.
    from engine.embed.weights import SHIPPED  # noqa: PLC0415

    return options.weights or SHIPPED


def model_of(options: argparse.Namespace) -> str:
    """The content hash of the weights in use.

    Raises
    ------
    ModelError
        They are missing or damaged.
    """
    from engine.embed.weights import read_facts  # noqa: PLC0415

    return read_facts(weights_of(options)).model


def hearing_options() -> argparse.ArgumentParser:
    """``--jobs`` and ``--device``."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, help="decoding processes")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    return parser


def shipped_option() -> argparse.ArgumentParser:
    """``--from``."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        default=SHIPPED_DIRECTORY,
        help="catalogue files (default: the shipped ones)",
    )
    return parser


def positive(text: str) -> int:
    """A number of things, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def covers_directory(home: Path) -> Path:
    """Find the covers inside the state directory, where the bot has them too."""
    return home / "cache" / "covers"


async def open_database(home: Path) -> Database:
    """Open the database of a state directory, at the newest schema."""
    path = database_file(home)
    await asyncio.to_thread(migrate, path)
    return await Database.open(path)


@asynccontextmanager
async def opened(home: Path) -> AsyncIterator[Database]:
    """The database, closed afterwards."""
    database = await open_database(home)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def opened_catalog(home: Path) -> AsyncIterator[Catalog]:
    """The catalogue, closed afterwards."""
    async with opened(home) as database:
        yield Catalog(database)
