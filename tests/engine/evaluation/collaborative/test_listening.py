from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.evaluation.collaborative.listening import read_listening
from engine.evaluation.folds import DataMissingError
from tests.engine.evaluation.collaborative.toy_listening import toy_listening, write


def test_files_are_read_as_they_are(tmp_path: Path) -> None:
    written = toy_listening()
    write(written, tmp_path)
    found = read_listening(tmp_path)
    assert found.listener_ids == tuple(str(number) for number in range(1, 41))
    assert found.tag_names == ("1", "2")
    for name in ("listeners", "artists", "counts"):
        np.testing.assert_array_equal(getattr(found, name), getattr(written, name))
    # The tag of an artist whom nobody plays is gone.
    for name in ("listeners", "artists", "tags"):
        np.testing.assert_array_equal(getattr(found.given, name), getattr(written.given, name))


def test_plays_that_are_none_are_left_out(tmp_path: Path) -> None:
    write(toy_listening(), tmp_path)
    with (tmp_path / "hetrec" / "user_artists.dat").open("a") as file:
        file.write("41\t1\t0\n")
    assert len(read_listening(tmp_path).listener_ids) == 40


def test_what_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match=r"user_artists\.dat.*SEGUE_DATA"):
        read_listening(tmp_path)
    write(toy_listening(), tmp_path)
    (tmp_path / "hetrec" / "user_taggedartists.dat").write_text("userID\tartistID\ttagID\n1\tnobody\t3\n")
    with pytest.raises(DataMissingError, match=r"user_taggedartists\.dat"):
        read_listening(tmp_path)
