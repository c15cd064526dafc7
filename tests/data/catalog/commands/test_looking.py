from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.catalog.commands.conftest import Run, put
from tests.data.songs import JOGA, MODEL, TOYS, entry


@pytest.fixture(autouse=True)
def catalogue(home: Path) -> None:
    put(home, *TOYS, entry("Evil\x1b[31m", "Tab", source="library"), model=MODEL)


def test_songs_are_listed_in_columns(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--genre", "electronic") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines[1] == [JOGA.song.id, "Björk", "Jóga", "", "1997", "Electronic; Pop/Rock", ""]
    assert len(lines) == 2
    assert run("list", "--source", "library", "--limit", 1) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_one_song_is_shown_whole(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "teardrop") == 0
    said = capsys.readouterr()
    for fact in ("Massive Attack", "Mezzanine", "1998", "77 bpm", "A major", "voice; harpsichord", "wistful"):
        assert fact in said.out
    assert run("show", JOGA.song.id) == 0
    assert "Jóga" in capsys.readouterr().out
    assert run("show", "zzzzz") == 1
    assert "there is no song zzzzz" in capsys.readouterr().err


def test_everything_is_counted(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stats") == 0
    said = capsys.readouterr().out
    for line in (
        "6 songs", "  1 from library", "2 genres: Electronic 2, Pop/Rock 1", f"6 vectors of model {MODEL}",
        "0 files of music, 0 bad ones", "database: ", "python -m data.catalog rebuild",
    ):  # fmt: skip
        assert line in said
