"""The files that a playlist names, as candidates; what is none, as a name to look for."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from data.catalog.growing.playlists.entries import ELSEWHERE, Entry, Playlist
from data.catalog.growing.playlists.reading import local_path
from data.catalog.growing.walking import FoundFile
from data.catalog.growing.workshop import Candidate

NOT_THERE = "the file is not there"
FOLDERS = 2
"""How many folders above a file may say whose song it is: an album's and an artist's."""
OUTSIDE = "the file lies outside the playlist's folder"


@dataclass(slots=True)
class Sorted:
    """A playlist, sorted by how its songs are found.

    Attributes
    ----------
    files
        On this machine, each once.
    names
        To be looked for by name.
    """

    files: list[Candidate] = field(default_factory=list)
    names: list[Entry] = field(default_factory=list)


def sort_entries(playlist: Playlist, at: Path) -> Sorted:
    """Tell files from names; entries that are neither are counted as wrong.

    Parameters
    ----------
    at
        The playlist's file: relative locations are relative to its folder.
    """
    found = Sorted()
    seen: set[Path] = set()
    for entry in playlist.entries:
        path = local_path(entry.location, at) if entry.location else None
        file = None if path is None else _file(path)
        if file is not None:
            if file.path not in seen:
                seen.add(file.path)
                found.files.append(Candidate(file))
        elif entry.named:
            found.names.append(entry)
        else:
            playlist.wrong[_why(entry, path)] += 1
    found.files.sort(key=lambda one: os.fsencode(one.found.path))
    return found


def _why(entry: Entry, path: Path | None) -> str:
    if path is not None:
        return NOT_THERE
    return ELSEWHERE if "://" in entry.location else OUTSIDE


def _file(path: Path) -> FoundFile | None:
    """A file that is one; what a link points to is taken where the link itself was named."""
    try:
        whole = Path(os.path.realpath(path))
        facts = whole.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(facts.st_mode):
        return None
    return FoundFile(whole, whole.parents[min(FOLDERS, len(whole.parents) - 1)], facts.st_size, facts.st_mtime_ns)
