"""Teachers that know nothing, and sounds for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.teachers import Teacher, load_teachers
from tests.engine.teachers.random_weights import write_random_weights


@pytest.fixture(scope="session")
def untaught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory laid out as the training data, with random weights."""
    data = tmp_path_factory.mktemp("data")
    write_random_weights(data)
    return data


@pytest.fixture(scope="session")
def teachers(untaught: Path) -> dict[str, Teacher]:
    return {teacher.name: teacher for teacher in load_teachers(untaught)}
