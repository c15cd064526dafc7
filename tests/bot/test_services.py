"""Opening everything on real files, what is mended by itself, and what is refused with a cure."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from bot.errors import CatalogueUnusable, StartError, StoreUnusable, WeightsUnusable
from bot.questions import Question
from bot.services import Services
from bot.settings import Settings
from bot.starting import explain_start
from data.database import Database
from data.errors import DatabaseCorrupt, DatabaseLocked, DatabaseNewer
from data.ids import MemberId
from engine.index import read_manifest
from tests.bot.toy import MODEL, ToyEar, ToySong, write_toy_catalogue

ANN = MemberId(1)


def entries(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


def alive(pids: tuple[int, ...]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


async def opened(settings: Settings) -> Services:
    return await Services.open(settings, ear=ToyEar())


async def refused(settings: Settings) -> StartError:
    with pytest.raises(StartError) as told:
        await opened(settings)
    assert "\n" not in explain_start(told.value)
    return told.value


def with_shipped(settings: Settings, shipped: Path) -> Settings:
    return replace(settings, places=settings.places.model_copy(update={"shipped": shipped}))


async def test_a_first_start_makes_all_it_needs_inside_its_home(
    settings: Settings, songs: list[ToySong], tmp_path: Path
) -> None:
    async with await opened(settings) as services:
        assert len(await services.index.current()) == len(songs)
        assert services.device == "toy"
    assert entries(tmp_path) == ["home"]
    assert read_manifest(settings.places.index).model == MODEL


async def test_a_second_start_builds_nothing_anew(settings: Settings) -> None:
    async with await opened(settings):
        pass
    before = read_manifest(settings.places.index)
    stamp = (settings.places.index / "manifest.json").stat()
    async with await opened(settings):
        pass
    assert read_manifest(settings.places.index) == before
    assert (settings.places.index / "manifest.json").stat().st_ino == stamp.st_ino


async def test_numpy_has_one_thread_while_the_bot_runs_and_its_own_afterwards(settings: Settings) -> None:
    def threads() -> set[int]:
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    with threadpool_limits(2, user_api="blas"):
        before = threads()
        async with await opened(settings):
            assert threads() == {1}
        assert threads() == before == {2}


async def test_closing_ends_every_process_and_may_be_repeated(settings: Settings, songs: list[ToySong]) -> None:
    services = await opened(settings)
    await services.recommender.answer(Question(ANN, clip=songs[0].wav()))
    pids = services.decoder.pids
    assert pids
    await services.close()
    await services.close()
    assert not alive(pids)


async def test_a_new_catalogue_is_taken_in_at_the_next_start(
    settings: Settings, songs: list[ToySong], tmp_path: Path
) -> None:
    write_toy_catalogue(tmp_path / "small", songs[:20])
    async with await opened(with_shipped(settings, tmp_path / "small")) as services:
        assert len(await services.index.current()) == 20
    async with await opened(settings) as services:
        assert len(await services.index.current()) == len(songs)
        assert await services.catalog.count() == len(songs)


async def test_missing_weights_are_refused(settings: Settings, tmp_path: Path) -> None:
    empty = replace(settings, places=settings.places.model_copy(update={"weights": tmp_path}))
    with pytest.raises(WeightsUnusable):
        await Services.open(empty)


async def test_truncated_weights_are_refused(settings: Settings, tmp_path: Path) -> None:
    for file in settings.places.weights.iterdir():
        if file.is_file():
            content = file.read_bytes()
            (tmp_path / file.name).write_bytes(content if file.suffix == ".json" else content[: len(content) // 2])
    damaged = replace(settings, places=settings.places.model_copy(update={"weights": tmp_path}))
    with pytest.raises(WeightsUnusable, match="damaged"):
        await Services.open(damaged)


async def test_a_missing_catalogue_is_refused(settings: Settings, tmp_path: Path) -> None:
    assert isinstance(await refused(with_shipped(settings, tmp_path / "nowhere")), CatalogueUnusable)


@pytest.mark.parametrize("name", ["songs.csv", "vectors.npz"])
async def test_a_truncated_catalogue_is_refused(settings: Settings, shipped: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(shipped, tmp_path / "cut")
    file = tmp_path / "cut" / name
    file.write_bytes(file.read_bytes()[:200])
    assert isinstance(await refused(with_shipped(settings, tmp_path / "cut")), CatalogueUnusable)


async def test_a_catalogue_of_other_weights_is_refused(settings: Settings) -> None:
    class OtherEar(ToyEar):
        model = "other0other0othe"

    with pytest.raises(CatalogueUnusable) as told:
        await Services.open(settings, ear=OtherEar())
    assert MODEL in told.value.problem
    assert "other0other0othe" in told.value.problem


async def test_a_database_of_a_newer_version_is_refused(settings: Settings) -> None:
    async with await opened(settings):
        pass
    with sqlite3.connect(settings.places.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    error = await refused(settings)
    assert isinstance(error, StoreUnusable)
    assert isinstance(error.error, DatabaseNewer)


async def test_a_file_that_is_no_database_is_refused(settings: Settings) -> None:
    settings.places.home.mkdir()
    settings.places.database.write_bytes(b"this is no database" * 1000)
    error = await refused(settings)
    assert isinstance(error, StoreUnusable)
    assert isinstance(error.error, DatabaseCorrupt)


async def test_a_home_that_cannot_be_made_is_refused(settings: Settings) -> None:
    settings.places.home.write_text("a file is in the way")
    assert isinstance(await refused(settings), StoreUnusable)


async def test_a_failed_start_leaves_nothing_open(settings: Settings, tmp_path: Path) -> None:
    await refused(with_shipped(settings, tmp_path / "nowhere"))
    database = await Database.open(settings.places.database)
    await database.checkpoint()
    await database.close()


async def test_a_locked_database_fails_the_question_and_not_the_bot(settings: Settings, songs: list[ToySong]) -> None:
    question = Question(ANN, song=songs[0].song.id)
    async with await opened(settings) as services:
        other = sqlite3.connect(settings.places.database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseLocked):
            await services.recommender.answer(question)
        other.execute("ROLLBACK")
        other.close()
        assert (await services.recommender.answer(question)).picks
