from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.backup import back_up, main, remove_old
from data.database import Database
from data.errors import DatabaseError
from data.history import Event, EventKind, History
from data.ids import MemberId
from data.migrations import migrate
from data.privacy import Privacy
from engine.songs import SongId

ANNA = MemberId(2**60 + 11)
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    migrate(tmp_path / "home" / "segue.sqlite3")
    return tmp_path / "home"


def events(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


async def test_what_was_acknowledged_is_in_the_copy_of_a_database_in_use(home: Path, tmp_path: Path) -> None:
    database = await Database.open(home / "segue.sqlite3")
    await History(database).record([Event(EventKind.LIKED, ANNA, song=SongId("a" * 16))])
    copy = back_up(database.path, tmp_path / "copies", NOON)
    await Privacy(database).delete(ANNA)
    await database.close()
    assert copy.name == "segue-20260131T120000Z.sqlite3"
    assert copy.stat().st_mode & 0o077 == 0
    assert events(copy) == 1
    assert events(database.path) == 0
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_old_copies_go_and_other_files_stay(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    made = [back_up(home / "segue.sqlite3", folder, NOON - timedelta(days=days)) for days in (31, 30, 1)]
    other = folder / "segue-notes.sqlite3"
    other.touch()
    assert remove_old(folder, NOON - timedelta(days=30)) == made[:1]
    assert sorted(folder.iterdir()) == sorted([*made[1:], other])


def test_a_damaged_database_is_no_backup(home: Path, tmp_path: Path) -> None:
    database = home / "segue.sqlite3"
    database.write_bytes(b"no database at all" * 1000)
    with pytest.raises(DatabaseError):
        back_up(database, tmp_path / "copies", NOON)
    assert list((tmp_path / "copies").iterdir()) == []


def test_the_command_says_what_it_did_and_what_is_wrong(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "copies"), "--home", str(home)]) == 0
    assert "0 older removed" in capsys.readouterr().out
    assert main([str(tmp_path / "copies"), "--home", str(tmp_path / "nowhere")]) == 2
    assert "there is no such file" in capsys.readouterr().err
    for wrong in ([str(home / "copies")], [str(tmp_path / "copies"), "--keep-days", "0"]):
        with pytest.raises(SystemExit) as refused:
            main([*wrong, "--home", str(home)])
        assert refused.value.code == 2
