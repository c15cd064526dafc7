"""Finding songs by what somebody types: FTS5 trigrams for candidates, rapidfuzz for their order.

Forgiving of accents, case, word order, missing words and one typo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.candidates import Candidate, candidates
from data.catalog.rows import SONG_COLUMNS, song_of
from data.tables import SongRow
from engine.songs import Song, normalise

MAX_TYPED = 200
"""Characters of what was typed that are looked at; an artist and a title have fewer."""
MAX_LETTERS = 120
"""Letters that are left to compare after normalising."""
SHORTEST_PIECE = 3
"""Letters from which on a piece inside a word counts."""
SURE = 0.87
"""From this likeness of the whole name on, a song may be taken for the one meant without asking."""
SURE_MARGIN = 0.03
"""By so much the next song of another name must be less like it."""


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
class _Ranked:
    number: int
    score: float
    whole: float
    length: int


async def search(session: AsyncSession, typed: str, limit: int, guild: int | None = None) -> list[Match]:
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
    best = _best(wanted, await candidates(await session.connection(), wanted), limit)
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


def _best(wanted: str, found: Iterable[Candidate], limit: int) -> list[_Ranked]:
    readings = _readings(wanted)
    ranked = [
        max((_likeness(reading, candidate) for reading in readings), key=lambda one: one.score) for candidate in found
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.length, one.number))[:limit]


def _readings(wanted: str) -> tuple[str, ...]:
    """What may be meant: as typed, and without the "by" of "title by artist"."""
    title, by, artist = wanted.rpartition(" by ")
    return (wanted, f"{artist} {title}") if by else (wanted,)


def _likeness(wanted: str, candidate: Candidate) -> _Ranked:
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
        # Without spaces "t n t" is "tnt"; it counts a little less, so that a song written as it was typed comes first.
        0.99 * fuzz.ratio(wanted.replace(" ", ""), candidate.title.replace(" ", "")),
    )
    part = max(
        0.97 * fuzz.ratio(wanted, candidate.artist),
        94.0 if candidate.title.startswith(wanted) or candidate.artist.startswith(wanted) else 0.0,
        0.92 * fuzz.token_set_ratio(wanted, name),
        91.0 if f" {wanted}" in f" {name}" else 0.0,
        0.88 * fuzz.partial_ratio(wanted, name) if SHORTEST_PIECE <= len(wanted) <= len(name) else 0.0,
    )
    return _Ranked(candidate.number, max(whole, part) / 100, whole / 100, len(name))
