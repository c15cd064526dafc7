"""Reading a file of music once: its bytes, their digest, and the certainty that it stood still meanwhile."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from data.catalog.growing.problems import FileProblem, FileRefused
from data.catalog.growing.protection import is_protected
from data.catalog.growing.walking import OPEN_FLAGS
from engine.audio import DecodeLimits
from engine.errors import AudioProblem

MIB = 2**20
LIBRARY_LIMITS = DecodeLimits(max_bytes=300 * MIB, memory_bytes=1_024 * MIB)
"""Files of one's own may be larger than a member's clip: four minutes of 24 bit at 192 kHz are 276 MB."""

_PROBLEMS = {
    errno.ENOENT: FileProblem.GONE,
    errno.ENOTDIR: FileProblem.GONE,
    errno.ESTALE: FileProblem.GONE,
    errno.ELOOP: FileProblem.NOT_A_FILE,
    errno.ENXIO: FileProblem.NOT_A_FILE,
    errno.EISDIR: FileProblem.NOT_A_FILE,
}


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's bytes.

    Attributes
    ----------
    content
        SHA-256 of them, in hexadecimal digits.
    size, modified_ns
        As the file has them now, which may not be what it had when it was found.
    """

    data: bytes
    content: str
    size: int
    modified_ns: int


def read_file(path: Path, limits: DecodeLimits = LIBRARY_LIMITS) -> ReadFile:
    """Read a file whole.

    Raises
    ------
    FileRefused
        It cannot be read, is no ordinary file, is empty, too large or protected, or changed meanwhile.
    """
    try:
        descriptor = os.open(path, OPEN_FLAGS)
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise FileRefused(FileProblem.NOT_A_FILE)
            if not before.st_size:
                raise FileRefused(AudioProblem.EMPTY)
            if before.st_size > limits.max_bytes:
                raise FileRefused(AudioProblem.TOO_LARGE)
            data = _read(descriptor, before.st_size + 1)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        code = getattr(error, "errno", None)
        raise FileRefused(_PROBLEMS.get(code or 0, FileProblem.UNREADABLE)) from error
    if len(data) != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise FileRefused(FileProblem.CHANGED)
    if is_protected(data):
        raise FileRefused(FileProblem.PROTECTED)
    return ReadFile(data, hashlib.sha256(data).hexdigest(), after.st_size, after.st_mtime_ns)


def _read(descriptor: int, most: int) -> bytes:
    """As many bytes as there are, at most so many."""
    with open(descriptor, "rb", buffering=0, closefd=False) as file:
        pieces = []
        while most and (piece := file.read(most)):
            pieces.append(piece)
            most -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
