"""``python -m bot.demo``: what it refuses, in one line, before anything is loaded."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo.__main__ import demo_settings, parse_port, port_is_free
from bot.demo.home import fresh_home
from bot.settings import LogLevel, Settings

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.demo", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not port_is_free(port)
        done = run("--port", str(port), SEGUE_HOME=str(tmp_path))
    assert done.returncode == 2
    assert done.stdout.splitlines() == [f"segue: port {port} is taken: choose another with PORT, or end what uses it"]
    assert done.stderr == ""


@pytest.mark.parametrize("port", ["0", "65536", "-1", "music"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path) -> None:
    done = run("--port", port, SEGUE_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_second_demo_is_refused(tmp_path: Path) -> None:
    with fresh_home(tmp_path):
        done = run(SEGUE_HOME=str(tmp_path))
    assert done.returncode == 2
    assert f"another demo runs from {tmp_path}" in done.stdout
    assert done.stderr == ""


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    done = run(SEGUE_HOME=str(tmp_path / "file"))
    assert done.returncode == 2
    assert "SEGUE_HOME cannot be used" in done.stdout
    assert done.stderr == ""


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = run(SEGUE_HOME=str(tmp_path), SEGUE_PICKS="many")
    assert done.returncode == 2
    assert "SEGUE_PICKS" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_the_demo_has_no_way_to_discord(tmp_path: Path) -> None:
    settings = demo_settings(Settings.load(env_file=None), tmp_path)
    assert settings.discord.token is None
    assert settings.discord.shard_count == 1
    assert settings.places.home == tmp_path
    assert settings.finding == Settings.load(env_file=None).finding


def test_logs_are_quiet_unless_asked_for(tmp_path: Path) -> None:
    quiet = demo_settings(Settings.load(env_file=None), tmp_path).logs.log_level
    assert quiet is (LogLevel.WARNING if "SEGUE_LOG_LEVEL" not in os.environ else quiet)


def test_ports() -> None:
    assert parse_port("8000") == 8000
