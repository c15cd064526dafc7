"""Finding songs by what somebody types: FTS5 trigrams for candidates, rapidfuzz for their order.

Forgiving of accents, case, word order, missing words and one typo. A typo spoils at most four of a name's trigrams, so
songs that share any of the rarer ones are candidates; which of them is meant is decided on the whole name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import func, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.rows import SONG_COLUMNS, song_of
from data.tables import SongRow
from engine.songs import Song, normalise

MAX_TYPED = 200
"""Characters of what was typed that are looked at; an artist and a title have fewer."""
MAX_LETTERS = 120
"""Letters that are left to compare after normalising."""
MAX_TRIGRAMS = 64
MAX_POSTINGS = 6_000
"""Entries of the full-text index that are read for one search, rarest trigrams first: it bounds the time."""
MAX_CANDIDATES = 300
MAX_PREFIXED = 100
"""Songs taken because their title, and as many because their artist, begins with what was typed."""
SHORT = 4
"""Letters up to which a whole name can be spoilt by one typo, so that names of like length are candidates too."""
SHORTEST_PIECE = 3
"""Letters from which on a piece inside a word counts."""
SWAPPED_WORD = 5
"""Letters up to which swapping two neighbours may leave a word no trigram."""
SURE = 0.87
"""From this likeness of the whole name on, a song may be taken for the one meant without asking."""
SURE_MARGIN = 0.03
"""By so much the next song of another name must be less like it."""
COMMON = 100_000
"""Songs that a trigram would have to be in to tell nothing."""
_LAST = "\U0010ffff"
"""Sorts after every letter, so that it ends a range of names with one beginning."""
_NAMES = (SongRow.number, SongRow.artist_text, SongRow.title_text, SongRow.version_key)
"""What a :class:`_Candidate` is made of."""


@dataclass(frozen=True, slots=True)
class Match:
    """A song that was found.

    Attributes
    ----------
    score
        How well it answers what was typed so far, in [0, 1].
    whole
        How like its whole title, or artist and title, is what was typed, in [0, 1]; at most ``score``.
    """

    song: Song
    score: float
    whole: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: int
    artist: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class _Ranked:
    number: int
    score: float
    whole: float
    length: int


async def search(session: AsyncSession, typed: str, limit: int) -> list[Match]:
    """Find the songs that are meant, best first.

    Parameters
    ----------
    typed
        A title, an artist, both in any order, ``artist - title`` or ``title by artist``; or their first letters.
        Whatever is past 200 characters is not looked at.
    limit
        At most this many.
    """
    wanted = normalise(typed[:MAX_TYPED])[:MAX_LETTERS].strip()
    if not wanted or limit <= 0:
        return []
    found = [*await _beginning_like(session, wanted), *await _sharing_trigrams(session, wanted)]
    best = _best(wanted, {candidate.number: candidate for candidate in found}.values(), limit)
    numbers = [ranked.number for ranked in best]
    rows = await session.execute(select(SongRow.number, *SONG_COLUMNS).where(SongRow.number.in_(numbers)))
    songs = {row.number: song_of(row) for row in rows}
    return [Match(songs[ranked.number], ranked.score, ranked.whole) for ranked in best]


def meant(matches: Sequence[Match]) -> Song | None:
    """Which song is surely meant, or ``None`` when it is better to ask.

    Parameters
    ----------
    matches
        What :func:`search` found, best first.
    """
    if not matches or matches[0].whole < SURE:
        return None
    best = matches[0]
    others = [match.whole for match in matches if match.song.version_key != best.song.version_key]
    return best.song if best.whole - max(others, default=0.0) >= SURE_MARGIN else None


def _best(wanted: str, candidates: Iterable[_Candidate], limit: int) -> list[_Ranked]:
    readings = _readings(wanted)
    ranked = [
        max((_likeness(reading, candidate) for reading in readings), key=lambda one: one.score)
        for candidate in candidates
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.length, one.number))[:limit]


def _readings(wanted: str) -> tuple[str, ...]:
    """What may be meant: as typed, and without the "by" of "title by artist"."""
    title, by, artist = wanted.rpartition(" by ")
    return (wanted, f"{artist} {title}") if by else (wanted,)


def _likeness(wanted: str, candidate: _Candidate) -> _Ranked:
    """How like a song's name is what was typed.

    The whole title or the whole name, in any order of words, counts full, with or without guests and what tells
    versions apart. The artist alone, a beginning, some of the words, or a piece of the name count less, in this order.
    """
    name = f"{candidate.artist} {candidate.title}"
    artist_key, _, title_key = candidate.version.partition("|")
    whole = max(
        fuzz.ratio(wanted, candidate.title),
        fuzz.ratio(wanted, title_key),
        fuzz.token_sort_ratio(wanted, name),
        fuzz.token_sort_ratio(wanted, f"{artist_key} {title_key}"),
    )
    part = max(
        0.97 * fuzz.ratio(wanted, candidate.artist),
        94.0 if candidate.title.startswith(wanted) or candidate.artist.startswith(wanted) else 0.0,
        0.92 * fuzz.token_set_ratio(wanted, name),
        91.0 if f" {wanted}" in f" {name}" else 0.0,
        0.88 * fuzz.partial_ratio(wanted, name) if SHORTEST_PIECE <= len(wanted) <= len(name) else 0.0,
    )
    return _Ranked(candidate.number, max(whole, part) / 100, whole / 100, len(name))


async def _beginning_like(session: AsyncSession, wanted: str) -> list[_Candidate]:
    """Songs whose title or artist begins with what was typed.

    One typo may leave a short name no trigram at all: of those, all of like length with the same first letter.
    """
    ranges = []
    for column in (SongRow.title_text, SongRow.artist_text):
        begins = select(*_NAMES).where(column >= wanted, column < wanted + _LAST).order_by(column)
        ranges.append(begins.limit(MAX_PREFIXED).subquery())
        if len(wanted) <= SHORT:
            first = wanted[0]
            alike = select(*_NAMES).where(column >= first, column < first + _LAST)
            ranges.append(alike.where(func.length(column) <= len(wanted) + 1).limit(MAX_CANDIDATES).subquery())
    rows = await session.execute(union_all(*(select(found) for found in ranges)))
    return [_Candidate(*row) for row in rows]


async def _sharing_trigrams(session: AsyncSession, wanted: str) -> list[_Candidate]:
    weights = await _rarest(session, _trigrams(wanted))
    if not weights:
        return []
    postings = " UNION ALL ".join(
        f"SELECT rowid AS number, :weight{n} AS weight FROM songs_trigrams WHERE songs_trigrams MATCH :trigram{n}"  # noqa: S608
        for n in range(len(weights))
    )
    statement = text(
        "SELECT songs.number, artist_text, title_text, version_key FROM ("  # noqa: S608
        f" SELECT number, SUM(weight) AS weight FROM ({postings}) GROUP BY number ORDER BY weight DESC LIMIT :limit"
        ") AS shared JOIN songs ON songs.number = shared.number"
    )
    values: dict[str, object] = {"limit": MAX_CANDIDATES}
    for n, (trigram, weight) in enumerate(weights.items()):
        values |= {f"trigram{n}": f'"{trigram}"', f"weight{n}": weight}
    return [_Candidate(*row) for row in (await session.execute(statement, values))]


async def _rarest(session: AsyncSession, trigrams: Sequence[str]) -> dict[str, float]:
    """Choose the trigrams to look up: rarest first, as many as the time allows; and say how much each tells."""
    names = [f":trigram{n}" for n in range(len(trigrams))]
    statement = text(f"SELECT term, doc FROM songs_vocabulary WHERE term IN ({', '.join(names)})")  # noqa: S608
    values = {f"trigram{n}": trigram for n, trigram in enumerate(trigrams)}
    counts: dict[str, int] = dict((await session.execute(statement, values)).all())
    chosen: dict[str, float] = {}
    postings = 0
    for trigram, count in sorted(counts.items(), key=lambda pair: pair[1]):
        postings += count
        if chosen and postings > MAX_POSTINGS:
            break
        chosen[trigram] = math.log1p(COMMON / count)
    return chosen


def _trigrams(wanted: str) -> list[str]:
    """Trigrams inside each word and at its ends, never across two words: their order does not matter."""
    words = wanted.split()
    spelt = list(words)
    for word in words:
        if len(word) <= SWAPPED_WORD:
            spelt += [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)]
    found = [padded[n : n + 3] for padded in (f" {word} " for word in spelt) for n in range(len(padded) - 2)]
    return list(dict.fromkeys(found))[:MAX_TRIGRAMS]
