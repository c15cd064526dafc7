"""The catalogue as files: facts as CSV, vectors as float16. Written whole or not at all, checked when read."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.catalog.entries import CatalogEntry, Point, checked
from data.errors import CatalogFileError
from engine.errors import VectorError
from engine.songs import Song, SongId

SHIPPED_DIRECTORY = Path(__file__).parent / "shipped"
"""Where the catalogue that comes with the program lies."""
SONGS_FILE = "songs.csv"
VECTORS_FILE = "vectors.npz"
MAX_SONGS_BYTES = 256 * 2**20
MAX_VECTORS_BYTES = 2 * 2**30
BETWEEN = "; "
"""Between the words of one cell."""
COLUMNS = (
    "id",
    "artist",
    "title",
    "album",
    "year",
    "seconds",
    "genres",
    "moods",
    "quadrant",
    "isrc",
    "source",
    "source_refs",
    "licence",
    "link",
    "x",
    "y",
    "tempo_bpm",
    "key",
    "energy",
    "instruments",
)
"""The last four are missing from files of older versions, whose songs then lack them."""


@dataclass(frozen=True, slots=True)
class ShippedCatalog:
    """A catalogue read from its files.

    Attributes
    ----------
    entries
        Every one with its vector.
    model
        Content hash of the weights that made the vectors.
    digest
        Changes when anything in the files does.
    """

    entries: tuple[CatalogEntry, ...]
    model: str
    digest: str


def write_shipped(directory: Path, entries: Sequence[CatalogEntry], model: str) -> None:
    """Write a catalogue; whoever reads meanwhile sees the old one, the new one, or is told that it is half-written.

    Raises
    ------
    ValueError
        An entry lacks its vector.
    VectorError
        A vector is not finite or not of unit length.
    """
    vectors = [entry.vector for entry in entries if entry.vector is not None]
    if len(vectors) != len(entries):
        raise ValueError("every entry needs its vector")
    songs = _songs_bytes(entries)
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        ids=np.array([entry.song.id for entry in entries], "U16"),
        vectors=checked(np.stack(vectors)).astype(np.float16),
        model=np.array(model),
        # Says which facts the vectors belong to: the two files are replaced one after the other.
        songs_digest=np.array(_digest(songs)),
    )
    directory.mkdir(parents=True, exist_ok=True)
    _replace(directory / VECTORS_FILE, stream.getvalue())
    _replace(directory / SONGS_FILE, songs)


def read_shipped(directory: Path = SHIPPED_DIRECTORY) -> ShippedCatalog:
    """Read a catalogue.

    Raises
    ------
    CatalogFileError
        A file is missing, damaged, or the two do not belong together.
    """
    songs_path, vectors_path = directory / SONGS_FILE, directory / VECTORS_FILE
    songs, vectors = _read(songs_path, MAX_SONGS_BYTES), _read(vectors_path, MAX_VECTORS_BYTES)
    try:
        with np.load(io.BytesIO(vectors), allow_pickle=False) as arrays:
            ids = [str(song) for song in arrays["ids"]]
            matrix = checked(arrays["vectors"])
            model = str(arrays["model"])
            expected = str(arrays["songs_digest"])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile, VectorError) as error:
        raise CatalogFileError(vectors_path, f"damaged: {error}") from error
    if expected != _digest(songs):
        raise CatalogFileError(songs_path, "does not belong to the vectors beside it")
    try:
        rows = list(csv.DictReader(io.StringIO(songs.decode("utf-8"), newline="")))
        facts = [_entry(row) for row in rows]
    except (UnicodeDecodeError, KeyError, ValueError, TypeError, AttributeError, csv.Error) as error:
        raise CatalogFileError(songs_path, f"damaged: {error}") from error
    if [entry.song.id for entry in facts] != ids or len(ids) != len(matrix) or len(set(ids)) != len(ids):
        raise CatalogFileError(vectors_path, "names other songs than the facts beside it")
    entries = tuple(
        CatalogEntry(entry.song, vector, entry.point, entry.source_refs)
        for entry, vector in zip(facts, matrix, strict=True)
    )
    return ShippedCatalog(entries, model, _digest(songs + vectors))


def shipped_digest(directory: Path = SHIPPED_DIRECTORY) -> str:
    """Digest a catalogue's files without reading what is in them.

    Raises
    ------
    CatalogFileError
        A file is missing.
    """
    songs = _read(directory / SONGS_FILE, MAX_SONGS_BYTES)
    return _digest(songs + _read(directory / VECTORS_FILE, MAX_VECTORS_BYTES))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise CatalogFileError(path, error.strerror or str(error)) from error
    if len(content) > limit:
        raise CatalogFileError(path, f"larger than {limit} bytes")
    return content


def _replace(path: Path, content: bytes) -> None:
    """Put new content in a file's place in one step."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with scratch.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def _songs_bytes(entries: Sequence[CatalogEntry]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        song, point = entry.song, entry.point
        writer.writerow(
            [
                song.id,
                song.artist,
                song.title,
                song.album,
                "" if song.year is None else song.year,
                "" if song.seconds is None else f"{song.seconds:g}",
                BETWEEN.join(song.genres),
                BETWEEN.join(song.moods),
                song.quadrant or "",
                song.isrc or "",
                song.source,
                BETWEEN.join(entry.source_refs),
                song.licence,
                song.link,
                "" if point is None else f"{point.x:.4f}",
                "" if point is None else f"{point.y:.4f}",
                "" if song.tempo_bpm is None else f"{song.tempo_bpm:.1f}",
                song.key or "",
                "" if song.energy is None else f"{song.energy:.2f}",
                BETWEEN.join(song.instruments),
            ]
        )
    return stream.getvalue().encode()


def _entry(row: dict[str, str]) -> CatalogEntry:
    song = Song(
        id=SongId(row["id"]),
        artist=row["artist"],
        title=row["title"],
        album=row["album"],
        year=int(row["year"]) if row["year"] else None,
        seconds=_number(row["seconds"]),
        genres=_words(row["genres"]),
        moods=_words(row["moods"]),
        quadrant=row["quadrant"] or None,
        isrc=row["isrc"] or None,
        source=row["source"],
        licence=row["licence"],
        link=row["link"],
        tempo_bpm=_number(row.get("tempo_bpm", "")),
        key=row.get("key") or None,
        energy=_number(row.get("energy", "")),
        instruments=_words(row.get("instruments", "")),
    )
    point = Point(float(row["x"]), float(row["y"])) if row["x"] and row["y"] else None
    return CatalogEntry(song, None, point, _words(row["source_refs"]))


def _number(cell: str) -> float | None:
    number = float(cell) if cell else None
    if number is not None and not math.isfinite(number):
        raise ValueError(f"{cell} is no number")
    return number


def _words(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(BETWEEN)) if cell else ()
