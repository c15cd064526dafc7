"""The vectors and ids that every built index stands on, mapped from their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.errors import IndexFileError, VectorError
from engine.index.files import sha256_of
from engine.index.manifest import FileRole, IndexFile, Manifest
from engine.songs import SongId

HASHED_AT_OPEN_BYTES = 64 * 1024 * 1024
"""Files up to this size are hashed whenever they are opened (about 0.1 s at most); larger ones on demand."""

CHECKED_ROWS = 64
"""Rows, evenly spread, whose length is checked at every opening."""

_STORED = np.dtype("<f4")
_LENGTH_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class VectorStore:
    """Unit vectors and their song ids.

    Attributes
    ----------
    vectors
        (n, d) float32 of unit length, read-only, mapped.
    ids
        n song ids.
    rows
        The row of each id.
    sequence
        Number of the catalogue's last change that is in here.
    """

    model: str
    vectors: NDArray[np.float32]
    ids: tuple[SongId, ...]
    rows: dict[SongId, int]
    sequence: int = 0

    @classmethod
    def open(cls, directory: Path, manifest: Manifest) -> Self:
        """Map the files that the manifest names.

        Raises
        ------
        IndexFileError
            A file is not what it should be.
        FileNotFoundError
            A file is gone: a newer index may have replaced it.
        """
        ids = _read_ids(directory, manifest)
        return cls(
            model=manifest.model,
            vectors=_map_vectors(directory, manifest),
            ids=ids,
            rows={song: row for row, song in enumerate(ids)},
            sequence=manifest.sequence,
        )

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.vectors.shape[1])

    def vectors_of(self, ids: Sequence[SongId]) -> NDArray[np.float32]:
        """(n, d) copies of the songs' vectors.

        Raises
        ------
        VectorError
            A song is not here.
        """
        try:
            rows = [self.rows[song] for song in ids]
        except KeyError as error:
            raise VectorError(f"song {error.args[0]} is not in the index") from None
        return np.array(self.vectors[rows], dtype=np.float32).reshape(len(rows), self.dimension)


def required(manifest: Manifest, role: FileRole) -> IndexFile:
    """The manifest's file with this role.

    Raises
    ------
    IndexFileError
        There is none.
    """
    file = manifest.file(role)
    if file is None:
        raise IndexFileError(f"the index has no {role}")
    return file


def check_file(directory: Path, file: IndexFile, *, verify: bool) -> Path:
    """The file's path, after its size and, for a small file or when asked, its checksum were compared.

    Raises
    ------
    IndexFileError
        It is truncated, or holds something else.
    FileNotFoundError
        It is gone.
    """
    path = directory / file.name
    size = path.stat().st_size
    if size != file.size:
        raise IndexFileError(f"{file.name} has {size} bytes instead of {file.size}")
    if (verify or size <= HASHED_AT_OPEN_BYTES) and sha256_of(path) != file.sha256:
        raise IndexFileError(f"{file.name} is damaged: its checksum differs")
    return path


def _map_vectors(directory: Path, manifest: Manifest) -> NDArray[np.float32]:
    shape = (manifest.count, manifest.dimension)
    if manifest.count == 0:
        return np.zeros(shape, dtype=np.float32)
    file = required(manifest, FileRole.VECTORS)
    # A plain array over the mapping: np.memmap's own class makes every operation slower.
    vectors = np.asarray(np.memmap(directory / file.name, dtype=_STORED, mode="r", shape=shape))
    sample = vectors[np.unique(np.linspace(0, manifest.count - 1, CHECKED_ROWS).astype(int))]
    lengths = np.sqrt((sample.astype(np.float64) ** 2).sum(axis=1))
    if not bool((np.abs(lengths - 1) < _LENGTH_TOLERANCE).all()):
        raise IndexFileError(f"{file.name} is damaged: its vectors have not unit length")
    return vectors


def _read_ids(directory: Path, manifest: Manifest) -> tuple[SongId, ...]:
    file = required(manifest, FileRole.IDS)
    try:
        lines = (directory / file.name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise IndexFileError(f"{file.name} is damaged: {error}") from error
    if len(lines) != manifest.count or len(set(lines)) != manifest.count:
        raise IndexFileError(f"{file.name} has {len(lines)} ids for {manifest.count} songs")
    return tuple(map(SongId, lines))
