"""Building an index: new files beside the old ones, then one rename that makes them the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import VectorError
from engine.index.files import adopt, aside, remove_stale, sole_builder, swap_manifest, write_aside
from engine.index.manifest import FileRole, Manifest, checked_model
from engine.index.methods import METHODS, served_kind
from engine.index.protocol import IndexKind
from engine.index.vectors import ROWS_AT_ONCE, unit_rows
from engine.songs import SongId

SEED = 20_260_101
"""Any number serves; one and the same makes builds repeatable."""


def build_index(
    kind: IndexKind | str,
    directory: Path,
    ids: Sequence[SongId],
    vectors: NDArray[np.floating],
    model: str,
    *,
    seed: int = SEED,
    sequence: int = 0,
) -> Manifest:
    """Build an index and make it the directory's own.

    Whoever reads the directory meanwhile, and whoever starts after a crash at any point of this, sees the old index or
    the new one whole. Where a kind's library cannot be imported an exact index is built; the manifest says so.

    Parameters
    ----------
    kind
        What to build; ``auto`` is Annoy.
    ids
        n song ids, each once.
    vectors
        (n, d) of any length but zero; stored with unit length.
    model
        Content hash of the weights that made the vectors.
    seed
        Of whatever is drawn at random; the same seed, ids and vectors give the same files.
    sequence
        Number of the catalogue's last change that is in the vectors.

    Raises
    ------
    VectorError
        The vectors are not (n, d), or one is not finite or zero, or ids and vectors differ in number.
    ValueError
        An id comes twice or is no id, or the model has no name.
    OSError
        The directory cannot be written.
    """
    checked_model(model)
    unit = unit_rows(vectors)
    if len(unit) != len(ids):
        raise VectorError(f"{len(ids)} ids for {len(unit)} vectors")
    names = _lines(ids)
    served = served_kind(kind)
    method = METHODS.get(served)
    with sole_builder(directory):
        files = [
            write_aside(directory, FileRole.VECTORS, _blocks(unit)),
            write_aside(directory, FileRole.IDS, [names]),
        ]
        if method is not None and len(unit):
            method.plant(unit, aside(directory, method.role), seed)
            files.append(adopt(directory, method.role))
        manifest = Manifest(
            kind=served,
            model=model,
            dimension=unit.shape[1],
            count=len(unit),
            library=f"numpy {np.__version__}" if method is None else method.library(),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            files=tuple(files),
            sequence=sequence,
        )
        swap_manifest(directory, manifest)
        remove_stale(directory, manifest)
    return manifest


def _lines(ids: Sequence[SongId]) -> bytes:
    if len(set(ids)) != len(ids):
        raise ValueError("a song comes twice")
    if any(len(song.splitlines()) != 1 or song != song.strip() for song in ids):
        raise ValueError("an id is empty or holds white space")
    return "".join(f"{song}\n" for song in ids).encode()


def _blocks(unit: NDArray[np.float32]) -> Iterator[bytes]:
    for start in range(0, len(unit), ROWS_AT_ONCE):
        yield unit[start : start + ROWS_AT_ONCE].astype("<f4", copy=False).tobytes()
