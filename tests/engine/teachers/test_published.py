"""Files of weights: what is damaged or of another network is refused, and named."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ModelError
from engine.teachers import load_teachers
from engine.teachers.fcn import Fcn
from engine.teachers.loading import weight_files
from engine.teachers.published import read_published
from engine.teachers.tagger_musicnn import TaggerMusicnn


def test_arrays_are_read_in_single_precision(untaught: Path) -> None:
    published = read_published(weight_files(untaught)[1])
    assert {array.dtype for array in published.arrays.values()} == {np.dtype(np.float32)}
    assert "tags" not in published.arrays
    assert len(published.tag_names) == 50


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mtat_fcn.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"mtat_fcn\.npz"):
        Fcn.load(path)


def test_a_file_without_its_tags_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mtat_fcn.npz"
    np.savez(path, tags=np.array(["one"]))
    with pytest.raises(ModelError, match="1 tags"):
        read_published(path)
    np.savez(path, other=np.zeros(3))
    with pytest.raises(ModelError, match="tags"):
        read_published(path)


def test_another_network_is_refused(untaught: Path) -> None:
    with pytest.raises(ModelError, match="another network"):
        TaggerMusicnn.load(weight_files(untaught)[1])


def test_a_missing_teacher_is_named(untaught: Path, tmp_path: Path) -> None:
    shutil.copytree(untaught, tmp_path / "data")
    (tmp_path / "data" / "taggers" / "jamendo_fcn.npz").unlink()
    with pytest.raises(ModelError, match=r"jamendo_fcn\.npz"):
        load_teachers(tmp_path / "data")
