"""The songs of a folder by name: read once, and again only where a file changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data.catalog.growing.facts import song_of_file
from data.catalog.growing.tags import Tags
from data.catalog.growing.walking import FoundFile, walk
from data.previews.facts import SourceName, TrackFacts
from data.previews.shelf import Shelf

MAX_FILES = 200_000
"""A folder with more is searched in part: the first by name."""
_REF_DIGITS = 32


class ReadsTags(Protocol):
    """Reads what files say of themselves, one after another."""

    def read(self, path: Path) -> Tags:
        """A file's tags; none where they cannot be read."""

    def close(self) -> None:
        """Let go of what reads."""


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A file and what it says of itself."""

    found: FoundFile
    facts: TrackFacts


@dataclass(frozen=True, slots=True)
class LibraryIndex:
    """All songs of a folder, by the digest of where they lie, so that no path leaves this machine."""

    files: Mapping[str, LibraryFile]
    shelf: Shelf


def read_library(
    folder: Path, known: LibraryIndex | None, reader: ReadsTags, stopped: Callable[[], bool]
) -> LibraryIndex:
    """Read the names of a folder's files; what did not change since ``known`` is not opened.

    Parameters
    ----------
    stopped
        Asked before each file; what was read by then is the index.

    Raises
    ------
    FolderUnusable
        The folder is not there or may not be read.
    """
    files: dict[str, LibraryFile] = {}
    for found in walk([folder]).files[:MAX_FILES]:
        if stopped():
            break
        ref = hashlib.sha256(os.fsencode(found.path.relative_to(found.root))).hexdigest()[:_REF_DIGITS]
        before = None if known is None else known.files.get(ref)
        if before is not None and before.found == found:
            files[ref] = before
        elif found.size:
            files[ref] = LibraryFile(found, _facts(ref, found, reader))
    if known is not None and known.files == files:
        return known
    return LibraryIndex(files, Shelf([file.facts for file in files.values()]))


def _facts(ref: str, found: FoundFile, reader: ReadsTags) -> TrackFacts:
    song = song_of_file(found.path, found.root, reader.read(found.path))
    return TrackFacts(
        source=SourceName.LIBRARY,
        ref=ref,
        artist=song.artist,
        title=song.title,
        album=song.album,
        year=song.year,
        seconds=song.seconds,
        isrc=song.isrc,
        explicit=song.explicit,
        can_fetch=True,
    )
