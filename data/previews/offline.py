"""Twenty freely licensed clips that ship with Segue: songs outside the catalogue that are found without a network."""

from __future__ import annotations

import asyncio
import csv
import re
from collections.abc import Sequence
from pathlib import Path

from data.errors import CatalogFileError
from data.previews.errors import TrackMissing
from data.previews.facts import SourceName, TrackFacts
from data.previews.protocol import SongQuery
from data.previews.shelf import Shelf

FOLDER = Path(__file__).resolve().parent / "offline"
LIST = "tracks.csv"
COLUMNS = ("ref", "file", "artist", "title", "album", "licence")
MAX_CLIPS = 1_000

_FILE = re.compile(r"[a-z0-9][a-z0-9-]*\.opus")


class Offline:
    """The shipped clips as a source. Each may be handed on under its licence.

    Parameters
    ----------
    folder
        Holds ``tracks.csv`` and the files that it names.

    Raises
    ------
    CatalogFileError
        The list is missing or is none.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files: dict[str, Path] = {}
        self._tracks: dict[str, TrackFacts] = {}
        for row in _rows(folder / LIST):
            self._files[row["ref"]] = folder / row["file"]
            self._tracks[row["ref"]] = TrackFacts(
                source=self.name,
                ref=row["ref"],
                artist=row["artist"],
                title=row["title"],
                album=row["album"],
                can_fetch=True,
                licence=row["licence"],
            )
        self._shelf = Shelf(tuple(self._tracks.values()))

    @property
    def name(self) -> SourceName:
        """The shipped clips."""
        return SourceName.OFFLINE

    async def search(self, query: SongQuery, limit: int) -> Sequence[TrackFacts]:
        """The clips whose names are like what is asked for, the likest first."""
        return self._shelf.search(query, limit)

    async def resolve(self, ref: str) -> TrackFacts:
        """One clip's facts."""
        if ref not in self._tracks:
            raise TrackMissing(self.name, "no such clip")
        return self._tracks[ref]

    async def fetch(self, ref: str) -> bytes:
        """The clip's file, as it ships."""
        if ref not in self._files:
            raise TrackMissing(self.name, "no such clip")
        try:
            return await asyncio.to_thread(self._files[ref].read_bytes)
        except OSError as error:
            raise TrackMissing(self.name, f"its file cannot be read ({type(error).__name__})") from error

    async def close(self) -> None:
        """Nothing is held open."""


def clip_ids(folder: Path = FOLDER) -> frozenset[str]:
    """The ids of the clips in the list that the shipped catalogue is built from: it leaves them out."""
    return frozenset(row["clip_id"] for row in _rows(folder / LIST) if row.get("clip_id"))


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogFileError(path, f"cannot be read: {error}") from error
    whole = all(row.get(name) is not None for row in rows for name in COLUMNS)
    if not rows or len(rows) > MAX_CLIPS or not whole or not all(_FILE.fullmatch(row["file"]) for row in rows):
        raise CatalogFileError(path, "is not a list of clips")
    return rows
