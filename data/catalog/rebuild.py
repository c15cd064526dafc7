"""The index from the catalogue: losing it costs a rebuild, nothing else."""

from __future__ import annotations

import asyncio
from pathlib import Path

from data.catalog.store import Catalog
from engine.index import IndexKind, Manifest, build_index


async def rebuild_index(
    catalog: Catalog, directory: Path, model: str, kind: IndexKind | str = IndexKind.AUTO
) -> Manifest:
    """Build the index of all songs that have a vector of a model, beside the one in use, and swap them by one rename.

    The work is done in a thread; what the index was before serves until the swap.

    Raises
    ------
    CatalogEmpty, ModelMismatch
        There is no vector of this model.
    OSError
        The directory cannot be written.
    """
    songs = await catalog.vectors(model)
    return await asyncio.to_thread(build_index, kind, directory, songs.ids, songs.vectors, model)
