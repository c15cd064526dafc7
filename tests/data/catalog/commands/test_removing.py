from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest

from data.catalog.commands.removing import remove
from tests.data.catalog.commands.conftest import Run, put
from tests.data.catalog.growing.stored import count
from tests.data.songs import JOGA, MODEL, TOYS, entry


@pytest.fixture(autouse=True)
def catalogue(home: Path) -> None:
    put(home, *TOYS, entry("A", "B", source="library"), entry("A", "C", source="library"), model=MODEL)


def songs(home: Path) -> int:
    return count(home / "segue.sqlite3", "songs")


def test_songs_are_removed_by_id_by_name_and_by_source(
    run: Run, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("remove", "--yes", JOGA.song.id, "massive attack - teardrop") == 0
    assert "2 songs removed" in capsys.readouterr().out
    assert run("remove", "--source", "library", "--yes") == 0
    assert songs(home) == 3
    assert run("remove", "--source", "library", "--yes") == 0
    assert "nothing to remove" in capsys.readouterr().out


def test_all_that_are_named_or_none(run: Run, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("remove", "--yes", JOGA.song.id, "hurt") == 1
    said = capsys.readouterr().err
    assert "it is not clear which song hurt is" in said
    assert "Johnny Cash" in said
    assert songs(home) == 7


@pytest.mark.parametrize(("answer", "left"), [("y\n", 6), ("n\n", 7), ("", 7)])
def test_it_is_asked_before(home: Path, answer: str, left: int, capsys: pytest.CaptureFixture[str]) -> None:
    options = argparse.Namespace(home=home, songs=[JOGA.song.id], source=None, yes=False)
    assert remove(options, io.StringIO(answer)) == int(left == 7)
    assert "Björk - Jóga" in capsys.readouterr().err
    assert songs(home) == left


def test_nothing_named_is_refused(run: Run) -> None:
    with pytest.raises(SystemExit):
        run("remove")
