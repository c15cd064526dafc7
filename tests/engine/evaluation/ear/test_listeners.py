"""Neighbours by plays and tags, and how well sound ranks them, where both are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from engine.evaluation.ear.listeners import (
    FEWEST_LISTENERS,
    NEIGHBOURS,
    SEVERAL,
    Listeners,
    agreement,
    artist_vectors,
    join_listeners,
    read_listeners,
)
from engine.evaluation.folds import DataMissingError, read_tracks
from tests.engine.evaluation.tracks import track
from tests.training_data import training_data


def world(n: int = 30) -> Listeners:
    """Artists in two camps of equal size; each camp has its own ten listeners and its own tag."""
    tracks = [track(number, fold=number % 2) for number in range(n)]
    plays = [(user, artist, 5 + artist) for artist in range(n) for user in range(20) if user % 2 == artist // 2 % 2]
    tags = [(artist, artist // 2 % 2) for artist in range(n) for _ in range(5)]
    return join_listeners(tracks, [(artist, f"taffc-{artist}") for artist in range(n)], np.array(plays), np.array(tags))


def test_a_camp_is_near_and_the_other_is_not() -> None:
    listeners = world()
    camp = np.arange(30) // 2 % 2
    own = (camp[:, None] == camp) & ~np.eye(30, dtype=bool)
    for near in (listeners.played, listeners.tagged):
        assert near[own].min() > 0.9
        assert near[camp[:, None] != camp].max() == 0


def test_sound_that_tells_the_camps_apart_is_right_always_and_its_opposite_never() -> None:
    # Twelve artists a camp at most: with more, the rest of the own camp are strangers too.
    listeners = world(22)
    camp = np.arange(22) // 2 % 2
    heard = np.eye(2, dtype=np.float32)[camp]
    for fold in (0, 1):
        assert agreement(listeners, listeners.played, heard, fold).mean() == pytest.approx(1, abs=0.03)
    assert agreement(listeners, listeners.tagged, np.ones((22, 2), np.float32), 0).tolist() == [0.5] * 11


def test_an_artist_with_few_listeners_or_none_in_common_is_left_out() -> None:
    tracks = [track(number) for number in range(4)]
    plays = [(user, artist, 10) for artist in (0, 1) for user in range(FEWEST_LISTENERS)]
    plays += [(user, 2, 10) for user in range(FEWEST_LISTENERS - 1)]
    plays += [(100 + user, 3, 10) for user in range(FEWEST_LISTENERS)]
    listeners = join_listeners(
        tracks, [(number, f"taffc-{number}") for number in range(4)], np.array(plays), np.array([(0, 1)])
    )
    assert (listeners.played[2] == -1).all()
    assert listeners.played[0, 1] == pytest.approx(1)
    assert listeners.played[0, 3] == 0
    # 2 is not known, 3 has no neighbours.
    assert agreement(listeners, listeners.played, np.eye(4, dtype=np.float32), 0).size == 2
    assert (listeners.tagged == -1).all()


def test_one_artist_under_two_names_is_never_compared() -> None:
    tracks = [track(0, artist="one"), track(1, artist="one"), track(2, artist="other")]
    plays = [(user, artist, 1) for artist in range(3) for user in range(9)]
    listeners = join_listeners(tracks, [(n, f"taffc-{n}") for n in range(3)], np.array(plays), np.array([(0, 1)]))
    assert listeners.same.tolist() == [[True, True, False], [True, True, False], [False, False, True]]


def test_artists_heard_in_two_folds_are_not_asked() -> None:
    tracks = [track(0, artist="both", fold=0), track(1, artist="both", fold=1), track(2, fold=1)]
    pairs = [(7, "taffc-0"), (7, "taffc-1"), (8, "taffc-2"), (8, "not there"), (9, "not there")]
    listeners = join_listeners(tracks, pairs, np.array([(1, 7, 1)]), np.array([(7, 1)]))
    assert listeners.folds.tolist() == [SEVERAL, 1]
    assert [rows.tolist() for rows in listeners.clips] == [[0, 1], [2]]


def test_an_artist_is_the_mean_direction_of_the_clips() -> None:
    listeners = join_listeners(
        [track(0, artist="x"), track(1, artist="x")], [(1, "taffc-0"), (1, "taffc-1")], np.array([(1, 1, 1)]),
        np.array([(1, 1)]),
    )  # fmt: skip
    vectors = np.array([[10, 0], [0, 1]], np.float32)
    np.testing.assert_allclose(artist_vectors(listeners, vectors), [[0.5**0.5, 0.5**0.5]], rtol=1e-6)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_the_area_is_the_one_that_everybody_means(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = 25
    near = random.random((n, n)).astype(np.float32)
    sounds = random.normal(size=(n, 3)).astype(np.float32)
    listeners = Listeners(
        tuple(np.array([row]) for row in range(n)), np.zeros(n, np.int64), near, near, np.eye(n, dtype=bool)
    )
    unit = artist_vectors(listeners, sounds)
    expected = []
    for artist in range(n):
        others = np.delete(np.arange(n), artist)
        best = others[np.argsort(-near[artist, others], kind="stable")[:NEIGHBOURS]]
        expected.append(roc_auc_score(np.isin(others, best), unit[others] @ unit[artist]))
    np.testing.assert_allclose(agreement(listeners, near, sounds, 0), expected, atol=0.02)


def test_the_real_plays_say_what_everybody_knows() -> None:
    data = training_data()
    tracks = read_tracks(data)
    listeners = read_listeners(data, tracks)
    names = [tracks[rows[0]].artist for rows in listeners.clips]
    metal = [names.index(name) for name in ("slayer", "pantera", "judas priest")]
    soft = names.index("tori amos")
    for near in (listeners.played, listeners.tagged):
        assert near[metal[0], metal[1:]].min() > near[metal[0], soft]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match="hetrec cannot be read"):
        read_listeners(tmp_path, [])
