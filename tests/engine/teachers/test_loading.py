"""All six come in one order, with the files that they are read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import ModelError
from engine.teachers.loading import load_fcns, load_teachers, weight_files
from tests.training_data import training_data


def test_six_in_their_order() -> None:
    data = training_data()
    teachers = load_teachers(data)
    assert [one.name for one in teachers] == [path.stem for path in weight_files(data)]
    assert [one.name for one in load_fcns(data)] == [one.name for one in teachers[1:4]]
    assert all(len(set(one.tag_names)) == 50 for one in teachers)
    assert [one.resampled_by_soxr for one in teachers] == [True, False, False, False, False, False]


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"msd_musicnn\.npz"):
        load_teachers(tmp_path)
    with pytest.raises(ModelError, match=r"msd_fcn\.npz"):
        load_fcns(tmp_path)
