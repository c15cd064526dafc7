"""MTG-Jamendo, the Music Technology Group's set for tagging: tags by number, names in a table of their own.

Source: D. Bogdanov, M. Won, P. Tovstogan, A. Porter, X. Serra, "The MTG-Jamendo dataset for automatic music tagging",
ICML 2019, and https://github.com/MTG/mtg-jamendo-dataset. ``data/autotagging.tsv`` (TRACK_ID, ARTIST_ID, ALBUM_ID,
PATH, DURATION, then any number of TAGS such as ``genre---rock``) names the sound ``14/214.mp3`` below ``raw_30s/audio``
or ``autotagging_moodtheme/audio``; in ``audio-low`` the same file is ``14/214.low.mp3``. ``data/raw.meta.tsv`` has
TRACK_NAME, ARTIST_NAME, ALBUM_NAME, RELEASEDATE and URL, with quotation marks that quote nothing. It differs from what
Jamendo itself publishes (:mod:`data.catalog.growing.datasets.jamendo`), which has no moods.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from data.catalog.growing.cleaning import clean_year
from data.catalog.growing.datasets.dataset import (
    MAX_ROWS,
    NOT_LISTED,
    Dataset,
    first_file,
    first_folder,
    inside,
    metadata,
)
from data.catalog.growing.errors import DatasetUnusable
from data.catalog.growing.facts import Given

TAGS = (
    "data/autotagging.tsv",
    "data/raw_30s_cleantags_50artists.tsv",
    "data/autotagging_moodtheme.tsv",
    "data/raw_30s.tsv",
    "autotagging.tsv",
    "raw_30s_cleantags_50artists.tsv",
    "autotagging_moodtheme.tsv",
    "raw_30s.tsv",
)
NAMES = ("data/raw.meta.tsv", "raw.meta.tsv")
SOUND = (
    "raw_30s/audio",
    "raw_30s/audio-low",
    "autotagging_moodtheme/audio",
    "autotagging_moodtheme/audio-low",
    "audio",
    "audio-low",
)
MAX_MOODS = 12
_LINK_BYTES = 100
"""Where links are not kept, the file is a line with the other's name."""
_NAME_COLUMNS = ("TRACK_ID", "ARTIST_ID", "ALBUM_ID", "TRACK_NAME", "ARTIST_NAME", "ALBUM_NAME", "RELEASEDATE", "URL")
_TAG_COLUMNS = ("TRACK_ID", "ARTIST_ID", "ALBUM_ID", "PATH", "DURATION")


def read_mtg(folder: Path) -> Dataset:
    """Read the tags, the names and whatever part of the sound is there.

    Raises
    ------
    DatasetUnusable
        A table or the sound is not where it is published to be.
    """
    root = first_folder(folder, SOUND, "the sound")
    tags = next(
        path for path in (first_file(folder, TAGS[n:]) for n in range(len(TAGS))) if path.stat().st_size > _LINK_BYTES
    )
    names = _names(first_file(folder, NAMES))
    dataset = Dataset()
    for number, row in enumerate(_rows(tags, _TAG_COLUMNS)):
        if number >= MAX_ROWS:
            break
        path = _sound(root, row[3])
        if path is None:
            continue
        given = names.get(row[0])
        if given is None:
            dataset.wrong[NOT_LISTED] += 1
        else:
            dataset.take(path, root, _tagged(given, row[len(_TAG_COLUMNS) :]))
    return dataset.finished(folder)


def _sound(root: Path, name: str) -> Path | None:
    """The file of a row; ``None`` where it is not among the sound that is there."""
    named = (inside(root, name), inside(root, name.removesuffix(".mp3") + ".low.mp3"))
    return next((path for path in named if path is not None and path.is_file()), None)


def _names(path: Path) -> dict[str, Given]:
    found = {}
    for row in islice(_rows(path, _NAME_COLUMNS), MAX_ROWS):
        # Two rows have an empty cell too many before the artist.
        cells = [*row[:4], *row[5:]] if len(row) > len(_NAME_COLUMNS) and not row[4] else row
        track, _, _, title, artist, album, released, link = cells[: len(_NAME_COLUMNS)]
        found[track] = Given(
            "mtg-jamendo",
            track,
            artist,
            title,
            album,
            clean_year(released),
            link=link if link.startswith("http") else "",
        )
    return found


def _tagged(given: Given, tags: list[str]) -> Given:
    def of(category: str) -> tuple[str, ...]:
        return tuple(tag.partition("---")[2] for tag in tags if tag.startswith(f"{category}---"))

    return Given(
        source=given.source,
        ref=given.ref,
        artist=given.artist,
        title=given.title,
        album=given.album,
        year=given.year,
        genres=tuple(genre.capitalize() for genre in of("genre")),
        moods=of("mood/theme")[:MAX_MOODS],
        link=given.link,
    )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[list[str]]:
    """Rows with all of the columns; tabs alone part them."""
    with metadata(path) as file:
        header = next(file, "").rstrip("\r\n").split("\t")
        if tuple(header[: len(columns)]) != columns:
            raise DatasetUnusable(path, f"does not begin with the columns {', '.join(columns)}")
        for line in file:
            row = line.rstrip("\r\n").split("\t")
            if len(row) >= len(columns):
                yield row
