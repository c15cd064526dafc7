"""What growing works on, and what it works with."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from data.catalog.growing.facts import Given
from data.catalog.growing.tag_reader import TagReader
from data.catalog.growing.walking import FoundFile
from data.database import Database
from engine.audio import DecodeLimits, DecoderPool
from engine.embed import Embedder


class CoverStore(Protocol):
    """Keeps the covers that files bring with them."""

    def store(self, data: bytes) -> str:
        """Keep a picture; where it lies, as a song's ``cover`` says it, or nothing for what is no picture."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to be added, and what a list says of it."""

    found: FoundFile
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """What growing works with.

    Attributes
    ----------
    runner
        Its loop does the database's work.
    covers
        ``None`` where covers are not kept.
    monotonic
        Says how old a portion is.
    """

    database: Database
    embedder: Embedder
    pool: DecoderPool
    tags: TagReader
    runner: asyncio.Runner
    covers: CoverStore | None = None
    monotonic: Callable[[], float] = time.monotonic

    @property
    def limits(self) -> DecodeLimits:
        """What one file may cost."""
        return self.pool.limits
