"""Songs as rows, and rows as songs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalog.candidates import searchable
from data.catalog.entries import CatalogEntry
from data.catalog.vocabulary import LabelledSong
from data.tables import SongRow
from engine.songs import Song, SongId, normalise

STORED = np.dtype("<f4")
"""Vectors are stored as little-endian float32, whatever the machine."""


SONG_COLUMNS = (
    SongRow.id,
    SongRow.artist,
    SongRow.title,
    SongRow.album,
    SongRow.year,
    SongRow.seconds,
    SongRow.genres,
    SongRow.moods,
    SongRow.quadrant,
    SongRow.isrc,
    SongRow.source,
    SongRow.licence,
    SongRow.link,
    SongRow.tempo_bpm,
    SongRow.musical_key,
    SongRow.energy,
    SongRow.instruments,
    SongRow.cover,
    SongRow.explicit,
)
"""What :func:`song_of` needs of a song's row."""

LABEL_COLUMNS = (
    SongRow.id,
    SongRow.genres,
    SongRow.moods,
    SongRow.quadrant,
    SongRow.instruments,
    SongRow.tempo_bpm,
    SongRow.year,
    SongRow.artist,
    SongRow.explicit,
)
"""What :func:`labelled_song` needs."""


def song_of(row: Any) -> Song:
    """Read the facts of a row, whole or with :data:`SONG_COLUMNS`."""
    return Song(
        id=SongId(row.id),
        artist=row.artist,
        title=row.title,
        album=row.album,
        year=row.year,
        seconds=row.seconds,
        genres=row.genres,
        moods=row.moods,
        quadrant=row.quadrant,
        isrc=row.isrc,
        source=row.source,
        licence=row.licence,
        link=row.link,
        tempo_bpm=row.tempo_bpm,
        key=row.musical_key,
        energy=row.energy,
        instruments=row.instruments,
        cover=row.cover,
        explicit=row.explicit,
    )


def labelled_song(row: Any) -> LabelledSong:
    """Read what may be wanted of a song from a row with :data:`LABEL_COLUMNS`."""
    return LabelledSong(
        id=SongId(row.id),
        genres=row.genres,
        moods=row.moods,
        quadrant=row.quadrant,
        instruments=row.instruments,
        tempo_bpm=row.tempo_bpm,
        year=row.year,
        artist=row.artist,
        explicit=row.explicit,
    )


def row_of(entry: CatalogEntry) -> dict[str, Any]:
    """Write the facts of an entry as the values of a row, with the keys and texts by which songs are found."""
    song, point = entry.song, entry.point
    artist_text, title_text = normalise(song.artist), normalise(song.title)
    return {
        "id": song.id,
        "artist": song.artist,
        "title": song.title,
        "album": song.album,
        "year": song.year,
        "seconds": song.seconds,
        "genres": song.genres,
        "moods": song.moods,
        "quadrant": song.quadrant,
        "isrc": song.isrc,
        "source": song.source,
        "source_refs": entry.source_refs,
        "licence": song.licence,
        "link": song.link,
        "map_x": None if point is None else point.x,
        "map_y": None if point is None else point.y,
        "tempo_bpm": song.tempo_bpm,
        "musical_key": song.key,
        "energy": song.energy,
        "instruments": song.instruments,
        "cover": song.cover,
        "explicit": song.explicit,
        "artist_key": song.artist_key,
        "version_key": song.version_key,
        "artist_text": artist_text,
        "title_text": title_text,
        "search_text": searchable(artist_text, title_text),
    }


def vector_bytes(vector: NDArray[np.float32]) -> bytes:
    """Write (d,) float32 as it is stored."""
    return vector.astype(STORED).tobytes()


def vector_matrix(stored: list[bytes]) -> NDArray[np.float32]:
    """Read n stored vectors of one size as (n, d) float32."""
    return np.frombuffer(b"".join(stored), STORED).reshape(len(stored), -1).astype(np.float32)
