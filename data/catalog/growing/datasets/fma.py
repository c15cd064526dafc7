"""The Free Music Archive data set: clips or whole tracks by number, and one table of what they are.

Source: M. Defferrard, K. Benzi, P. Vandergheynst, X. Bresson, "FMA: A dataset for music analysis", ISMIR 2017, and
https://github.com/mdeff/fma. ``fma_metadata/tracks.csv`` has three rows of header (a group, a name in it, and
``track_id`` over the first column); track 2 lies in ``fma_small/000/000002.mp3``, its number in six digits in a folder
of the first three.
"""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

from data.catalog.growing.cleaning import clean_year
from data.catalog.growing.datasets.dataset import MAX_ROWS, NOT_LISTED, Dataset, first_file, metadata
from data.catalog.growing.errors import DatasetUnusable
from data.catalog.growing.facts import Given

SUBSETS = ("fma_small", "fma_medium", "fma_large", "fma_full")
TABLES = ("fma_metadata/tracks.csv", "tracks.csv", "../fma_metadata/tracks.csv")
_HEADERS = 3
_COLUMNS = {
    "artist": ("artist", "name"),
    "title": ("track", "title"),
    "album": ("album", "title"),
    "genre": ("track", "genre_top"),
    "licence": ("track", "license"),
    "released": ("album", "date_released"),
    "recorded": ("track", "date_recorded"),
}


def read_fma(folder: Path) -> Dataset:
    """Read any of the subsets, with ``fma_metadata`` in the same folder or beside it.

    Raises
    ------
    DatasetUnusable
        The table or the sound is not where it is published to be.
    """
    given = _table(first_file(folder, TABLES))
    roots = [folder / name for name in SUBSETS if (folder / name).is_dir()] or [folder]
    dataset = Dataset()
    for root in roots:
        for path in sorted(root.glob("[0-9][0-9][0-9]/[0-9][0-9][0-9][0-9][0-9][0-9].mp3")):
            facts = given.get(int(path.stem))
            if facts is None:
                dataset.wrong[NOT_LISTED] += 1
            else:
                dataset.take(path, root, facts)
    return dataset.finished(folder)


def _table(path: Path) -> dict[int, Given]:
    with metadata(path) as file:
        rows = csv.reader(file)
        header = [tuple(pair) for pair in zip(*(row for row in islice(rows, _HEADERS - 1)), strict=False)]
        next(rows)
        missing = [" ".join(name) for name in (_COLUMNS["artist"], _COLUMNS["title"]) if name not in header]
        if missing:
            raise DatasetUnusable(path, f"has no column {', '.join(missing)}")
        places = {column: header.index(name) for column, name in _COLUMNS.items() if name in header}
        return {int(row[0]): _given(row, places) for row in islice(rows, MAX_ROWS) if row and row[0].isdecimal()}


def _given(row: list[str], places: dict[str, int]) -> Given:
    def cell(column: str) -> str:
        place = places.get(column, len(row))
        return row[place] if place < len(row) else ""

    return Given(
        source="fma",
        ref=f"fma-{int(row[0])}",
        artist=cell("artist"),
        title=cell("title"),
        album=cell("album"),
        year=clean_year(cell("released")) or clean_year(cell("recorded")),
        genres=tuple(filter(None, [cell("genre")])),
        licence=cell("licence")[:200],
    )
