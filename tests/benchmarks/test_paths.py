"""Walks are compared with what is easily checked: a small catalogue of made songs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.paths import Songs, keeps_rules, made, main, on_the_line, on_the_line_by_the_rules, sought, table


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> Songs:
    return made(400, Path(tmp_path_factory.mktemp("index")))


def worst(songs: Songs, path: list[int]) -> float:
    vectors = songs.vectors[path]
    return float((vectors[:-1] * vectors[1:]).sum(axis=1).min())


def test_every_way_begins_and_ends_where_it_should(songs: Songs) -> None:
    for way in (sought, on_the_line, on_the_line_by_the_rules):
        path = way(songs, 3, 77, 4)
        assert (path[0], path[-1], len(path)) == (3, 77, 6)


def test_a_walk_is_smoother_than_the_line_and_keeps_the_rules(songs: Songs) -> None:
    generator = np.random.default_rng(1)
    pairs = [generator.choice(400, 2, replace=False).tolist() for _ in range(12)]
    walked = [sought(songs, start, end, 4) for start, end in pairs]
    straight = [on_the_line_by_the_rules(songs, start, end, 4) for start, end in pairs]
    assert all(keeps_rules(songs, path) for path in (*walked, *straight))
    assert np.mean([worst(songs, path) for path in walked]) > np.mean([worst(songs, path) for path in straight])


def test_the_table_has_a_row_for_each_way_and_length(songs: Songs) -> None:
    made_table = table(songs, 2)
    assert len(made_table.rows) == 9
    assert "/path" in made_table.text()


def test_help_says_what_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "worst cosine" in capsys.readouterr().out
