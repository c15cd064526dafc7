"""Where the state lies: one directory, nothing outside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

DEFAULT_HOME = Path("var")


def home_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Find the state directory: ``SEGUE_HOME``, else ``./var``."""
    return Path(environment.get("SEGUE_HOME") or DEFAULT_HOME)


def database_file(home: Path) -> Path:
    """Find the database inside the state directory."""
    return home / "segue.sqlite3"


def index_directory(home: Path) -> Path:
    """Find the index inside the state directory."""
    return home / "index"
