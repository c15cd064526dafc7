"""The index at the start: opened, built or refused, and what keeps it up with the catalogue afterwards."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.errors import IndexUnusable, StartError
from bot.questions import Question
from bot.services import Services
from bot.settings import Settings
from bot.starting import explain_start
from data.catalog import CatalogEntry
from data.catalog.following import FEWEST_FRESH
from data.catalog.rebuild import REBUILD_LOCK, rebuild_index
from data.ids import MemberId
from engine.index import IndexKind, build_index, read_manifest
from engine.index.files import lock
from engine.index.manifest import FileRole
from engine.songs import Song, song_id
from tests.bot.toy import BANDS, MODEL, ToyEar, ToySong, unknown_song

ANN = MemberId(1)


async def opened(settings: Settings) -> Services:
    return await Services.open(settings, ear=ToyEar())


async def refused(settings: Settings) -> StartError:
    with pytest.raises(StartError) as told:
        await opened(settings)
    assert "\n" not in explain_start(told.value)
    return told.value


def children() -> list[int]:
    """Rebuilding processes of this one."""
    own = [pid for thread in Path("/proc/self/task").glob("*/children") for pid in thread.read_text().split()]
    return [int(pid) for pid in own if b"data.catalog.rebuild" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.parametrize("kind", [IndexKind.EXACT, IndexKind.AUTO])
async def test_any_index_serves(settings: Settings, songs: list[ToySong], kind: IndexKind) -> None:
    chosen = replace(settings, finding=settings.finding.model_copy(update={"index_kind": kind}))
    async with await opened(chosen) as services:
        answer = await services.recommender.answer(Question(ANN, song=songs[0].song.id))
    assert len(answer.picks) == 25


async def test_an_index_that_was_lost_is_built_again(settings: Settings, songs: list[ToySong]) -> None:
    async with await opened(settings):
        pass
    (settings.places.index / "manifest.json").unlink()
    async with await opened(settings) as services:
        assert len(await services.index.current()) == len(songs)


async def test_an_index_that_was_left_behind_is_built_again(settings: Settings, songs: list[ToySong]) -> None:
    async with await opened(settings):
        pass
    vector = np.full((1, BANDS), BANDS**-0.5, np.float32)
    build_index(IndexKind.EXACT, settings.places.index, [songs[0].song.id], vector, MODEL)
    async with await opened(settings) as services:
        assert len(await services.index.current()) == len(songs)


async def test_an_index_of_another_kind_than_is_set_is_built_again(settings: Settings, songs: list[ToySong]) -> None:
    pytest.importorskip("faiss", reason="FAISS is not installed")
    async with await opened(settings):
        pass
    for kind in (IndexKind.HNSW, IndexKind.IVF):
        chosen = replace(settings, finding=settings.finding.model_copy(update={"index_kind": kind}))
        async with await opened(chosen) as services:
            assert (await services.index.current()).kind is kind
            assert (await services.recommender.answer(Question(ANN, song=songs[0].song.id))).picks
    async with await opened(settings) as services:
        assert (await services.index.current()).kind is IndexKind.IVF, "auto serves what was built"


async def test_a_song_that_came_while_the_bot_was_down_needs_no_build(settings: Settings) -> None:
    async with await opened(settings) as services:
        await services.catalog.add([CatalogEntry(unknown_song().song, np.eye(BANDS, dtype=np.float32)[0])], MODEL)
        assert unknown_song().song.id in await services.index.current()
    before = read_manifest(settings.places.index)
    async with await opened(settings) as services:
        assert unknown_song().song.id in await services.index.current()
        assert services.index.fresh == 1
    assert read_manifest(settings.places.index) == before


async def test_a_database_that_was_put_back_gets_an_index_of_its_own(
    settings: Settings, songs: list[ToySong], tmp_path: Path
) -> None:
    async with await opened(settings):
        pass
    shutil.copy(settings.places.database, tmp_path / "backup")
    async with await opened(settings) as services:
        await services.catalog.add([CatalogEntry(unknown_song().song, np.eye(BANDS, dtype=np.float32)[0])], MODEL)
        await services.catalog.remove([songs[0].song.id])
        await rebuild_index(services.catalog, settings.places.index, MODEL)
    for path in settings.places.home.glob("segue.sqlite3*"):
        path.unlink()
    shutil.copy(tmp_path / "backup", settings.places.database)
    async with await opened(settings) as services:
        assert set((await services.index.current()).ids) == {song.song.id for song in songs}


async def test_much_that_came_is_folded_in_beside_the_answers_and_closing_ends_that(
    settings: Settings, songs: list[ToySong]
) -> None:
    vectors = np.random.default_rng(0).normal(size=(FEWEST_FRESH + 1, BANDS))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    coming = [
        CatalogEntry(Song(song_id("Band", f"{number}"), "Band", f"{number}"), vector.astype(np.float32))
        for number, vector in enumerate(vectors)
    ]
    async with await opened(settings) as services:
        with (settings.places.index / REBUILD_LOCK).open("ab") as file:
            assert lock(file, wait=False)
            await services.catalog.add(coming, MODEL)
            assert (await services.recommender.answer(Question(ANN, song=songs[0].song.id))).picks
            pids = children()
            assert pids
            await services.close()
    assert not set(pids) & set(children())
    assert read_manifest(settings.places.index).count == len(songs)


async def test_an_index_of_another_model_is_refused(settings: Settings, songs: list[ToySong]) -> None:
    async with await opened(settings):
        pass
    vector = np.full((1, BANDS), BANDS**-0.5, np.float32)
    build_index(IndexKind.EXACT, settings.places.index, [songs[0].song.id], vector, "another0another0")
    error = await refused(settings)
    assert isinstance(error, IndexUnusable)
    assert "another0another0" in explain_start(error)
    assert "python -m data.catalog rebuild" in explain_start(error)


@pytest.mark.parametrize("role", [FileRole.VECTORS, FileRole.IDS])
async def test_a_truncated_index_is_refused(settings: Settings, role: FileRole) -> None:
    async with await opened(settings):
        pass
    file = read_manifest(settings.places.index).file(role)
    assert file is not None
    path = settings.places.index / file.name
    path.write_bytes(path.read_bytes()[:-7])
    assert isinstance(await refused(settings), IndexUnusable)


async def test_a_manifest_that_is_no_json_is_refused(settings: Settings) -> None:
    settings.places.index.mkdir(parents=True)
    (settings.places.index / "manifest.json").write_text("{")
    assert isinstance(await refused(settings), IndexUnusable)
