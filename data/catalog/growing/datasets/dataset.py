"""What every data set comes to: files, and what is said of each."""

from __future__ import annotations

import csv
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from data.catalog.growing.errors import DatasetUnusable
from data.catalog.growing.facts import Given
from data.catalog.growing.walking import FoundFile
from data.catalog.growing.workshop import Candidate

MAX_ROWS = 2_000_000
"""Rows of metadata that are read; the largest of these sets has a twentieth."""
MAX_CELL_LETTERS = 1_000_000
"""One cell of FMA's tracks holds the whole text of an album's page."""
NOT_LISTED = "the metadata do not name it"
NOT_THERE = "its file is not there"


@dataclass(slots=True)
class Dataset:
    """A data set as it lies on this machine.

    Attributes
    ----------
    wrong
        Rows without a file and files without a row, by reason. A subset of the sound is no fault.
    """

    candidates: list[Candidate] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def take(self, path: Path, root: Path, given: Given) -> None:
        """Take a file as it stands in the published layout."""
        try:
            facts = path.lstat()
        except OSError:
            self.wrong[NOT_THERE] += 1
            return
        if stat.S_ISREG(facts.st_mode):
            self.candidates.append(Candidate(FoundFile(path, root, facts.st_size, facts.st_mtime_ns), given))
        else:
            self.wrong[NOT_THERE] += 1

    def finished(self, folder: Path) -> Dataset:
        """The data set in the order of its files.

        Raises
        ------
        DatasetUnusable
            There is not one file.
        """
        if not self.candidates:
            raise DatasetUnusable(folder, "holds no sound where this data set has it")
        self.candidates.sort(key=lambda one: os.fsencode(one.found.path))
        return self


@contextmanager
def metadata(path: Path) -> Iterator[IO[str]]:
    """Open a file of metadata.

    Raises
    ------
    DatasetUnusable
        It cannot be read, or is no text of the expected form.
    """
    usual = csv.field_size_limit(MAX_CELL_LETTERS)
    try:
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield file
    except OSError as error:
        raise DatasetUnusable(path, error.strerror or str(error)) from error
    except (csv.Error, ValueError, IndexError, StopIteration) as error:
        raise DatasetUnusable(path, f"is not as it is published: {error}") from error
    finally:
        csv.field_size_limit(usual)


def first_folder(folder: Path, names: Iterable[str], what: str) -> Path:
    """The first of some folders that is there; a folder may also be given itself.

    Raises
    ------
    DatasetUnusable
        None is.
    """
    wanted = list(names)
    for name in wanted:
        if (folder / name).is_dir():
            return folder / name
    raise DatasetUnusable(folder, f"has no folder {' or '.join(wanted)} with {what}")


def first_file(folder: Path, names: Iterable[str]) -> Path:
    """The first of some files that is there.

    Raises
    ------
    DatasetUnusable
        None is.
    """
    wanted = list(names)
    for name in wanted:
        if (folder / name).is_file():
            return folder / name
    raise DatasetUnusable(folder, f"has no file {' or '.join(wanted)}")


def inside(folder: Path, name: str) -> Path | None:
    """A file that metadata name, below a folder; ``None`` where the name leads out of it."""
    path = folder / name
    return path if name and "\0" not in name and ".." not in path.parts and path.is_relative_to(folder) else None


def words(row: Mapping[str, str | None], name: str) -> str:
    """A cell of a row; empty where the row is short."""
    return row.get(name) or ""
