"""A challenge whose answers can be proved: every playlist plays albums from the first track to the last."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

ALBUMS, TRACKS_OF_ALBUM = 12, 5
TRACKS = ALBUMS * TRACKS_OF_ALBUM
PLAYLISTS, SEQUENTIAL, OTHERS = 90, 20, 20
"""Of the targets; the playlists after them are whole."""


def album_of(track: int) -> int:
    return track // TRACKS_OF_ALBUM


def albums_of(playlist: int) -> tuple[int, int]:
    """Two different albums, in the order in which the playlist plays them."""
    first = playlist % ALBUMS
    return first, (first + 1 + playlist // ALBUMS % 2) % ALBUMS


def write_toy(directory: Path) -> Path:
    """Write ``polimi/``: playlists of two albums; the targets lack the last two tracks of the second."""
    home = directory / "polimi"
    home.mkdir(parents=True)
    playlist, track, position = [], [], []
    for number in range(PLAYLISTS):
        whole = [album * TRACKS_OF_ALBUM + one for album in albums_of(number) for one in range(TRACKS_OF_ALBUM)]
        shown = whole[:-2] if number < SEQUENTIAL + OTHERS else whole
        playlist += [number * 10] * len(shown)
        track += [100 + one for one in shown]
        position += range(len(shown)) if number < SEQUENTIAL else [-1] * len(shown)
    # The order of the rows means nothing.
    order = np.random.default_rng(1).permutation(len(track))
    columns = {"playlist_id": playlist, "track_id": track, "position": position}
    _write(home / "train.parquet", {name: np.array(values)[order] for name, values in columns.items()})
    _write(
        home / "tracks.parquet",
        {
            "track_id": np.arange(100, 100 + TRACKS),
            "album_id": 7 * np.repeat(np.arange(ALBUMS), TRACKS_OF_ALBUM),
            "artist_id": 3 * np.repeat(np.arange(ALBUMS), TRACKS_OF_ALBUM),
            "duration_sec": np.full(TRACKS, 200),
        },
    )
    targets = "".join(f"{number * 10}\n" for number in range(SEQUENTIAL + OTHERS))
    (home / "target_playlists.csv").write_text(f"playlist_id\n{targets}", encoding="utf-8")
    return directory


def _write(path: Path, columns: dict[str, np.ndarray]) -> None:
    parquet.write_table(pa.table({name: pa.array(values, pa.int32()) for name, values in columns.items()}), path)
