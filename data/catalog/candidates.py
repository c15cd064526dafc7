"""Which songs may be meant by what somebody typed: a few hundred, found in the full-text index and the names' order.

A name with one mistake is looked up by every name that is one mistake away. A name of which words are missing, swapped
or unfinished is looked up by all that was typed of it. Whatever else was mistyped shares some of its rarer trigrams
with the right name: a typo spoils at most four.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncConnection

from data.catalog.mistakes import one_mistake_away

MAX_TRIGRAMS = 64
MAX_POSTINGS = 3_000
"""Entries of the full-text index that are read for one search, rarest trigrams first: it bounds the time."""
MAX_LOOKED_UP = 20
"""Trigrams that are looked up at most; a name is told by fewer."""
MAX_SHARING = 200
"""Candidates for sharing trigrams, those that share the most telling ones."""
MAX_SHARING_SEEN = 2_000
"""Songs that are looked at for them: a server's private songs do not crowd out what others may see."""
MAX_BEGINNING = 100
"""Candidates because their title, and as many because their artist, begins with what was typed."""
MAX_MISTAKEN = 200
"""Candidates because their title, and as many because their artist, is one mistake away from what was typed."""
MAX_WHOLE = 100
"""Candidates that hold all that was typed, in any order: those with the shortest names."""
MAX_WHOLE_SEEN = 1_000
"""Songs that are looked at for them."""
MAX_TOGETHER = 10
"""Trigrams, the rarest, that a name must have to hold all that was typed."""
SHORT = 4
"""Letters up to which a whole name can be spoilt by one typo, so that names of like length are candidates too."""
SWAPPED = 12
"""Letters up to which swapping two neighbours may leave too few trigrams, so that every swap is looked up too."""
COMMON = 100_000
"""Songs that a trigram would have to be in to tell nothing."""
LAST = "\U0010ffff"
"""Sorts after every letter, so that it ends a range of names with one beginning."""

_INITIALS = re.compile(r"\b\w(?: \w)+\b")

# What is put between the braces is a column or a part of a statement; what was typed is bound.
_COUNTS = "SELECT term, doc FROM songs_vocabulary WHERE term IN (SELECT value FROM json_each(:trigrams))"
_SEEN = """(NOT songs.private OR EXISTS (SELECT 1 FROM song_servers
    WHERE song_servers.song = songs.id AND song_servers.guild = :guild))"""
_BEGINNING = """SELECT number, artist_text, title_text, version_key FROM songs
    WHERE {column} >= :wanted AND {column} < :wanted || :last AND {seen} ORDER BY {column} LIMIT :most_beginning"""
_ALIKE = """SELECT number, artist_text, title_text, version_key FROM songs
    WHERE {column} >= :initial AND {column} < :initial || :last AND length({column}) <= :longest AND {seen}
    LIMIT :most_sharing"""
_MISTAKEN = """SELECT number, artist_text, title_text, version_key FROM songs
    WHERE {column} IN (SELECT value FROM json_each(:mistaken)) AND {seen} LIMIT :most_mistaken"""
_WHOLE = """SELECT number, artist_text, title_text, version_key FROM songs
    WHERE number IN (SELECT rowid FROM songs_trigrams WHERE songs_trigrams MATCH :whole LIMIT :most_whole_seen)
    AND {seen} ORDER BY length(search_text) LIMIT :most_whole"""
_POSTINGS = "SELECT rowid AS number, :weight{0} AS weight FROM songs_trigrams WHERE songs_trigrams MATCH :trigram{0}"
# The cross join keeps the order of its left side, so that the limit takes those that share most.
_SHARING = """SELECT songs.number, artist_text, title_text, version_key FROM (
    SELECT number FROM ({postings}) GROUP BY number ORDER BY SUM(weight) DESC LIMIT :most_sharing_seen
    ) AS sharing CROSS JOIN songs ON songs.number = sharing.number WHERE {seen} LIMIT :most_sharing"""
_EACH = "SELECT * FROM ({})"
_LIMITS = {
    "most_beginning": MAX_BEGINNING,
    "most_mistaken": MAX_MISTAKEN,
    "most_whole": MAX_WHOLE,
    "most_whole_seen": MAX_WHOLE_SEEN,
    "most_sharing": MAX_SHARING,
    "most_sharing_seen": MAX_SHARING_SEEN,
}
_COLUMNS = ("title_text", "artist_text")


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


async def candidates(connection: AsyncConnection, wanted: str, guild: int | None = None) -> list[Candidate]:
    """Find songs that may be meant, each once, in no order.

    Parameters
    ----------
    wanted
        What was typed, normalised, not empty.
    guild
        The server whose private songs may be seen beside everybody's.
    """
    whole = trigrams_of_all(wanted)
    trigrams = list(dict.fromkeys([*trigrams_of(wanted), *whole]))
    found = await connection.exec_driver_sql(_COUNTS, {"trigrams": json.dumps(trigrams)})
    counts = {row.term: row.doc for row in found}
    weights = _most_telling(counts)
    values: dict[str, object] = {
        **_LIMITS,
        "guild": guild,
        "wanted": wanted,
        "last": LAST,
        "mistaken": json.dumps(one_mistake_away(wanted)),
    }
    statements = [named.format(column=column, seen=_SEEN) for named in (_BEGINNING, _MISTAKEN) for column in _COLUMNS]
    if len(wanted) <= SHORT:
        statements += [_ALIKE.format(column=column, seen=_SEEN) for column in _COLUMNS]
        values |= {"initial": wanted[0], "longest": len(wanted) + 1}
    if whole and counts.keys() >= set(whole):
        statements.append(_WHOLE.format(seen=_SEEN))
        rarest = sorted(whole, key=lambda trigram: counts[trigram])[:MAX_TOGETHER]
        values["whole"] = " AND ".join(f'"{trigram}"' for trigram in rarest)
    if weights:
        postings = " UNION ALL ".join(map(_POSTINGS.format, range(len(weights))))
        statements.append(_SHARING.format(postings=postings, seen=_SEEN))
        for place, (trigram, weight) in enumerate(weights.items()):
            values |= {f"trigram{place}": f'"{trigram}"', f"weight{place}": weight}
    rows = await connection.exec_driver_sql(" UNION ".join(map(_EACH.format, statements)), values)
    return [Candidate(row.number, row.artist_text, row.title_text, row.version_key) for row in rows]


def trigrams_of(wanted: str) -> Sequence[str]:
    """Trigrams inside each word and at its ends, never across two words: their order does not matter."""
    spelt = wanted.split()
    if len(wanted) <= SWAPPED:
        spelt += [
            word[:n] + word[n + 1] + word[n] + word[n + 2 :] for word in wanted.split() for n in range(len(word) - 1)
        ]
    return _inside(f" {word} " for word in spelt)


def trigrams_of_all(wanted: str) -> Sequence[str]:
    """Trigrams that every name with all these words has; the last word may be unfinished."""
    *finished, last = wanted.split()
    return _inside([*(f" {word} " for word in finished), f" {last}"])


def _inside(texts: Iterable[str]) -> Sequence[str]:
    found = (text[place : place + 3] for text in texts for place in range(len(text) - 2))
    return list(islice(dict.fromkeys(found), MAX_TRIGRAMS))


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
