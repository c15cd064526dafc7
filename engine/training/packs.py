"""Arrays of many clips in files of less than 64 MiB, mapped from disk: a borrowed machine can be fed part by part.

Written once, in order; files are written beside their names and renamed, so a stop leaves none half-written, and the
index comes last: without it nothing counts as written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACK_BYTES = 60 * 2**20


@dataclass(frozen=True, slots=True)
class Packs:
    """Float16 rows of every clip.

    Attributes
    ----------
    arrays
        One a file, (n_rows, ...).
    places
        (n_clips, 3) int64: the file of a clip, its first row there and the row after its last; the same row twice for
        a clip that has none.
    """

    arrays: tuple[NDArray[np.float16], ...]
    places: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.places)

    def of(self, clip: int, start: int = 0, stop: int | None = None) -> NDArray[np.float32]:
        """Rows of one clip, or some of them, as float32."""
        pack, first, last = (int(place) for place in self.places[clip])
        end = last if stop is None else min(last, first + stop)
        return np.asarray(self.arrays[pack][first + start : end], np.float32)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(n_clips,) rows of each."""
        lengths: NDArray[np.int64] = self.places[:, 2] - self.places[:, 1]
        return lengths


def write_packs(directory: Path, name: str, clips: Iterable[NDArray[np.float16]]) -> None:
    """Write the rows of all clips, in order.

    Parameters
    ----------
    clips
        (n_rows, ...) each, the same shape after the first axis; no rows for a clip that could not be read.
    """
    directory.mkdir(parents=True, exist_ok=True)
    places: list[tuple[int, int, int]] = []
    waiting: list[NDArray[np.float16]] = []
    rows, pack, size = 0, 0, 0
    for clip in clips:
        if waiting and size + clip.nbytes > PACK_BYTES:
            _save(_pack_file(directory, name, pack), np.concatenate(waiting))
            waiting, rows, pack, size = [], 0, pack + 1, 0
        places.append((pack, rows, rows + len(clip)))
        waiting.append(clip)
        rows, size = rows + len(clip), size + clip.nbytes
    if waiting:
        _save(_pack_file(directory, name, pack), np.concatenate(waiting))
    _save(directory / f"{name}.npy", np.array(places, np.int64).reshape(-1, 3))


def packs_written(directory: Path, name: str) -> bool:
    """Whether ``write_packs`` came to its end."""
    return (directory / f"{name}.npy").exists()


def open_packs(directory: Path, name: str) -> Packs:
    """Map what ``write_packs`` wrote."""
    places = np.load(directory / f"{name}.npy")
    count = int(places[:, 0].max()) + 1 if len(places) else 0
    return Packs(tuple(np.load(_pack_file(directory, name, pack), mmap_mode="r") for pack in range(count)), places)


def _pack_file(directory: Path, name: str, pack: int) -> Path:
    return directory / f"{name}-{pack:02d}.npy"


def _save(path: Path, array: NDArray[np.generic]) -> None:
    unfinished = path.with_name(f"unfinished-{path.name}")
    np.save(unfinished, array)
    unfinished.replace(path)
