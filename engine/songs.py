"""What a song is, how its name is compared, and where its stable id comes from."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NewType

SongId = NewType("SongId", str)
"""Sixteen lower-case hexadecimal digits, the same on every machine that knows the recording."""

DURATION_BUCKET_SECONDS = 6
"""Two recordings of one name count as the same when their durations fall into one bucket of this width."""

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ŧ": "t", "&": " and "}
)
_NOT_WORD = re.compile(r"[^\w]+")
_APOSTROPHE = re.compile(r"['’`´]")
_FEATURING = re.compile(r"\s+(?:feat|ft|featuring|with)\b\.?\s.*$", re.IGNORECASE)
_NEXT_ARTIST = re.compile(r"\s*(?:,|;|/|\bx\b|\bvs\b\.?)\s.*$", re.IGNORECASE)
_VERSION_WORDS = (
    r"live|remaster(?:ed)?|remix(?:ed)?|mix|version|edit|demo|acoustic|instrumental|karaoke|cover|mono|stereo|"
    r"sped up|slowed|nightcore|radio|extended|single|album|bonus|deluxe|session|unplugged|take \d+|feat|ft|featuring"
)
_BRACKETED_VERSION = re.compile(rf"\s*[\(\[][^\)\]]*\b(?:{_VERSION_WORDS})\b[^\)\]]*[\)\]]", re.IGNORECASE)
_DASHED_VERSION = re.compile(rf"\s+[-\u2013\u2014]\s+[^-]*\b(?:{_VERSION_WORDS})\b[^-]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Song:
    """Facts about one recording.

    Attributes
    ----------
    seconds
        Length of the recording; ``None`` where only an excerpt of unknown whole is at hand.
    genres, moods
        As published by the source, most specific first; empty where nobody labelled it.
    quadrant
        Valence x arousal: ``Q1`` happy, ``Q2`` tense, ``Q3`` sad, ``Q4`` calm.
    source
        Where the facts come from.
    link
        Where the song can be heard; empty where nothing better than a search is known.
    """

    id: SongId
    artist: str
    title: str
    album: str = ""
    year: int | None = None
    seconds: float | None = None
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    quadrant: str | None = None
    isrc: str | None = None
    source: str = ""
    licence: str = ""
    link: str = ""

    @property
    def artist_key(self) -> str:
        """The first-named artist, for caps and blocks."""
        return artist_key(self.artist)

    @property
    def version_key(self) -> str:
        """One key for all versions of one song by one artist."""
        return version_key(self.artist, self.title)


@lru_cache(maxsize=65_536)
def normalise(text: str) -> str:
    """Text as it is compared: no case, accents, punctuation or double spaces; every script keeps its letters.

    >>> normalise("  Jóga — (Björk) ")
    'joga bjork'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", _APOSTROPHE.sub("", bare)).replace("_", " ").strip()


@lru_cache(maxsize=65_536)
def artist_key(artist: str) -> str:
    """The first-named artist without guests and a leading article.

    >>> artist_key("The Beatles") == artist_key("Beatles feat. Billy Preston")
    True
    """
    first = _NEXT_ARTIST.sub("", _FEATURING.sub("", artist))
    return normalise(first).removeprefix("the ") or normalise(artist) or artist.casefold().strip()


@lru_cache(maxsize=65_536)
def title_key(title: str) -> str:
    """The title without what tells versions apart.

    >>> title_key("Heroes (2017 Remaster)") == title_key("Heroes - Live at Earl's Court")
    True
    """
    bare = _DASHED_VERSION.sub("", _BRACKETED_VERSION.sub("", title))
    return normalise(_FEATURING.sub("", bare)) or normalise(title) or title.casefold().strip()


def version_key(artist: str, title: str) -> str:
    """One key for the original, live, remastered and other versions of one song by one artist."""
    return f"{artist_key(artist)}|{title_key(title)}"


def song_id(artist: str, title: str, seconds: float | None = None, isrc: str | None = None) -> SongId:
    """A stable id: from the ISRC where there is one, else from normalised artist, title and duration bucket."""
    if isrc:
        basis = f"isrc|{isrc.upper().replace('-', '').strip()}"
    else:
        bucket = "" if seconds is None else str(round(seconds / DURATION_BUCKET_SECONDS))
        basis = f"name|{normalise(artist) or artist}|{normalise(title) or title}|{bucket}"
    return SongId(hashlib.sha256(basis.encode()).hexdigest()[:16])
