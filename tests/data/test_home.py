from __future__ import annotations

from pathlib import Path

import pytest

from data.home import database_file, home_directory, index_directory


@pytest.mark.parametrize(
    ("environment", "home"), [({}, "var"), ({"SEGUE_HOME": ""}, "var"), ({"SEGUE_HOME": "/srv/segue"}, "/srv/segue")]
)
def test_the_state_lies_where_the_environment_says(environment: dict[str, str], home: str) -> None:
    assert home_directory(environment) == Path(home)


def test_everything_lies_inside(tmp_path: Path) -> None:
    assert database_file(tmp_path).parent == index_directory(tmp_path).parent == tmp_path
