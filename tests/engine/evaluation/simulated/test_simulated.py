"""Listeners replayed event by event."""

from __future__ import annotations

import numpy as np
import pytest

from engine.collaborative.artist_tags import ArtistTags
from engine.collaborative.hybrid import Profile
from engine.evaluation.simulated.members import FEWEST_EVENTS, GROUPS, groups, pool_of, replays, without
from engine.evaluation.simulated.replaying import EVENTS, Way, drawn_out, hybrid_scores, prepare, ranked
from engine.evaluation.simulated.scores import Judged, Quality, best, is_met, mean, per_listener, quality
from engine.evaluation.simulated.table import differences_table, ways_table
from tests.engine.evaluation.toy_world import clips, heard, plays


def test_nothing_that_is_to_be_found_is_among_the_events() -> None:
    toy = plays()
    for replay in replays(toy, clips(), range(len(toy.users)), 1, 0):
        pool = pool_of(clips(), 1)
        assert len(set(replay.events)) == FEWEST_EVENTS
        assert not set(replay.events) & set(pool)
        mine = {str(toy.items[column]) for column in toy.counts[[replay.user]].indices}
        assert {key for key, found in zip(pool, replay.found, strict=True) if found} == mine & set(pool)
        assert set(replay.events) <= mine


def test_orders_differ_between_listeners_and_not_between_runs() -> None:
    first, again = (replays(plays(), clips(), (0, 1), 1, 0) for _ in range(2))
    assert [one.events for one in first] == [one.events for one in again]
    assert first[0].events != first[1].events


def test_groups_are_even_and_those_left_out_are_not_learned_from() -> None:
    toy = plays()
    group_of = groups(len(toy.users), 0)
    assert np.ptp(np.bincount(group_of, minlength=GROUPS)) <= 1
    left = without(toy, group_of == 2)
    assert set(left.users) == {user for user, group in zip(toy.users, group_of, strict=True) if group != 2}
    assert left.items == toy.items


def test_the_hybrid_finds_the_own_camp_also_where_nobody_played_it() -> None:
    toy = plays()
    gone = drawn_out(pool_of(clips(), 0), 0, seed=0)
    fold = prepare(toy, ArtistTags((), (), ()), clips(), heard(), 0, unplayed=gone)
    assert fold.unplayed.sum() == len(fold.pool) // 2
    assert not any(fold.hybrid.knows(key) for key, gone in zip(fold.pool, fold.unplayed, strict=True) if gone)
    own = np.array([key.startswith("harp") for key in fold.pool])
    replay = replays(toy, clips(), [0], 0, 0)[0]
    after = {(one.way, one.events): one.scores for one in ranked(fold, replay)}
    assert set(after) == {(way, events) for way in Way for events in EVENTS}
    for events in EVENTS[1:]:
        hybrid = after[Way.HYBRID, events]
        assert hybrid[own].min() > hybrid[~own].max()
        # Collaborative filtering alone knows nothing of half of them.
        assert after[Way.COLLABORATIVE, events][fold.unplayed] == pytest.approx(
            after[Way.COLLABORATIVE, events][fold.unplayed][0]
        )
    assert not after[Way.MEAN_SIMILARITY, 0].any()


def test_without_confidence_the_crowd_decides_and_with_it_both() -> None:
    content, listeners = np.array([1.0, 0.0, 0.5]), np.array([0.0, 1.0, 0.5])
    nothing = Profile(np.zeros(1, np.float32), np.zeros((0, 1), np.float32), 0.0)
    assert hybrid_scores(content, listeners, nothing).argmax() == 1
    known = Profile(np.zeros(1, np.float32), np.zeros((0, 1), np.float32), 0.5)
    assert hybrid_scores(content, listeners, known, most=1.0).argmax() == 0
    assert hybrid_scores(content, listeners, known, most=4.0).argmax() == 1


def test_qualities_of_a_ranking_that_can_be_reckoned_by_hand() -> None:
    vectors = np.repeat(np.eye(2, dtype=np.float32), 6, axis=0)
    scores = np.arange(12.0)[::-1]
    first = best(scores, np.arange(12))
    assert first.tolist() == list(range(10))
    found = np.isin(np.arange(12), [0, 11])
    got = quality(first, found, vectors, np.full(12, 0.25))
    assert got.recall == 0.5
    assert got.ndcg == pytest.approx(1 / (1 + 1 / np.log2(3)))
    assert got.novelty == 2
    # 24 of the 45 pairs lie in different directions.
    assert got.variety == pytest.approx(24 / 45)


def test_equals_come_in_the_drawn_order() -> None:
    assert best(np.zeros(3), np.array([2, 0, 1])).tolist() == [1, 2, 0]


def judged(gain: float) -> list[Judged]:
    random = np.random.default_rng(0)
    noise = random.normal(0, 0.01, (60, len(Way), len(EVENTS)))
    return [
        Judged(user, way, events, Quality(*([0.3 + gain * (way is Way.HYBRID) + noise[user, w, e]] * 2), 0.5, 3.0))
        for user in range(60)
        for w, way in enumerate(Way)
        for e, events in enumerate(EVENTS)
    ]


def test_the_goal_is_met_when_the_hybrid_is_surely_above_and_not_when_it_is_level_or_below() -> None:
    assert is_met(judged(0.1))
    assert not is_met(judged(0.0))
    assert not is_met(judged(-0.1))


def test_a_listeners_folds_count_as_one_listener() -> None:
    one = [Judged(7, Way.HYBRID, 3, Quality(value, 0, 0, 0)) for value in (0.0, 1.0)]
    assert per_listener(one, Way.HYBRID, 3, lambda found: found.recall).tolist() == [0.5]


def test_the_interval_holds_the_mean_and_narrows_with_listeners() -> None:
    values = np.random.default_rng(1).random(400)
    many, few = mean(values), mean(values[:20])
    assert many.low < many.value < many.high
    assert many.high - many.low < few.high - few.low


def test_tables_have_a_row_a_way_and_a_column_a_count() -> None:
    assert len(ways_table(judged(0.1), "toy").rows) == len(Way) * len(EVENTS)
    table = differences_table(judged(0.1), "toy")
    assert table.header[1:] == ("0 events", "3 events", "10 events", "30 events")
    assert all("+0.1" in cell or "+0.09" in cell for row in table.rows for cell in row[1:])
