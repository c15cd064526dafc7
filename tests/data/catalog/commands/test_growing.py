"""``add`` by name, against a server on loopback that answers as Deezer does."""

from __future__ import annotations

import argparse
import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.catalog.commands.adding import add_commands
from data.catalog.commands.growing import grow
from data.previews.facts import SourceName
from data.previews.settings import SourceSettings
from tests.data.catalog.growing.music import sound
from tests.data.catalog.growing.stored import contents
from tests.data.previews.faults import Fault
from tests.data.previews.servers import DeezerServer, ServedTrack

TRACKS = (
    ServedTrack(1, "Björk", "Jóga", isrc="GBAYE9700123", sound=sound("mp3", 1), genre=132),
    ServedTrack(2, "U2", "One", sound=sound("mp3", 2), genre=129),
    ServedTrack(3, "Nobody", "Silent", genre=132),
)


@pytest.fixture
def deezer() -> Iterator[DeezerServer]:
    """A server in a thread of its own: the command has its own loop."""
    server = DeezerServer(TRACKS, {77: [1, 3]}, {0: "All", 132: "Pop", 129: "Jazz"})
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(10)
    yield server
    asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def add(deezer: DeezerServer, home: Path, weights: Path, *arguments: object) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())  # type: ignore[arg-type]
    fixed = ("--home", home, "--weights", weights, "--device", "cpu", "--jobs", 1)
    options = parser.parse_args(["add", *map(str, (*fixed, *arguments))])
    return grow(options, SourceSettings((SourceName.DEEZER,), deezer_url=deezer.base))


def titles(home: Path) -> list[object]:
    return sorted(str(row[2]) for row in contents(home / "segue.sqlite3")["songs"])


def test_a_chart_becomes_songs(
    deezer: DeezerServer, home: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(deezer, home, weights, "--charts", "--genre", "jazz") == 0
    assert titles(home) == ["One"]
    assert "1 songs added" in capsys.readouterr().out
    assert add(deezer, home, weights, "--charts") == 1, "one of them has no sound"
    assert titles(home) == ["Jóga", "One"]
    said = capsys.readouterr()
    assert "1 because no source has a sound of it" in said.out
    assert "not added: Nobody - Silent" in said.err


def test_a_playlist_behind_a_link_and_one_of_names_become_songs(
    deezer: DeezerServer, home: Path, weights: Path, tmp_path: Path
) -> None:
    assert add(deezer, home, weights, "--playlist", "https://www.deezer.com/playlist/77") == 1
    assert titles(home) == ["Jóga"]
    (tmp_path / "list.csv").write_text("artist,title\nU2,One\nBjörk,Jóga\n")
    assert add(deezer, home, weights, "--playlist", tmp_path / "list.csv") == 0
    assert titles(home) == ["Jóga", "One"]


def test_a_source_that_cannot_be_asked_is_bad_input(deezer: DeezerServer, home: Path, weights: Path) -> None:
    deezer.fault = Fault.HTML
    with pytest.raises(Exception, match="deezer"):
        add(deezer, home, weights, "--charts")
