"""Names of songs in any number: real artists and real titles, put together anew."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.catalog.shipped import SHIPPED_DIRECTORY, SONGS_FILE
from engine.songs import Song, normalise, song_id

TRIES = 20
"""Draws for each song that is wanted, before there are too few names for so many songs."""

_HETREC, _CORGIS = Path("hetrec/artists.dat"), Path("corgis/music.csv")
_MSD_TRACKS, _MSD_ARTISTS = Path("msd/tracks.jsonl"), Path("msd/subset_unique_artists.txt")
_LOST_LETTERS = re.compile(r"\?\w|\w\?\?|[A-Z]\d[a-z]")
"""What is left of an accented letter in ``music.csv``, which was written as ASCII."""


class TooFewNames(ValueError):
    """So many different songs cannot be made of the names at hand."""


@dataclass(frozen=True, slots=True)
class Names:
    """Real names.

    Attributes
    ----------
    songs
        Artist and title as they belong together.
    artists, titles
        All of them, each spelling once, in a fixed order.
    """

    songs: tuple[Song, ...]
    artists: tuple[str, ...]
    titles: tuple[str, ...]


def read_names(shipped: Path = SHIPPED_DIRECTORY, data: Path | None = None) -> Names:
    """The names of the shipped catalogue, and those of the training data where they are there.

    Raises
    ------
    OSError
        The shipped catalogue cannot be read.
    """
    songs = tuple(_song(row["artist"], row["title"]) for row in _rows(shipped / SONGS_FILE))
    artists, titles = [song.artist for song in songs], [song.title for song in songs]
    if data is not None:
        artists += _artists(data)
        titles += _titles(data)
    return Names(songs, _compared(artists), _compared(titles))


def recombined(names: Names, songs: int, draw: random.Random) -> list[Song]:
    """The real songs first, then any artist with any title, until there are so many; no two of one id.

    Raises
    ------
    TooFewNames
        The names do not yield so many.
    """
    made = {song.id: song for song in names.songs[:songs]}
    for _ in range(TRIES * songs):
        if len(made) == songs:
            return list(made.values())
        song = _song(draw.choice(names.artists), draw.choice(names.titles))
        made.setdefault(song.id, song)
    raise TooFewNames(f"{len(names.artists)} artists and {len(names.titles)} titles do not make {songs} songs")


def _artists(data: Path) -> Iterator[str]:
    for line in _lines(data / _HETREC)[1:]:
        yield line.split("\t")[1]
    for row in _rows_where(data / _CORGIS):
        yield row["artist.name"]
    for line in _lines(data / _MSD_ARTISTS):
        yield line.split("<SEP>")[-1]


def _titles(data: Path) -> Iterator[str]:
    for row in _rows_where(data / _CORGIS):
        if not _LOST_LETTERS.search(row["title"]):
            yield row["title"]
    for line in _lines(data / _MSD_TRACKS):
        yield str(json.loads(line)["title"])


def _compared(found: Iterable[str]) -> tuple[str, ...]:
    """Each name once, as it was first spelt; names without a letter are none."""
    spelt: dict[str, str] = {}
    for name in found:
        spelt.setdefault(normalise(name), name.strip())
    spelt.pop("", None)
    return tuple(spelt.values())


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def _rows_where(path: Path) -> Iterator[dict[str, str]]:
    return _rows(path) if path.is_file() else iter(())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _song(artist: str, title: str) -> Song:
    return Song(song_id(artist, title), artist, title)
