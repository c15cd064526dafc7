"""The training data, for tests that need them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def training_data() -> Path:
    """Directory of the training data; the test that asks is skipped where there is none."""
    directory = Path(os.environ.get("SEGUE_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not (directory / "tracks.csv").exists():
        pytest.skip(f"no training data in {directory} (SEGUE_DATA)")
    return directory
