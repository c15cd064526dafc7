"""``python -m bot`` as an operator runs it: one clear line on stderr, exit status 2, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.__main__ import EXIT_CANNOT_START
from engine.index import IndexKind, build_index
from engine.songs import SongId
from tests.bot.test_tokens import APPLICATION, TOKEN

ROOT = Path(__file__).resolve().parent.parent.parent


def run(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SEGUE_", "DISCORD_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=home,
        env={**kept, "PYTHONPATH": str(ROOT), "SEGUE_HOME": str(home / "home"), **settings},
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == EXIT_CANNOT_START
    (line,) = done.stderr.splitlines()
    assert line.startswith("segue: ")
    assert "Traceback" not in done.stdout
    return line


def test_without_a_token(tmp_path: Path) -> None:
    assert "DISCORD_TOKEN is not set" in one_line(run(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_with_what_is_no_token(tmp_path: Path) -> None:
    line = one_line(run(tmp_path, DISCORD_TOKEN="hunter2"))
    assert "DISCORD_TOKEN is not a token" in line
    assert "hunter2" not in line


def test_with_a_setting_that_makes_no_sense(tmp_path: Path) -> None:
    assert "SEGUE_QUEUE" in one_line(run(tmp_path, SEGUE_QUEUE="many"))


def test_without_weights(tmp_path: Path) -> None:
    line = one_line(run(tmp_path, DISCORD_TOKEN=TOKEN, SEGUE_WEIGHTS=str(tmp_path)))
    assert "The ear cannot be used" in line


@pytest.mark.skipif(not (ROOT / "data/catalog/shipped/songs.csv").exists(), reason="no catalogue ships yet")
def test_with_an_index_of_another_model(tmp_path: Path) -> None:
    vector = np.ones((1, 3), np.float32)
    build_index(IndexKind.EXACT, tmp_path / "home" / "index", [SongId("0" * 16)], vector, "another0another0")
    assert "was built for model another0another0" in one_line(run(tmp_path, DISCORD_TOKEN=TOKEN))


def test_invite_prints_both_links(tmp_path: Path) -> None:
    for settings in ({"DISCORD_TOKEN": TOKEN}, {"DISCORD_APPLICATION_ID": str(APPLICATION)}):
        done = run(tmp_path, "--invite", **settings)
        assert done.returncode == 0
        links = [line.strip() for line in done.stdout.splitlines() if "https://discord.com" in line]
        assert len(links) == 2
        assert all(f"client_id={APPLICATION}" in link for link in links)


def test_invite_needs_to_know_the_application(tmp_path: Path) -> None:
    assert "DISCORD_TOKEN is not set" in one_line(run(tmp_path, "--invite"))


def test_help_teaches_the_first_steps(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    for step in ("--check", "--invite", "DISCORD_TOKEN", "make demo", "Exit status"):
        assert step in done.stdout


@pytest.mark.parametrize("arguments", [("--check", "--invite"), ("--nonsense",)])
def test_options_that_make_no_sense_are_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == EXIT_CANNOT_START
    assert "usage: python -m bot" in done.stderr
