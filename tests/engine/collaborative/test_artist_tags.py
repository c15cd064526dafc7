"""What listeners call artists."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.collaborative.artist_plays import read_artist_plays
from engine.collaborative.artist_tags import read_artist_tags
from engine.collaborative.interactions import Interactions
from engine.errors import InteractionsError
from tests.engine.collaborative.toy_hetrec import write_hetrec


def test_tags_are_by_key_and_those_of_unnamed_artists_are_left_out(tmp_path: Path) -> None:
    write_hetrec(tmp_path)
    plays = read_artist_plays(tmp_path)
    tags = read_artist_tags(tmp_path, plays)
    assert set(tags.artists) <= set(plays.interactions.items)
    assert len(tags.users) == 4
    rows = tags.rows(plays.interactions)
    assert rows.tags == ("7", "8")
    assert rows.counts.sum() == 4


def test_of_whom_is_not_learned_from_and_of_artists_without_plays_nothing_is_said(tmp_path: Path) -> None:
    write_hetrec(tmp_path)
    plays = read_artist_plays(tmp_path)
    tags = read_artist_tags(tmp_path, plays)
    whole = plays.interactions
    some = Interactions(whole.counts[[0]], whole.users[:1], whole.items)
    own = tags.rows(some)
    assert own.counts.sum() == sum(user == whole.users[0] for user in tags.users)
    assert own.counts.shape[1] == len(whole.items)
    # The only listener left plays one artist; what is said of the others goes.
    first = whole.counts[[0]].copy()
    first.data[1:] = 0
    first.eliminate_zeros()
    left = tags.rows(Interactions(first, whole.users[:1], whole.items))
    assert np.flatnonzero(left.counts.sum(axis=0)).tolist() in ([], first.indices.tolist())


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    write_hetrec(tmp_path)
    plays = read_artist_plays(tmp_path)
    (tmp_path / "hetrec" / "user_taggedartists.dat").unlink()
    with pytest.raises(InteractionsError, match=r"user_taggedartists\.dat cannot be read.*SEGUE_DATA"):
        read_artist_tags(tmp_path, plays)
