"""The demo's state directory: fresh each time, held by one demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.home import DemoRunningError, fresh_home


def test_what_an_earlier_demo_left_is_gone(tmp_path: Path) -> None:
    with fresh_home(tmp_path) as home:
        (home / "segue.sqlite3").write_bytes(b"old")
    with fresh_home(tmp_path) as home:
        assert list(home.iterdir()) == []


def test_nothing_else_in_the_state_directory_is_touched(tmp_path: Path) -> None:
    likes = tmp_path / "segue.sqlite3"
    likes.write_bytes(b"the real bot's")
    with fresh_home(tmp_path) as home:
        assert home.parent == tmp_path
    assert likes.read_bytes() == b"the real bot's"


def test_two_demos_do_not_share(tmp_path: Path) -> None:
    with fresh_home(tmp_path) as home:
        (home / "index").mkdir()
        with pytest.raises(DemoRunningError), fresh_home(tmp_path):
            pass
        assert (home / "index").is_dir()
    with fresh_home(tmp_path):
        pass
