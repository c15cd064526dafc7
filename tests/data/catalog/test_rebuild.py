from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.catalog import Catalog
from data.catalog.rebuild import REBUILD_LOCK, main, rebuild_index
from data.errors import CatalogEmpty, ModelMismatch
from engine.index import open_index, read_manifest
from engine.index.files import lock
from engine.index.manifest import MANIFEST_NAME
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
    assert not (tmp_path / "index" / MANIFEST_NAME).exists()


async def test_an_index_says_which_change_it_holds(catalog: Catalog, tmp_path: Path) -> None:
    await catalog.add(TOYS[:2], MODEL)
    await catalog.remove([TOYS[0].song.id])
    manifest = await rebuild_index(catalog, tmp_path, MODEL, "exact")
    assert manifest.sequence == await catalog.sequence() == 2


async def test_what_is_newer_already_is_not_built_again_but_another_model_is(catalog: Catalog, tmp_path: Path) -> None:
    await catalog.add(TOYS[:2], MODEL)
    first = await rebuild_index(catalog, tmp_path, MODEL, "exact")
    await catalog.add(TOYS[2:], "newer-weights")
    assert await rebuild_index(catalog, tmp_path, MODEL, "exact", unless_newer_than=0) == first
    assert (await rebuild_index(catalog, tmp_path, "newer-weights", "exact", unless_newer_than=0)).count == 3


async def test_two_at_once_build_one_after_another(catalog: Catalog, tmp_path: Path) -> None:
    await catalog.add(TOYS, MODEL)
    built = await asyncio.gather(
        *(rebuild_index(catalog, tmp_path, MODEL, "exact", unless_newer_than=0) for _ in range(3))
    )
    assert built[0] == built[1] == built[2] == read_manifest(tmp_path)


async def test_who_gives_up_waiting_for_the_turn_is_free_at_once(catalog: Catalog, tmp_path: Path) -> None:
    await catalog.add(TOYS, MODEL)
    with (tmp_path / REBUILD_LOCK).open("ab") as file:
        assert lock(file, wait=False)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(rebuild_index(catalog, tmp_path, MODEL, "exact"), 0.3)
    assert (await rebuild_index(catalog, tmp_path, MODEL, "exact")).count == len(TOYS)


def test_the_program_says_what_is_wrong(
    database_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    gone = str(tmp_path / "gone.sqlite3")
    assert main([gone, str(tmp_path / "index"), MODEL, "exact"]) == 1
    assert main([str(database_path), str(tmp_path / "index"), MODEL, "exact"]) == 1
    assert main([str(database_path), str(tmp_path / "file"), MODEL, "exact"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all(lines)
