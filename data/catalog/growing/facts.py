"""From tags, a place and what a list says to the facts of one song."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from data.catalog.growing.cleaning import clean, clean_genres, clean_isrc, clean_name, clean_seconds, clean_year
from data.catalog.growing.naming import name_of
from data.catalog.growing.tags import Tags
from data.previews.facts import SourceName
from engine.songs import Song, song_id
from engine.training.labels import canonical_genres

BETWEEN_GENRES = ";"
WITHOUT_ARTIST = "Unknown artist"
WITHOUT_TITLE = "Untitled"


@dataclass(frozen=True, slots=True)
class Given:
    """What a list or a data set says of a file; where it says something, the file's own tags do not count.

    Attributes
    ----------
    source
        The list or data set.
    ref
        Its own id of the file.
    """

    source: str
    ref: str = ""
    artist: str = ""
    title: str = ""
    album: str = ""
    year: int | None = None
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    isrc: str | None = None
    licence: str = ""
    link: str = ""


def song_of_file(
    path: Path,
    root: Path,
    tags: Tags,
    given: Given | None = None,
    *,
    cover: str = "",
    heard_seconds: float | None = None,
) -> Song:
    """Put together what is known of the song in a file.

    Parameters
    ----------
    cover
        Where the cover from its tags was put.
    heard_seconds
        Length of the sound as it was decoded; a header may lie.
    """
    said = given or Given(SourceName.LIBRARY.value)
    place = name_of(path, root)
    own_artist, own_title = clean_name(tags.artist), clean_name(tags.title)
    artist = clean(said.artist) or own_artist or place.artist or WITHOUT_ARTIST
    title = clean(said.title) or own_title or place.title or WITHOUT_TITLE
    genres = clean_genres(said.genres) or clean_genres(tags.genres)
    return Song(
        # Sources do not tell the length of a recording alike, so the name alone makes the id.
        id=song_id(artist, title),
        artist=artist,
        title=title,
        album=clean(said.album) or clean(tags.album) or place.album,
        year=said.year or clean_year(tags.date),
        seconds=clean_seconds(heard_seconds) or clean_seconds(tags.seconds),
        genres=canonical_genres(BETWEEN_GENRES.join(genres)),
        moods=said.moods,
        isrc=said.isrc or clean_isrc(tags.isrc),
        source=said.source,
        licence=said.licence,
        link=said.link,
        cover=cover,
        explicit=tags.explicit,
    )


def filled(song: Song, other: Song) -> Song:
    """A song with its gaps filled from what another file says of it; nothing that it has is lost.

    >>> one = Song(song_id("U2", "One"), "U2", "One", year=1991)
    >>> filled(one, replace(one, year=2005, album="Achtung Baby")).album
    'Achtung Baby'
    >>> filled(one, replace(one, year=2005, album="Achtung Baby")).year
    1991
    """
    return replace(
        song,
        album=song.album or other.album,
        year=other.year if song.year is None else song.year,
        seconds=other.seconds if song.seconds is None else song.seconds,
        genres=song.genres or other.genres,
        moods=song.moods or other.moods,
        quadrant=song.quadrant or other.quadrant,
        isrc=song.isrc or other.isrc,
        licence=song.licence or (other.licence if song.source == other.source else ""),
        link=song.link or other.link,
        tempo_bpm=other.tempo_bpm if song.tempo_bpm is None else song.tempo_bpm,
        key=song.key or other.key,
        energy=other.energy if song.energy is None else song.energy,
        instruments=song.instruments or other.instruments,
        cover=song.cover or other.cover,
        explicit=other.explicit if song.explicit is None else song.explicit,
    )
