"""What every source can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from data.previews.facts import SourceName, TrackFacts


@dataclass(frozen=True, slots=True)
class SongQuery:
    """What is searched for, in the parts that the text told apart.

    Attributes
    ----------
    text
        All of it, as it was typed, without a link.
    artist, title
        Where the text says which is which; else empty.
    isrc
        Where an ISRC was given.
    """

    text: str
    artist: str = ""
    title: str = ""
    isrc: str | None = None


class PreviewSource(Protocol):
    """An outside world where songs are found. Every method may be called concurrently.

    Every method raises a :class:`~data.previews.errors.PreviewError` and nothing else for whatever the outside does,
    within a bounded time, after a bounded number of bytes.
    """

    @property
    def name(self) -> SourceName:
        """Which source it is."""

    async def search(self, query: SongQuery, limit: int) -> Sequence[TrackFacts]:
        """Tracks that may be meant, the source's best first; empty when it knows none."""

    async def resolve(self, ref: str) -> TrackFacts:
        """The facts of one track by the source's own id."""

    async def fetch(self, ref: str) -> bytes:
        """About thirty seconds of sound as a file, never kept; raises ``TrackMissing`` where there is none."""

    async def close(self) -> None:
        """Let go of connections."""
