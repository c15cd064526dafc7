"""Artists held out whole, ranked by sound."""

from __future__ import annotations

import numpy as np
import pytest

from engine.collaborative.artist_tags import ArtistTags
from engine.evaluation.cold_start.artists import World, dropped, world_of
from engine.evaluation.cold_start.asked import (
    NEARNESS,
    POPULARITY,
    RANDOM,
    Asked,
    Score,
    ask,
    ask_all,
    by_features,
    by_nearness,
)
from engine.evaluation.cold_start.command import rarity
from engine.evaluation.cold_start.table import Difference, cold_start_table, difference, is_above
from tests.engine.evaluation.toy_world import clips, heard, plays


def world() -> World:
    given = [(key, tag) for key in clips().folds for tag in ((1,) * 4 if key.startswith("rock") else (2, 2, 2, 9))]
    called = ArtistTags(
        (str(plays().users[0]),) * len(given), tuple(key for key, _ in given), tuple(tag for _, tag in given)
    )
    return world_of(plays(), clips(), called)


def asked() -> Asked:
    return ask(world(), 0)


def test_nothing_of_the_folds_artists_is_learned_from() -> None:
    toy = world()
    left = toy.without(0)
    gone = toy.columns[toy.folds == 0]
    assert left.items == toy.plays.items
    assert not np.isin(left.counts.indices, gone).any()
    assert len(left) == len(toy.plays) - int(np.isin(toy.plays.counts.indices, gone).sum())
    assert not asked().factors[toy.folds == 0].any()
    assert asked().factors[toy.folds != 0].any(axis=1).all()


def test_listeners_who_are_left_with_nothing_are_gone() -> None:
    toy = plays()
    rock = np.array([column for column, key in enumerate(toy.items) if key.startswith("rock")])
    assert {str(user).split()[0] for user in dropped(toy, rock).users} == {"harp"}


def test_sound_that_tells_the_camps_apart_ranks_the_own_camp_first() -> None:
    toy = asked()
    found = by_features(toy, heard(), world().folds)
    assert found.area > 0.85
    assert found.settings is not None
    assert by_nearness(toy, heard()).area > 0.85
    noise = np.random.default_rng(0).standard_normal((len(heard()), 6))
    assert by_features(toy, noise, world().folds).area < 0.75


def test_artists_without_features_are_predicted_as_nobody_in_particular() -> None:
    toy, features = asked(), heard()
    features[world().folds == 0] = 0
    assert by_features(toy, features, world().folds).area == pytest.approx(0.5, abs=0.1)


def test_recall_is_of_what_each_listener_plays() -> None:
    toy = Asked(
        learnt=np.zeros(60, bool),
        factors=np.zeros((60, 1), np.float32),
        listeners=np.zeros((2, 1), np.float32),
        plays=np.arange(60)[None] >= np.array([[58], [60]]),
    )
    # The second plays nothing and is not asked; of the first's two the one ranked last is missed.
    scores = np.tile(-np.arange(60.0), (2, 1))
    scores[0, 58] = 9
    assert toy.recall(scores) == 0.5


def test_tags_that_all_share_weigh_nothing() -> None:
    tags = np.array([[1, 1], [1, 0], [1, 0]], np.float32)
    weighted = rarity(tags, np.array([True, True, True]))
    assert weighted[:, 0] == pytest.approx([0, 0, 0])
    assert weighted[0, 1] == pytest.approx(np.log(2))


def test_every_row_is_asked_in_every_fold_and_the_table_says_how_far_ours_is_above() -> None:
    told: list[str] = []
    scores = ask_all(world(), (0, 1), {"ours": lambda _: heard(), "tags": lambda _: world().tags}, told.append)
    assert list(scores) == ["ours", "tags", NEARNESS, RANDOM, POPULARITY]
    assert len(told) == 10
    text = cold_start_table(scores, "ours", "toy").text()
    assert "recall@50" in text
    assert text.count("±") == 10


def test_ours_is_above_where_both_figures_are() -> None:
    scores = {
        "ours": {0: Score(0.6, 0.8), 1: Score(0.5, 0.7)},
        "below": {0: Score(0.5, 0.7), 1: Score(0.55, 0.6)},
        "beside": {0: Score(0.7, 0.7), 1: Score(0.6, 0.6)},
    }
    assert is_above(scores, "ours", ("below",))
    assert not is_above(scores, "ours", ("below", "beside"))


def test_differences_are_paired_by_fold() -> None:
    found = difference(np.array([0.5, 0.6, 0.7]), np.array([0.4, 0.5, 0.6]))
    assert found.mean == pytest.approx(0.1)
    assert found.half == pytest.approx(0, abs=1e-9)
    assert difference(np.array([1.0]), np.array([0.0])) == Difference(1.0, float("inf"))
