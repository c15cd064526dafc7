"""Which songs and artists of a history are known here: by the catalogue, else by whoever knows artists."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from sqlalchemy import or_, select

from data.database import Database
from data.ids import GuildId
from data.imports.tally import PlayedSong
from data.tables import SongRow, SongServerRow
from engine.songs import SongId

KnowsArtist = Callable[[str], bool]
"""Whether an artist's key is known apart from the catalogue; may be called from any thread."""

READ_SECONDS = 60.0
"""Looking up tens of thousands of artists may take so long."""
KEYS_AT_ONCE = 500
MIN_MISTAKEN = 6
"""Letters that a title must have for one of them to be wrong."""
MAX_COMPARED = 500
"""Songs of one artist that a title is compared with, letter by letter."""
MOST_UNKNOWN = 10


@dataclass(frozen=True, slots=True)
class MatchedPlays:
    """How often a song, or anything else by an artist, was played.

    Attributes
    ----------
    artist
        The artist's key.
    name
        The artist as the catalogue writes it, else as the history does.
    song
        ``None`` where the artist alone is known.
    last
        Seconds since 1970, UTC.
    """

    artist: str
    name: str
    song: SongId | None
    count: int
    last: int


@dataclass(frozen=True, slots=True)
class ArtistPlays:
    """How often an artist was played."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Matched:
    """What is known of a history.

    Attributes
    ----------
    plays
        One for each song, and one for each artist whose other songs were played.
    unmatched
        Plays of artists that nobody knows.
    unknown
        The ten most played of those, to be told and then forgotten.
    """

    plays: tuple[MatchedPlays, ...]
    unmatched: int
    unknown: tuple[ArtistPlays, ...]

    def top_artists(self, most: int) -> tuple[ArtistPlays, ...]:
        """The known artists that were played most."""
        counts, names = defaultdict[str, int](int), dict[str, str]()
        for played in self.plays:
            counts[played.artist] += played.count
            names.setdefault(played.artist, played.name)
        best = sorted(counts, key=lambda artist: (-counts[artist], artist))[:most]
        return tuple(ArtistPlays(names[artist], counts[artist]) for artist in best)


@dataclass(frozen=True, slots=True)
class _Known:
    song: SongId
    artist: str
    title_key: str
    title_text: str


def nobody(_artist: str) -> bool:
    """Knows no artist."""
    return False


async def match(
    database: Database, songs: Sequence[PlayedSong], guild: GuildId | None, knows: KnowsArtist = nobody
) -> Matched:
    """Look songs up: all versions of a song are one, and a title may have one wrong letter.

    Parameters
    ----------
    guild
        The server whose private songs may be found beside everybody's.
    knows
        Who knows artists of whom the catalogue has no song.
    """
    known = await _catalogued(database, {song.artist_key for song in songs}, guild)
    return await asyncio.to_thread(_matched, songs, known, knows)


async def _catalogued(database: Database, artists: Iterable[str], guild: GuildId | None) -> dict[str, list[_Known]]:
    """The catalogue's songs of these artists, the oldest first."""
    own = select(SongServerRow.song).where(SongServerRow.guild == (-1 if guild is None else guild))
    columns = (SongRow.id, SongRow.artist, SongRow.artist_key, SongRow.version_key, SongRow.title_text)
    found = defaultdict[str, list[_Known]](list)
    keys = sorted(artists)
    async with database.read(READ_SECONDS) as session:
        for start in range(0, len(keys), KEYS_AT_ONCE):
            chunk = keys[start : start + KEYS_AT_ONCE]
            rows = await session.execute(
                select(*columns)
                .where(SongRow.artist_key.in_(chunk), or_(~SongRow.private, SongRow.id.in_(own)))
                .order_by(SongRow.number)
            )
            for row in rows:
                title = row.version_key.removeprefix(f"{row.artist_key}|")
                found[row.artist_key].append(_Known(SongId(row.id), row.artist, title, row.title_text))
    return dict(found)


def _matched(songs: Sequence[PlayedSong], known: Mapping[str, Sequence[_Known]], knows: KnowsArtist) -> Matched:
    plays: dict[tuple[str, SongId | None], MatchedPlays] = {}
    unmatched, unknown, names = 0, defaultdict[str, int](int), dict[str, str]()
    by_title = {artist: _by_title(theirs) for artist, theirs in known.items()}
    for song in songs:
        theirs = known.get(song.artist_key, ())
        if not theirs and not knows(song.artist_key):
            unmatched += song.count
            unknown[song.artist_key] += song.count
            names.setdefault(song.artist_key, song.artist)
            continue
        meant = _meant(song, theirs, by_title.get(song.artist_key, {}))
        name = theirs[0].artist if theirs else song.artist
        key = (song.artist_key, meant)
        before = plays.get(key)
        count, last = (before.count, before.last) if before else (0, 0)
        plays[key] = MatchedPlays(song.artist_key, name, meant, count + song.count, max(last, song.last))
    most = sorted(unknown, key=lambda artist: (-unknown[artist], artist))[:MOST_UNKNOWN]
    return Matched(
        tuple(plays.values()), unmatched, tuple(ArtistPlays(names[artist], unknown[artist]) for artist in most)
    )


def _by_title(songs: Sequence[_Known]) -> dict[str, list[_Known]]:
    found = defaultdict[str, list[_Known]](list)
    for song in songs:
        found[song.title_key].append(song)
    return dict(found)


def _meant(song: PlayedSong, theirs: Sequence[_Known], by_title: Mapping[str, Sequence[_Known]]) -> SongId | None:
    """The very version where the catalogue has it, else the oldest of the song."""
    versions = by_title.get(song.title_key) or by_title.get(_mistaken(song.title_key, theirs), ())
    if not versions:
        return None
    return next((one.song for one in versions if one.title_text == song.title_text), versions[0].song)


def _mistaken(title: str, theirs: Sequence[_Known]) -> str:
    """The one title that is a letter away; empty where none or several are. Numbers tell songs apart."""
    if len(title) < MIN_MISTAKEN:
        return ""
    near = {
        one.title_key
        for one in theirs[:MAX_COMPARED]
        if OSA.distance(title, one.title_key, score_cutoff=1) <= 1 and _digits(title) == _digits(one.title_key)
    }
    return near.pop() if len(near) == 1 else ""


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
