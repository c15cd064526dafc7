"""Which songs are one song: the same recording under another spelling, another version of it, or a cover.

Names alone tell a live or remastered version by the same artist. The ear does not: between two stretches of one song
lies about as much as between two songs that are alike. But it tells chance from kinship where the names are nearly the
same, and so each kinship of names asks for its own likeness of sound. The thresholds were read off
``python -m engine.evaluation versions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from engine.spelling import normalise
from engine.versions import is_described, says_cover, title_key, version_key

SAME_TITLE_AND_ARTISTS = 0.30
"""Cosine from which on the same title by artists of nearly one name is one song."""
NEAR_TITLE_AND_ARTISTS = 0.60
"""The same of titles that are spelt a little differently."""
NEAR_TITLE_ALONE = 0.80
"""The same where the artists have nothing in common: only a copy of the recording comes so near."""
COVER_BY_WORDS = ((6, -1.0), (3, 0.30), (2, 0.35), (1, 0.45))
"""Words of a title, and the cosine from which on it is a cover by whichever artist: six words are hardly ever chosen
twice, one or two often are."""

ARTISTS_ALIKE = 85.0
"""Of 100, how like the words of two artists' names are that may be one."""
SLIPS = 2
"""Letters in which two spellings of a word may differ; one in a word of fewer than :data:`LONG` letters."""
LONG = 7
_ARTICLE = "the "
_SMALL_WORDS = frozenset({"the", "a", "an", "and", "of", "in", "to", "la", "le", "el"})
_NO_TITLE = -1
_BRACKETED = re.compile(r"[(\[{\u3010][^()\[\]{}\u3010\u3011]*[)\]}\u3011]")
_COUNTING = re.compile(r"\d+|\b(?:[ivx]+|[a-z])\b")
"""Numbers, Roman ones and single letters: "Part 2" is no spelling of "Part 1", nor "in C" one of "in G"."""


@dataclass(frozen=True, slots=True)
class Name:
    """What of a song's name tells whether it is another's song.

    Attributes
    ----------
    version, title
        The keys (:func:`engine.versions.version_key`, :func:`engine.versions.title_key`).
    plain
        The title without anything in brackets, normalised.
    artist
        Everybody who is named, normalised, without a leading article.
    cover
        Whether it calls itself a cover.
    original
        Whether it says of no version that it is one.
    """

    version: str
    title: str
    plain: str
    artist: str
    cover: bool
    original: bool


@lru_cache(maxsize=65_536)
def name_of(artist: str, title: str) -> Name:
    """What is compared of a song's name."""
    key = title_key(title)
    plain = title_key(_BRACKETED.sub(" ", title))
    cover = says_cover(artist, title)
    return Name(
        version=version_key(artist, title),
        title=key,
        plain=plain or key,
        artist=normalise(artist).removeprefix(_ARTICLE),
        cover=cover,
        original=not cover and not is_described(title),
    )


def is_same_song(one: Name, other: Name, cosine: float) -> bool:
    """Whether two songs are one.

    Parameters
    ----------
    cosine
        Of their vectors.
    """
    if one.version == other.version:
        return True
    if one.title == other.title:
        by_artists = cosine >= SAME_TITLE_AND_ARTISTS and _are_artists_alike(one, other)
        return by_artists or cosine >= _cover_from(one, other)
    if cosine < NEAR_TITLE_AND_ARTISTS or not _is_spelt_alike(one, other):
        return False
    return cosine >= NEAR_TITLE_ALONE or _are_artists_alike(one, other)


@dataclass(frozen=True, slots=True, eq=False)
class Kinship:
    """Which of some songs are one song.

    Attributes
    ----------
    names
        n of them.
    vectors
        (n, d) float32 of unit length.
    titles
        (n,) a number for each title.
    numbers
        The number of each title.
    """

    names: Sequence[Name]
    vectors: NDArray[np.float32]
    titles: NDArray[np.int64]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, names: Sequence[Name], vectors: NDArray[np.float32]) -> Self:
        """From the songs' names and sounds."""
        numbers = {title: number for number, title in enumerate(dict.fromkeys(name.title for name in names))}
        return cls(names, vectors, np.array([numbers[name.title] for name in names], dtype=np.int64), numbers)

    def kin(
        self, name: Name, cosines: NDArray[np.floating[Any]], among: NDArray[np.bool_] | None = None
    ) -> NDArray[np.bool_]:
        """(n,) whether each is the song of that name.

        Parameters
        ----------
        cosines
            (n,) of each to the song.
        among
            (n,) which are looked at; all where it is ``None``.
        """
        same: NDArray[np.bool_] = (self.titles == self.numbers.get(name.title, _NO_TITLE)) | (
            cosines >= NEAR_TITLE_AND_ARTISTS
        )
        if among is not None:
            same &= among
        for row in np.flatnonzero(same).tolist():
            same[row] = is_same_song(self.names[row], name, float(cosines[row]))
        return same

    def group(self, rows: Iterable[int]) -> NDArray[np.bool_]:
        """(n,) the songs in these rows, whatever is one song with any of them, with any of those, and so on."""
        found = np.zeros(len(self.names), dtype=np.bool_)
        waiting = list(rows)
        found[waiting] = True
        while waiting:
            row = waiting.pop()
            kin = self.kin(self.names[row], self.vectors @ self.vectors[row], ~found)
            found |= kin
            waiting += np.flatnonzero(kin).tolist()
        return found


def _cover_from(one: Name, other: Name) -> float:
    if one.cover or other.cover:
        return -1.0
    words = len(one.title.split())
    return next(cosine for least, cosine in COVER_BY_WORDS if words >= least)


def _are_artists_alike(one: Name, other: Name) -> bool:
    if _are_spellings(one.artist, other.artist):
        return True
    return fuzz.token_set_ratio(one.artist, other.artist) >= ARTISTS_ALIKE


def _is_spelt_alike(one: Name, other: Name) -> bool:
    return _are_spellings(one.title, other.title) or _are_spellings(one.plain, other.plain)


@lru_cache(maxsize=16_384)
def _are_spellings(one: str, other: str) -> bool:
    """Whether two names differ in slips of the fingers alone: no number, no letter that counts, no other word."""
    if _COUNTING.findall(one) != _COUNTING.findall(other):
        return False
    ours, theirs = one.split(), other.split()
    left = [word for word in ours if word not in theirs and word not in _SMALL_WORDS]
    right = [word for word in theirs if word not in ours and word not in _SMALL_WORDS]
    if len(left) != len(right):
        return "".join(left) == "".join(right)
    return all(_is_slip(first, second) for first, second in zip(left, right, strict=True))


def _is_slip(one: str, other: str) -> bool:
    return OSA.distance(one, other) <= (SLIPS if min(len(one), len(other)) >= LONG else 1)
