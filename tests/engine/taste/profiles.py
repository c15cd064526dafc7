"""Profiles for tests: songs in a plane of directions, so that what is alike can be proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.ranking.request import Candidates
from engine.songs import Song, SongId
from engine.taste.profile import Leaning, Profile

DIMENSION = 8
GENRES = ("Rock", "Jazz", "Electronic", "Folk")


def song(number: int, artist: str = "", genres: tuple[str, ...] = (), **facts: object) -> Song:
    return Song(SongId(f"{number:016x}"), artist or f"Band {number}", f"Song {number}", genres=genres, **facts)  # type: ignore[arg-type]


def unit(*numbers: float) -> NDArray[np.float32]:
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[: len(numbers)] = numbers
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def profile(
    songs: Sequence[tuple[Song, NDArray[np.float32]]],
    weights: Sequence[float] | None = None,
    artists: Mapping[str, float] | None = None,
) -> Profile:
    counts = weights or [1.0] * len(songs)
    leaning = Leaning(
        {one.id: weight for (one, _), weight in zip(songs, counts, strict=True)},
        {one.artist_key: 1.0 for one, _ in songs} if artists is None else dict(artists),
    )
    vectors = np.stack([vector for _, vector in songs]) if songs else np.zeros((0, DIMENSION), np.float32)
    return Profile.of(leaning, Candidates(tuple(one for one, _ in songs), vectors))


@st.composite
def profiles(draw: st.DrawFn, least: int = 0, most: int = 30) -> Profile:
    count = draw(st.integers(least, most))
    generator = np.random.default_rng(draw(st.integers(0, 10_000)))
    vectors = generator.standard_normal((count, DIMENSION)).astype(np.float32)
    numbers = generator.choice(200, count, replace=False)
    songs = [
        song(
            int(number),
            f"Band {number % 17}",
            tuple(generator.choice(GENRES, int(generator.integers(0, 3)), replace=False).tolist()),
            year=None if number % 3 else 1960 + int(number) % 60,
            quadrant=None if number % 2 else f"Q{1 + int(number) % 4}",
        )
        for number in numbers
    ]
    pairs = [(one, unit(*vector)) for one, vector in zip(songs, vectors, strict=True)]
    return profile(pairs, (0.01 + generator.random(count)).tolist())
