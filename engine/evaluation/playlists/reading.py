"""The challenge's playlists: which tracks each holds, in which order if that is known, and which to continue.

Source: the challenge in the course on recommender systems at the Politecnico di Milano, 2018, on Spotify's playlists.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import NewType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.evaluation.folds import DataMissingError

PLAYLISTS = "polimi"
ENTRIES_FILE, TRACKS_FILE, TARGETS_FILE = "train.parquet", "tracks.parquet", "target_playlists.csv"
UNORDERED = -1
"""Position of an entry of a playlist whose order is not known."""
MOST_BYTES = 256 * 1024 * 1024
"""A larger file is not opened; the challenge's largest has 2.6 MB."""
MOST_ENTRIES = 20_000_000

PlaylistId = NewType("PlaylistId", int)
TrackId = NewType("TrackId", int)
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """What the playlists hold, one row a playlist and one column a track.

    Attributes
    ----------
    held
        (n_playlists, n_tracks) CSR float32 of ones, columns of a row rising.
    starts, ordered
        ``ordered[starts[row] : starts[row + 1]]`` are the columns of a row in the playlist's order; none where the
        order is not known.
    """

    held: csr_array
    starts: Integers
    ordered: Integers

    @classmethod
    def of(cls, rows: Integers, columns: Integers, positions: Integers, shape: tuple[int, int]) -> Entries:
        """From (row, column, position) each, in any order; a position is :data:`UNORDERED` or 0 and above."""
        held = csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
        held.sort_indices()
        known = np.flatnonzero(positions != UNORDERED)
        known = known[np.lexsort((positions[known], rows[known]))]
        starts = np.searchsorted(rows[known], np.arange(shape[0] + 1))
        return cls(held, starts, columns[known])

    @property
    def lengths(self) -> Integers:
        """(n_playlists,) tracks in each."""
        lengths: Integers = np.diff(self.held.indptr).astype(np.int64)
        return lengths

    @property
    def sequential(self) -> NDArray[np.bool_]:
        """(n_playlists,) whose order is known."""
        known: NDArray[np.bool_] = np.diff(self.starts) > 0
        return known

    def sequence(self, row: int) -> Integers:
        """A playlist's columns, from the first to the last; none where the order is not known."""
        return self.ordered[self.starts[row] : self.starts[row + 1]]


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """Facts of the n tracks, by column.

    Attributes
    ----------
    ids
        (n,) rising.
    albums, artists
        (n,) numbers from 0.
    seconds
        (n,) length of the recording.
    """

    ids: Integers
    albums: Integers
    artists: Integers
    seconds: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Challenge:
    """All that is known.

    Attributes
    ----------
    playlists
        (n_playlists,) ids of the rows, rising.
    targets
        Rows of the playlists that are to be continued, in the order of their file.
    """

    playlists: Integers
    tracks: Tracks
    entries: Entries
    targets: Integers


def read_challenge(directory: Path) -> Challenge:
    """Read ``polimi/`` in the directory of the training data.

    Raises
    ------
    DataMissingError
        A file or column is missing or not what it should be, or pyarrow, which reads it, is not installed.
    """
    home = directory / PLAYLISTS
    facts = _columns(home / TRACKS_FILE, "track_id", "album_id", "artist_id", "duration_sec")
    order = np.argsort(facts[0], kind="stable")
    ids = facts[0][order]
    if not len(ids) or (np.diff(ids) == 0).any():
        raise DataMissingError(f"{home / TRACKS_FILE} has no track, or one of them twice")
    albums, artists = (np.unique(column[order], return_inverse=True)[1].astype(np.int64) for column in facts[1:3])
    playlist, track, position = _columns(home / ENTRIES_FILE, "playlist_id", "track_id", "position")
    playlists, rows = np.unique(playlist, return_inverse=True)
    columns = _places(track, ids, home / ENTRIES_FILE, "track")
    if (position < UNORDERED).any():
        raise DataMissingError(f"{home / ENTRIES_FILE} has a position below {UNORDERED}")
    if len(np.unique(rows * len(ids) + columns)) != len(rows):
        raise DataMissingError(f"{home / ENTRIES_FILE} has a track twice in one playlist")
    entries = Entries.of(rows, columns, position, (len(playlists), len(ids)))
    wanted = _read_targets(home / TARGETS_FILE)
    targets = _places(wanted, playlists, home / TARGETS_FILE, "playlist")
    return Challenge(playlists, Tracks(ids, albums, artists, facts[3][order]), entries, targets)


def _columns(path: Path, *names: str) -> list[Integers]:
    """Whole columns of a Parquet file as integers."""
    if not path.is_file():
        raise DataMissingError(f"{path} is missing; SEGUE_DATA names the directory that holds {PLAYLISTS}/")
    if path.stat().st_size > MOST_BYTES:
        raise DataMissingError(f"{path} is larger than {MOST_BYTES:,} bytes")
    try:
        from pyarrow import ArrowException, parquet  # noqa: PLC0415 - only this command needs it
    except ImportError as error:
        raise DataMissingError("pyarrow, which reads the playlists, is missing; pip install pyarrow") from error
    try:
        file = parquet.ParquetFile(path)
        if file.metadata.num_rows > MOST_ENTRIES:
            raise DataMissingError(f"{path} has more than {MOST_ENTRIES:,} rows")
        table = file.read(columns=list(names))
        return [table.column(name).to_numpy().astype(np.int64, casting="safe") for name in names]
    except (ArrowException, KeyError, TypeError, OSError) as error:
        raise DataMissingError(f"{path} does not hold the columns {', '.join(names)} as whole numbers") from error


def _read_targets(path: Path) -> Integers:
    """Ids in the order of the file, each once."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            ids = [int(row["playlist_id"]) for row in csv.DictReader(file)]
    except OSError as error:
        raise DataMissingError(f"{path} is missing; SEGUE_DATA names the directory that holds {PLAYLISTS}/") from error
    except (KeyError, TypeError, ValueError) as error:
        raise DataMissingError(f"{path} does not hold a column playlist_id of whole numbers") from error
    if not ids or len(set(ids)) != len(ids):
        raise DataMissingError(f"{path} names no playlist, or one of them twice")
    return np.array(ids, dtype=np.int64)


def _places(wanted: Integers, ids: Integers, path: Path, what: str) -> Integers:
    """Where each wanted id stands among rising ids."""
    places: Integers = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1).astype(np.int64)
    strangers = wanted[ids[places] != wanted]
    if len(strangers):
        raise DataMissingError(f"{path} names the {what} {strangers[0]}, of which nothing is known")
    return places
