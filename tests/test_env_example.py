"""The settings' example file is what the settings print."""

from __future__ import annotations

from pathlib import Path

from bot.settings import env_example

ROOT = Path(__file__).resolve().parent.parent


def test_the_example_is_what_the_settings_print() -> None:
    written = (ROOT / ".env.example").read_text("utf-8")
    assert written == env_example(), "mend with: python -m bot.settings > .env.example"


def test_the_example_sets_nothing_by_itself() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
