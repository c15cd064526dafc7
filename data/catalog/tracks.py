"""A list of clips as songs: what ``tracks.csv`` says, cleaned, and duplicates merged."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import CatalogFileError
from engine.songs import Song, SongId, song_id
from engine.training.labels import canonical_genres, canonical_moods

REQUIRED = ("id", "artist", "title")
"""Columns without which a clip cannot be named. All others may be missing or empty."""
MAX_TRACKS = 1_000_000
MAX_MOODS = 12
"""Moods kept of one song: who has thirty is alike to everything."""
BETWEEN = ";"

_OF_THE_CLIP = "research use only"
"""What the licence of a clip begins with when it says nothing about the song."""
_NO_GENRE = frozenset({"piano", "acoustic/instrumental"})
"""Words that are used as genres and say only what is played on."""
_NO_MOOD = frozenset({"negative", "positive", "difficult", "technical", "strong", "circular"})
"""Words that are used as moods and tell nobody what a song feels like."""
_COMPILATION = re.compile(
    r"\b(best|greatest|hits|anthology|collections?|essentials?|definitive|ultimate|gold(?:en)?|classics|box|singles|"
    r"masters|complete|compilation|retrospective|chronicles?|bonus|expanded|deluxe|soundtrack|vol|years|story|legend|"
    r"live|reissue|rhino|history|decade|favorites|treasures?|jukebox|\d{2,4}\s*-\s*\d{2,4})\b",
    re.IGNORECASE,
)
"""Albums of this kind came out long after many of their songs."""


@dataclass(frozen=True, slots=True)
class Track:
    """One clip of a list.

    Attributes
    ----------
    ref
        The id that the list gives to the clip; its file is called so.
    """

    ref: str
    song: Song


def read_tracks(path: Path) -> list[Track]:
    """Read a list of clips.

    Raises
    ------
    CatalogFileError
        The file is missing, is no CSV with the needed columns, or names a clip twice.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
            if missing:
                raise CatalogFileError(path, f"has no column {', '.join(missing)}")
            tracks = [_track(row) for row in reader]
    except OSError as error:
        raise CatalogFileError(path, error.strerror or str(error)) from error
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise CatalogFileError(path, f"is not a list of clips: {error}") from error
    if not tracks or len(tracks) > MAX_TRACKS:
        raise CatalogFileError(path, f"names {len(tracks)} clips")
    if len({track.ref for track in tracks}) != len(tracks):
        raise CatalogFileError(path, "names a clip twice")
    return tracks


def merged(songs: Sequence[Song]) -> Song:
    """Join what several clips of one song say; what is said first holds."""
    first = songs[0]
    return replace(
        first,
        album=next((song.album for song in songs if song.album), ""),
        year=min((song.year for song in songs if song.year is not None), default=None),
        genres=_union(song.genres for song in songs),
        moods=_union(song.moods for song in songs),
        quadrant=next((song.quadrant for song in songs if song.quadrant), None),
        licence=next((song.licence for song in songs if song.licence), ""),
    )


def by_song(tracks: Iterable[Track]) -> dict[SongId, list[Track]]:
    """Group clips by song, in the order of the list."""
    groups: dict[SongId, list[Track]] = {}
    for track in tracks:
        groups.setdefault(track.song.id, []).append(track)
    return groups


def _track(row: Mapping[str, str | None]) -> Track:
    def cell(name: str) -> str:
        return " ".join((row.get(name) or "").split())

    ref, artist, title = cell("id"), cell("artist").replace("; ", ", "), cell("title")
    if not ref or not artist or not title:
        raise ValueError(f"a clip without id, artist or title: {ref or artist or title!r}")
    album, licence = cell("album"), cell("licence")
    genres = _union([canonical_genres(cell("genres")), canonical_genres(cell("emotify_genre").title())])
    song = Song(
        # The length of a clip is not that of its recording, so the name alone makes the id.
        id=song_id(artist, title, None),
        artist=artist,
        title=title,
        album=album,
        year=int(cell("year")) if cell("year") and not _COMPILATION.search(album) else None,
        genres=tuple(genre for genre in genres if genre not in _NO_GENRE),
        moods=tuple(mood for mood in canonical_moods(cell("moods")) if mood not in _NO_MOOD)[:MAX_MOODS],
        quadrant=cell("quadrant") or None,
        source=cell("source"),
        licence="" if licence.startswith(_OF_THE_CLIP) else licence,
    )
    return Track(ref, song)


def _union(words: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for some in words for word in some))
