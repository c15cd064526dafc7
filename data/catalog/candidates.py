"""Which songs may be meant by what somebody typed: a few hundred, found in the full-text index and the names' order.

A typo spoils at most four of a name's trigrams, so songs that share any of the rarer ones are candidates.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

MAX_TRIGRAMS = 64
MAX_POSTINGS = 6_000
"""Entries of the full-text index that are read for one search, rarest trigrams first: it bounds the time."""
MAX_LOOKED_UP = 20
"""Trigrams that are looked up at most; a name is told by fewer."""
MAX_SHARING = 200
"""Candidates for sharing trigrams, those that share the most telling ones."""
MAX_BEGINNING = 100
"""Candidates because their title, and as many because their artist, begins with what was typed."""
SHORT = 4
"""Letters up to which a whole name can be spoilt by one typo, so that names of like length are candidates too."""
SWAPPED = 12
"""Letters up to which swapping two neighbours may leave too few trigrams, so that every swap is looked up too."""
COMMON = 100_000
"""Songs that a trigram would have to be in to tell nothing."""
LAST = "\U0010ffff"
"""Sorts after every letter, so that it ends a range of names with one beginning."""

_INITIALS = re.compile(r"\b\w(?: \w)+\b")

# What is put between the braces is a column, question marks or another of these statements; values are bound.
_COUNTS = "SELECT term, doc FROM songs_vocabulary WHERE term IN ({})"
_BEGINNING = """SELECT number, artist_text, title_text, version_key FROM songs
    WHERE {0} >= ? AND {0} < ? ORDER BY {0} LIMIT ?"""
_ALIKE = """SELECT number, artist_text, title_text, version_key FROM songs
    WHERE {0} >= ? AND {0} < ? AND length({0}) <= ? LIMIT ?"""
_POSTINGS = "SELECT rowid AS number, ? AS weight FROM songs_trigrams WHERE songs_trigrams MATCH ?"
_SHARING = """SELECT number, artist_text, title_text, version_key FROM songs
    WHERE number IN (SELECT number FROM ({}) GROUP BY number ORDER BY SUM(weight) DESC LIMIT ?)"""
_EACH = "SELECT * FROM ({})"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A song that may be meant, by its row number, normalised names and version key."""

    number: int
    artist: str
    title: str
    version: str


def searchable(artist: str, title: str) -> str:
    """What the full-text index holds of normalised names.

    The spaces at both ends make the first and last letters trigrams of their own; initials stand there as one word too.

    >>> searchable("ac dc", "t n t")
    ' ac dc t n t tnt '
    """
    initials = [found.replace(" ", "") for name in (artist, title) for found in _INITIALS.findall(name)]
    return f" {' '.join([artist, title, *initials])} "


async def candidates(connection: AsyncConnection, wanted: str) -> list[Candidate]:
    """Find songs that may be meant, each once, in no order.

    Parameters
    ----------
    wanted
        What was typed, normalised, not empty.
    """
    trigrams = trigrams_of(wanted)
    counts = _COUNTS.format(", ".join("?" * len(trigrams)))
    found = await connection.exec_driver_sql(counts, tuple(trigrams))
    weights = _most_telling({row.term: row.doc for row in found})
    selects: list[str] = []
    values: list[object] = []
    for column in ("title_text", "artist_text"):
        selects.append(_BEGINNING.format(column))
        values += [wanted, wanted + LAST, MAX_BEGINNING]
        if len(wanted) <= SHORT:
            selects.append(_ALIKE.format(column))
            values += [wanted[0], wanted[0] + LAST, len(wanted) + 1, MAX_SHARING]
    if weights:
        selects.append(_SHARING.format(" UNION ALL ".join([_POSTINGS] * len(weights))))
        values += [value for trigram, weight in weights.items() for value in (weight, f'"{trigram}"')]
        values.append(MAX_SHARING)
    rows = await connection.exec_driver_sql(" UNION ".join(map(_EACH.format, selects)), tuple(values))
    return [Candidate(row.number, row.artist_text, row.title_text, row.version_key) for row in rows]


def trigrams_of(wanted: str) -> Sequence[str]:
    """Trigrams inside each word and at its ends, never across two words: their order does not matter."""
    spelt = wanted.split()
    if len(wanted) <= SWAPPED:
        spelt += [
            word[:n] + word[n + 1] + word[n] + word[n + 2 :] for word in wanted.split() for n in range(len(word) - 1)
        ]
    found = [padded[n : n + 3] for padded in (f" {word} " for word in spelt) for n in range(len(padded) - 2)]
    return list(dict.fromkeys(found))[:MAX_TRIGRAMS]


def _most_telling(counts: Mapping[str, int]) -> dict[str, float]:
    """Choose the trigrams to look up, rarest first, as many as the time allows; and say how much each tells."""
    chosen: dict[str, float] = {}
    postings = 0
    for trigram, count in sorted(counts.items(), key=lambda pair: pair[1]):
        postings += count
        if chosen and (postings > MAX_POSTINGS or len(chosen) == MAX_LOOKED_UP):
            break
        chosen[trigram] = math.log1p(COMMON / count)
    return chosen
