"""Songs for tests: names, and vectors of unit length drawn from the name."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from data.catalog import CatalogEntry, Point
from engine.songs import Song, song_id

MODEL = "0123456789abcdef"
DIMENSION = 16


def song(artist: str, title: str, **facts: object) -> Song:
    return Song(song_id(artist, title), artist, title, **facts)  # type: ignore[arg-type]


def vector(name: str) -> NDArray[np.float32]:
    drawn = np.random.default_rng(zlib.crc32(name.encode())).standard_normal(DIMENSION)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def entry(artist: str, title: str, **facts: object) -> CatalogEntry:
    made = song(artist, title, **facts)
    return CatalogEntry(made, vector(made.id), Point(0.25, -0.5), (f"toy-{made.id}",))


TEARDROP = entry(
    "Massive Attack",
    "Teardrop",
    album="Mezzanine",
    year=1998,
    genres=("Electronic",),
    moods=("wistful",),
    tempo_bpm=77.0,
    key="A major",
    energy=0.25,
    instruments=("voice", "harpsichord"),
)
JOGA = entry("Björk", "Jóga", year=1997, genres=("Electronic", "Pop/Rock"), moods=("yearning", "lush"), quadrant="Q2")
ONE = entry("U2", "One", year=1991)
HURT = entry("Johnny Cash", "Hurt")
OTHER_HURT = entry("Nine Inch Nails", "Hurt")
TOYS = (TEARDROP, JOGA, ONE, HURT, OTHER_HURT)
