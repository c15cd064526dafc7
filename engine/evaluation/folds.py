"""The labelled clips: what each is, who plays it, and in which fold its artist lies."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.artists import artist_key
from engine.versions import version_key

FOLDS = 5
TRACKS_FILE = "tracks.csv"
AUDIO_DIRECTORY = "audio"
_SEPARATOR = ";"
_COLUMNS = frozenset({"id", "source", "artist", "title", "genres", "quadrant", "cluster", "emotify_genre", "fold"})


class DataMissingError(Exception):
    """Something that the evaluation reads is not there, or not what it should be; the text says what and where."""


@dataclass(frozen=True, slots=True)
class Track:
    """One clip of ``tracks.csv``.

    Attributes
    ----------
    artist
        The first-named artist as it is compared (``engine.artists.artist_key``).
    genres, quadrant, cluster, emotify_genre
        Labels; empty where the source has none.
    fold
        0 to 4, the same for every clip of one artist.
    """

    id: str
    source: str
    artist: str
    title: str
    genres: frozenset[str]
    quadrant: str
    cluster: str
    emotify_genre: str
    fold: int

    @property
    def version(self) -> str:
        """One key for all recordings of the song by this artist."""
        return version_key(self.artist, self.title)


def read_tracks(directory: Path) -> tuple[Track, ...]:
    """Read ``tracks.csv`` in the directory of the training data.

    Raises
    ------
    DataMissingError
        No such file, a column is missing, or a fold is not a number of 0 to 4.
    """
    path = directory / TRACKS_FILE
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            absent = sorted(_COLUMNS - set(reader.fieldnames or ()))
            if absent:
                raise DataMissingError(f"{path} lacks the columns {', '.join(absent)}")
            return tuple(_track(row, path) for row in reader)
    except OSError as error:
        raise DataMissingError(
            f"{path} cannot be read ({error.strerror}): name the directory of the training data by --data or SEGUE_DATA"
        ) from error


def audio_path(directory: Path, track_id: str) -> Path:
    """Where the clip of a track lies."""
    return directory / AUDIO_DIRECTORY / f"{track_id}.opus"


def unseen(tracks: Sequence[Track], fold: int) -> tuple[Track, ...]:
    """The clips that a model of the fold may learn from: none by an artist who has a clip in that fold.

    A fold's own clips alone are not enough: an artist who is billed with a guest elsewhere may lie in another fold too.
    """
    asked = {track.artist for track in tracks if track.fold == fold}
    return tuple(track for track in tracks if track.artist not in asked)


def artists_in_several_folds(tracks: Iterable[Track]) -> tuple[str, ...]:
    """First-named artists whose clips lie in more than one fold: a model of either fold may have heard them."""
    folds: dict[str, set[int]] = {}
    for track in tracks:
        folds.setdefault(track.artist, set()).add(track.fold)
    return tuple(sorted(artist for artist, seen in folds.items() if len(seen) > 1))


def _track(row: dict[str, str], path: Path) -> Track:
    if row["fold"] not in {str(fold) for fold in range(FOLDS)}:
        raise DataMissingError(f"{path}: fold {row['fold']!r} of {row['id']} is not one of 0 to {FOLDS - 1}")
    return Track(
        id=row["id"],
        source=row["source"],
        artist=artist_key(row["artist"]),
        title=row["title"],
        genres=frozenset(tag.strip().casefold() for tag in row["genres"].split(_SEPARATOR) if tag.strip()),
        quadrant=row["quadrant"],
        cluster=row["cluster"],
        emotify_genre=row["emotify_genre"],
        fold=int(row["fold"]),
    )
