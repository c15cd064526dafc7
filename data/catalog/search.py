"""Finding songs by what somebody types: FTS5 trigrams for candidates, rapidfuzz for their order.

Forgiving of accents, case, word order, missing words and one typo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.candidates import candidates
from data.catalog.likeness import most_alike
from data.catalog.rows import SONG_COLUMNS, song_of
from data.tables import SongRow
from engine.songs import Song, normalise

MAX_TYPED = 200
"""Characters of what was typed that are looked at; an artist and a title have fewer."""
MAX_LETTERS = 120
"""Letters that are left to compare after normalising."""
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


async def search(session: AsyncSession, typed: str, limit: int, guild: int | None = None) -> list[Match]:
    """Find the songs that are meant, best first.

    Parameters
    ----------
    typed
        A title, an artist, both in any order, ``artist - title`` or ``title by artist``; or their first letters.
        Whatever is past 200 characters is not looked at.
    limit
        At most this many.
    guild
        The server whose private songs are found beside everybody's.
    """
    wanted = normalise(typed[:MAX_TYPED])[:MAX_LETTERS].strip()
    if not wanted or limit <= 0:
        return []
    found = await candidates(await session.connection(), wanted, guild)
    best = most_alike(wanted, found, limit)
    numbers = [one.candidate.number for one in best]
    rows = await session.execute(select(SongRow.number, *SONG_COLUMNS).where(SongRow.number.in_(numbers)))
    songs = {row.number: song_of(row) for row in rows}
    return [Match(songs[one.candidate.number], one.score, one.whole) for one in best]


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
