"""What a song is, and where its stable id comes from. How names are compared stands in the modules it draws on."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import NewType

from engine.artists import artist_key
from engine.spelling import normalise
from engine.traits import Traits
from engine.versions import title_key, version_key

__all__ = [
    "DURATION_BUCKET_SECONDS",
    "Song",
    "SongId",
    "artist_key",
    "normalise",
    "song_id",
    "title_key",
    "version_key",
]

SongId = NewType("SongId", str)
"""Sixteen lower-case hexadecimal digits, the same on every machine that knows the recording."""

DURATION_BUCKET_SECONDS = 6
"""Two recordings of one name count as the same when their durations fall into one bucket of this width."""

_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")


@dataclass(frozen=True, slots=True)
class Song:
    """Facts about one recording.

    Attributes
    ----------
    seconds
        Length of the recording; ``None`` where only an excerpt of unknown whole is at hand.
    genres, moods
        As published by the source, most specific first; where nobody did, what the ear was sure of.
    quadrant
        Valence x arousal: ``Q1`` happy, ``Q2`` tense, ``Q3`` sad, ``Q4`` calm.
    source
        Where the facts come from.
    link
        Where the song can be heard; empty where nothing better than a search is known.
    tempo_bpm, key, energy, instruments
        How it is played (:class:`engine.traits.Traits`), where the ear was sure of it.
    cover
        Where its cover lies: an address, or ``file:`` and a name in the store of covers; empty where there is none.
    explicit
        Whether its source marks it so; ``None`` where nobody says.
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
    tempo_bpm: float | None = None
    key: str | None = None
    energy: float | None = None
    instruments: tuple[str, ...] = ()
    cover: str = ""
    explicit: bool | None = None

    @property
    def traits(self) -> Traits:
        """How it is played."""
        return Traits(self.tempo_bpm, self.key, self.energy, self.instruments)

    @property
    def artist_key(self) -> str:
        """The first-named artist, for caps and blocks."""
        return artist_key(self.artist)

    @property
    def version_key(self) -> str:
        """One key for all versions of one song by one artist."""
        return version_key(self.artist, self.title)


def song_id(artist: str, title: str, seconds: float | None = None, isrc: str | None = None) -> SongId:
    """A stable id: from the ISRC where there is a valid one, else from normalised artist, title and duration bucket."""
    code = "".join((isrc or "").upper().replace("-", "").split())
    if _ISRC.fullmatch(code):
        basis = f"isrc|{code}"
    else:
        bucket = "" if seconds is None else str(round(seconds / DURATION_BUCKET_SECONDS))
        basis = f"name|{normalise(artist) or artist}|{normalise(title) or title}|{bucket}"
    return SongId(hashlib.sha256(basis.encode()).hexdigest()[:16])
