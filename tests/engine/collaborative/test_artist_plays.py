"""HetRec's plays by artist key."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.collaborative.artist_plays import read_artist_plays
from engine.errors import InteractionsError
from tests.engine.collaborative.toy_hetrec import write_hetrec


def test_spellings_of_one_artist_are_added_up_and_counts_of_nothing_left_out(tmp_path: Path) -> None:
    write_hetrec(tmp_path)
    found = read_artist_plays(tmp_path)
    assert found.keys[0] == found.keys[1] == "rocks"
    assert found.interactions.items == ("drum", "harp", "rocks")
    # The Rocks were played nought times, Rocks feat. Harp ten times by three users.
    assert found.interactions.counts.toarray().sum(axis=0).tolist() == [150, 80, 30]


@pytest.mark.parametrize("name", ["artists.dat", "user_artists.dat"])
def test_what_is_missing_or_damaged_is_named(tmp_path: Path, name: str) -> None:
    write_hetrec(tmp_path)
    (tmp_path / "hetrec" / name).write_text("no\tnumbers\there\nat\tall\there\n")
    with pytest.raises(InteractionsError, match="SEGUE_DATA"):
        read_artist_plays(tmp_path)
    (tmp_path / "hetrec" / name).unlink()
    with pytest.raises(InteractionsError, match=name):
        read_artist_plays(tmp_path)
