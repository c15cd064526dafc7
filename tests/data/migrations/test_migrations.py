from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine

from data import migrations
from data.errors import DatabaseCorrupt, DatabaseNewer
from data.migrations import check_schema, current, head, migrate
from data.migrations.__main__ import main
from data.tables import Base


def is_declared(_: object, name: str | None, kind: str, __: bool, ___: object) -> bool:
    """The full-text index and its shadows are SQLite's own tables."""
    return not (kind == "table" and str(name).startswith(("songs_trigrams", "songs_vocabulary")))


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return ScriptDirectory.from_config(config)


def test_the_steps_make_the_tables_as_they_are_declared(migrated: Path) -> None:
    options: dict[str, Any] = {"include_object": is_declared, "compare_type": True}
    engine = create_engine(URL.create("sqlite", database=str(migrated)))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_steps_are_one_line_and_go_forward_only() -> None:
    known = list(scripts().walk_revisions())
    assert len(scripts().get_heads()) == 1
    assert [step.revision for step in reversed(known)] == [f"{n:04}" for n in range(1, len(known) + 1)]
    assert [step.revision for step in known if hasattr(step.module, "downgrade")] == []


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "100 % new.sqlite3"
    assert current(path) is None
    assert migrate(path) is True
    assert migrate(path) is False
    assert current(path) == head()
    check_schema(path)


def test_the_database_is_in_write_ahead_mode(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_older_database_keeps_its_songs_and_does_not_know_how_they_are_played(tmp_path: Path) -> None:
    path = tmp_path / "segue.sqlite3"
    engine = create_engine(URL.create("sqlite", database=str(path)))
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    names = ("id", "artist", "title", "album", "genres", "moods", "source", "source_refs", "licence", "link")
    keys = ("artist_key", "version_key", "artist_text", "title_text", "search_text")
    with closing(sqlite3.connect(path)) as connection:
        places = ", ".join("?" * len(names + keys))
        row = ("0" * 16, "U2", "One", "", "[]", "[]", "", "[]", "", "", "u2", "u2|one", "u2", "one", " u2 one ")
        connection.execute(f"INSERT INTO songs ({', '.join(names + keys)}) VALUES ({places})", row)
        connection.commit()
    assert migrate(path) is True
    with closing(sqlite3.connect(path)) as connection:
        columns = "title, tempo_bpm, musical_key, energy, instruments"
        assert connection.execute(f"SELECT {columns} FROM songs").fetchall() == [("One", None, None, None, "[]")]
        found = connection.execute("SELECT rowid FROM songs_trigrams WHERE songs_trigrams MATCH '\"one\"'").fetchall()
        assert len(found) == 1


def test_several_processes_may_migrate_at_once(tmp_path: Path, root: Path) -> None:
    migrating = [sys.executable, "-m", "data.migrations", "--home", str(tmp_path)]
    children = [subprocess.Popen(migrating, cwd=root, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert all(head() in line for line in said)


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "segue.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        # In the way of the last table that the first step makes.
        connection.execute("CREATE TABLE guild_settings (mine TEXT)")
        connection.commit()
    with pytest.raises(Exception, match="already exists"):
        migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("guild_settings",)]


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "segue.sqlite3"
    migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(DatabaseNewer, match="9999"):
        migrate(path)
    assert current(path) == "9999"


def test_what_is_no_database_is_not_migrated(tmp_path: Path) -> None:
    path = tmp_path / "segue.sqlite3"
    path.write_bytes(b"a letter to a friend" * 100)
    with pytest.raises(DatabaseCorrupt):
        migrate(path)


def test_the_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path)]) == 0
    assert "migrated to" in capsys.readouterr().out
    assert main(["--home", str(tmp_path)]) == 0
    assert "is at" in capsys.readouterr().out


def test_the_command_says_in_one_line_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "segue.sqlite3").write_bytes(b"a letter to a friend" * 100)
    assert main(["--home", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
