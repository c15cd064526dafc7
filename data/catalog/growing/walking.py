"""Finding the files of a music folder: no link is followed, nothing that is not a file is opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from data.catalog.growing.errors import FolderUnusable
from data.catalog.growing.kinds import HEAD_BYTES, begins_like_music, says_music

MAX_FILES = 1_000_000
"""A folder with more is no music library."""
OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""Opening neither follows a link nor waits for the other end of a pipe."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be music.

    Attributes
    ----------
    root
        The folder under which it was found.
    modified_ns
        When it was last written to, nanoseconds since 1970.
    """

    path: Path
    root: Path
    size: int
    modified_ns: int


@dataclass(slots=True)
class Walked:
    """What lies under some folders.

    Attributes
    ----------
    files
        What may be music, each once, in the order of the names' bytes.
    closed
        Folders that may not be looked into.
    others
        How many files are not music and do not say that they are.
    """

    files: list[FoundFile] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    others: int = 0


def walk(roots: Iterable[Path]) -> Walked:
    """Look through folders, and take single files as they are named.

    A link is not followed: what it points to inside the folder is found anyway, and what lies outside was not asked
    for. A root may be a link.

    Raises
    ------
    FolderUnusable
        A root is not there or may not be read, or there are absurdly many files.
    """
    walked = Walked()
    seen: set[Path] = set()
    for given in roots:
        try:
            root = Path(os.path.realpath(given))
            facts = root.stat()
            if stat.S_ISDIR(facts.st_mode):
                os.scandir(root).close()
        except (OSError, ValueError) as error:
            raise FolderUnusable(given, getattr(error, "strerror", None) or str(error)) from error
        if stat.S_ISDIR(facts.st_mode):
            _walk_folder(root, seen, walked)
        elif root not in seen and stat.S_ISREG(facts.st_mode):
            seen.add(root)
            walked.files.append(FoundFile(root, root.parent, facts.st_size, facts.st_mtime_ns))
        elif not stat.S_ISREG(facts.st_mode):
            raise FolderUnusable(given, "is neither a folder nor a file")
    walked.files.sort(key=lambda found: os.fsencode(found.path))
    return walked


def _walk_folder(root: Path, seen: set[Path], walked: Walked) -> None:
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if folder in seen:
            continue
        seen.add(folder)
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    elif entry.is_file(follow_symlinks=False):
                        _take(entry, root, seen, walked)
                    elif not entry.is_symlink():
                        walked.others += 1
        except OSError:
            walked.closed.append(folder)


def _take(entry: os.DirEntry[str], root: Path, seen: set[Path], walked: Walked) -> None:
    path = Path(entry.path)
    if path in seen:
        return
    if not says_music(path) and not begins_like_music(_head(path)):
        walked.others += 1
        return
    if len(walked.files) >= MAX_FILES:
        raise FolderUnusable(root, f"holds more than {MAX_FILES:,} files")
    seen.add(path)
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        # It will be found gone when it is opened.
        walked.files.append(FoundFile(path, root, 0, 0))
        return
    walked.files.append(FoundFile(path, root, facts.st_size, facts.st_mtime_ns))


def _head(path: Path) -> bytes:
    try:
        descriptor = os.open(path, OPEN_FLAGS)
    except OSError:
        return b""
    try:
        return os.read(descriptor, HEAD_BYTES) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(descriptor)
