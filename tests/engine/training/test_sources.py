from __future__ import annotations

from pathlib import Path

import pytest

from engine.training.sources import Count, count
from tests.training_data import training_data

HEADER = "id,source,artist,title,year,genres,fold,licence,redistribute\n"
ROWS = """\
a-1,a,The Band,All of You,1969,rock; Electronic,0,CC0,1
a-2,a,Band,El Paso,1971,,1,CC0,0
b-1,b,Кино,Группа крови,,Rock,0,research,0
"""


def tracks(directory: Path, text: str = HEADER + ROWS) -> Path:
    path = directory / "tracks.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_counted(tmp_path: Path) -> None:
    counted = count(tracks(tmp_path))
    assert (counted.clips, counted.artists) == (3, 2), "an artist is the same with and without The"
    assert counted.folds == (2, 1)
    assert counted.decades == (Count("1960s", 1), Count("1970s", 1))
    assert counted.with_year == 2
    assert counted.genres == (Count("Pop/Rock", 2), Count("Electronic", 1))
    assert (counted.with_genre, counted.latin, counted.english, counted.other) == (2, 2, 1, 1)


def test_a_source_says_its_years_and_terms(tmp_path: Path) -> None:
    first, second = count(tracks(tmp_path)).sources
    assert (first.name, first.clips, first.artists, first.years, first.shippable) == ("a", 2, 1, (1969, 1971), 1)
    assert (second.licences, second.years) == (("research",), None)


@pytest.mark.parametrize("text", ["id,source\na,b\n", HEADER + "a-1,a,A,B,soon,,0,CC0,1\n"])
def test_other_columns_and_years_that_are_none_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"column|soon"):
        count(tracks(tmp_path, text))


def test_the_training_data_add_up() -> None:
    counted = count(training_data() / "tracks.csv")
    assert sum(source.clips for source in counted.sources) == sum(counted.folds) == counted.clips
    assert sum(source.shippable for source in counted.sources) == 176
    assert counted.with_year < counted.clips
