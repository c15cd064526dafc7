from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.catalog import Catalog
from data.catalog.rebuild import rebuild_index
from data.errors import CatalogEmpty, ModelMismatch
from engine.index import open_index
from tests.data.songs import JOGA, MODEL, TOYS


async def test_the_index_holds_what_the_catalogue_holds(catalog: Catalog, tmp_path: Path) -> None:
    await catalog.add(TOYS, MODEL)
    manifest = await rebuild_index(catalog, tmp_path / "index", MODEL, "exact")
    assert (manifest.count, manifest.model) == (len(TOYS), MODEL)
    index = open_index(tmp_path / "index", model=MODEL)
    assert list(index.ids) == [entry.song.id for entry in TOYS]
    assert JOGA.vector is not None
    near = index.query(JOGA.vector, 1)
    assert near.ids == (JOGA.song.id,)
    np.testing.assert_allclose(near.similarities, [1], atol=1e-5)
    index.close()


async def test_a_rebuild_takes_in_what_came_later(catalog: Catalog, tmp_path: Path) -> None:
    await catalog.add(TOYS[:2], MODEL)
    await rebuild_index(catalog, tmp_path / "index", MODEL, "exact")
    await catalog.add(TOYS[2:], MODEL)
    await rebuild_index(catalog, tmp_path / "index", MODEL, "exact")
    index = open_index(tmp_path / "index", model=MODEL)
    assert len(index) == len(TOYS)
    index.close()


async def test_songs_of_other_weights_or_without_a_vector_stay_out(catalog: Catalog, tmp_path: Path) -> None:
    await catalog.add(TOYS[:2], "older weights")
    await catalog.add([replace(TOYS[2], vector=None), *TOYS[3:]], MODEL)
    manifest = await rebuild_index(catalog, tmp_path / "index", MODEL, "exact")
    assert manifest.count == len(TOYS) - 3


async def test_there_is_no_index_of_nothing(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(CatalogEmpty):
        await rebuild_index(catalog, tmp_path / "index", MODEL)
    await catalog.add(TOYS, MODEL)
    with pytest.raises(ModelMismatch):
        await rebuild_index(catalog, tmp_path / "index", "newer weights")
    assert not (tmp_path / "index").exists()
