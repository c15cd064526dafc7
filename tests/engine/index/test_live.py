from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.errors import IndexFileError
from engine.index import LiveIndex, build_index
from engine.index.manifest import MANIFEST_NAME
from tests.engine.index.toy_vectors import MODEL, Songs


@pytest.fixture
def live(kind: str, songs: Songs, tmp_path: Path) -> LiveIndex:
    build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL)
    return LiveIndex(tmp_path, MODEL, kind)


def test_the_same_index_is_served_while_nothing_changes(live: LiveIndex) -> None:
    assert live.current() is live.current()
    assert live.problem is None


def test_a_new_index_is_served_without_a_restart_and_the_old_reader_is_undisturbed(
    live: LiveIndex, kind: str, songs: Songs, tmp_path: Path
) -> None:
    old = live.current()
    more = Songs(500, seed=6)
    assert not live.is_outdated
    build_index(kind, tmp_path, more.ids, more.vectors, MODEL)
    assert live.is_outdated
    assert live.current().ids == more.ids
    assert not live.is_outdated
    assert old.query(songs.vectors[0], 1).ids == (songs.ids[0],)


@pytest.mark.parametrize("trouble", ["gone", "damaged", "other model"])
def test_what_cannot_be_opened_is_refused_and_the_old_index_stays(
    live: LiveIndex, kind: str, songs: Songs, tmp_path: Path, trouble: str
) -> None:
    old = live.current()
    match trouble:
        case "gone":
            (tmp_path / MANIFEST_NAME).unlink()
        case "damaged":
            (tmp_path / MANIFEST_NAME).write_text("{")
        case _:
            build_index(kind, tmp_path, songs.ids, songs.vectors, "another")
    assert live.current() is old
    assert isinstance(live.problem, IndexFileError)
    assert live.current() is old
    build_index(kind, tmp_path, songs.ids[:10], songs.vectors[:10], MODEL)
    assert len(live.current()) == 10
    assert live.problem is None


def test_without_an_index_it_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="no index"):
        LiveIndex(tmp_path)


def test_closed_it_refuses(live: LiveIndex, songs: Songs) -> None:
    live.close()
    with pytest.raises(IndexFileError, match="closed"):
        live.current().query(songs.vectors[0], 1)


def test_threads_that_ask_while_another_rebuilds_always_get_a_whole_index(
    live: LiveIndex, kind: str, tmp_path: Path
) -> None:
    generations = {50 + seed: Songs(50 + seed, seed=seed) for seed in range(1, 6)}
    done = threading.Event()
    wrong: list[str] = []

    def ask() -> None:
        while not done.is_set():
            index = live.current()
            songs = generations.get(len(index))
            if songs is not None and index.query(songs.vectors[3], 1).ids != (songs.ids[3],):
                wrong.append(f"{len(index)}")

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        for songs in generations.values():
            build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL)
    finally:
        done.set()
        for asker in askers:
            asker.join(20)
    assert not wrong
    assert len(live.current()) == 55
    assert live.problem is None
