"""The files in a zip, read one after another: counted, bounded, never written to a disk, never opened by name."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import MIB, ReadingLimits
from data.imports.text import Read

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip begins, one with files and one without."""
_END = b"PK\x05\x06"
_END_FIXED = struct.Struct("<4s4H2LH")
_END_SEARCHED = _END_FIXED.size + 0xFFFF
_ENCRYPTED = 0x1
_PLAIN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst")


@dataclass(slots=True)
class Budget:
    """How many bytes may still be read in all."""

    left: int

    def take(self, count: int) -> None:
        """Count bytes.

        Raises
        ------
        HistoryRefused
            ``BOMB`` when there were more than there may be.
        """
        self.left -= count
        if self.left < 0:
            raise HistoryRefused(HistoryProblem.BOMB)


class Archive:
    """A zip that is open.

    Parameters
    ----------
    file
        Can be sought in; it stays open.

    Raises
    ------
    HistoryRefused
        ``DAMAGED``, or ``CROWDED`` for more files than an export has.
    """

    def __init__(self, file: BinaryIO, limits: ReadingLimits) -> None:
        self._limits = limits
        _check_directory(file, limits.directory_bytes)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
            raise HistoryRefused(HistoryProblem.DAMAGED) from None
        self._files = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(self._files) > limits.members:
            raise HistoryRefused(HistoryProblem.CROWDED, limit=limits.members)

    @property
    def names(self) -> tuple[str, ...]:
        """Names without folders, in lower case, in the archive's order. They are compared and nothing else."""
        return tuple(info.filename.replace("\\", "/").rpartition("/")[2].casefold() for info in self._files)

    @property
    def holds_archives(self) -> bool:
        """Whether one of its files is said to be an archive."""
        return any(name.endswith(_ARCHIVES) for name in self.names)

    @contextmanager
    def reading(self, place: int, budget: Budget) -> Iterator[Read]:
        """Read the file at a place of :attr:`names`.

        Raises
        ------
        HistoryRefused
            ``ENCRYPTED``, ``DAMAGED``, or ``BOMB`` as soon as it unpacks to more than it may.
        """
        info = self._files[place]
        if info.flag_bits & _ENCRYPTED:
            raise HistoryRefused(HistoryProblem.ENCRYPTED)
        if info.compress_type not in _PLAIN_METHODS:
            raise HistoryRefused(HistoryProblem.DAMAGED)
        most = MIB + self._limits.ratio * info.compress_size
        if info.file_size > most:
            raise HistoryRefused(HistoryProblem.BOMB)
        own = Budget(most)
        try:
            with self._zip.open(info) as member:

                def read(count: int) -> bytes:
                    data = member.read(count)
                    own.take(len(data))
                    budget.take(len(data))
                    return data

                yield read
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError):
            raise HistoryRefused(HistoryProblem.DAMAGED) from None
        except RuntimeError:  # what zipfile says of a password
            raise HistoryRefused(HistoryProblem.ENCRYPTED) from None


def _check_directory(file: BinaryIO, most_bytes: int) -> None:
    """Refuse by the size of the list of files, before it is read into memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _END_SEARCHED, 0))
    end = file.read(_END_SEARCHED)
    place = end.rfind(_END)
    if place < 0 or len(end) - place < _END_FIXED.size:
        raise HistoryRefused(HistoryProblem.DAMAGED)
    *_, directory, _, _ = _END_FIXED.unpack_from(end, place)
    # An archive of more than four gigabytes or 65,535 files says so by the largest number.
    if directory > most_bytes:
        raise HistoryRefused(HistoryProblem.CROWDED)
    file.seek(0)
