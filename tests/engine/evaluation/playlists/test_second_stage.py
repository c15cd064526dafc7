from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.collaborative.protocol import untold
from engine.evaluation.folds import DataMissingError
from engine.evaluation.playlists.features import Candidates
from engine.evaluation.playlists.second_stage import (
    NONE,
    UNJUDGED,
    RankerSettings,
    SecondStage,
    best_of,
    is_right,
    part_of,
)

SMALL = RankerSettings(rounds=20, min_data_in_leaf=5, learning_rate=0.2, feature_fraction=1.0, bagging_fraction=1.0)
PLAYLISTS, TRACKS = 60, 12


def readable(seed: int) -> tuple[Candidates, csr_array]:
    """Candidates of which the one with the largest second feature is right; the first feature is noise."""
    random = np.random.default_rng(seed)
    rows, columns = np.divmod(np.arange(PLAYLISTS * TRACKS), TRACKS)
    features = random.random((len(rows), 2)).astype(np.float32)
    best = features[:, 1].reshape(PLAYLISTS, TRACKS).argmax(axis=1)
    hidden = csr_array((np.ones(PLAYLISTS, dtype=np.float32), (np.arange(PLAYLISTS), best)), shape=(PLAYLISTS, TRACKS))
    return Candidates(rows, columns, ("noise", "clue"), features), hidden


def test_judged_playlists_are_dealt_evenly_and_no_other() -> None:
    judged = np.arange(0, 60, 3)
    parts = part_of(judged, 60, seed=0)
    assert sorted(parts[judged].tolist()) == [0] * 10 + [1] * 10
    assert set(np.delete(parts, judged).tolist()) == {UNJUDGED}
    assert part_of(judged, 60, seed=0).tolist() == parts.tolist()


def test_the_clue_is_learned_and_the_same_seed_learns_the_same() -> None:
    found, hidden = readable(0)
    parts = part_of(np.arange(40), PLAYLISTS, seed=0)
    stages = [SecondStage(SMALL, 0, 1) for _ in range(2)]
    for stage in stages:
        stage.learn(found, hidden, parts, untold)
    scores = stages[0].scores(found, parts)
    assert scores.tolist() == stages[1].scores(found, parts).tolist()
    first = best_of(found, scores, np.arange(40), k=1)[:, 0]
    assert (first == hidden.toarray()[:40].argmax(axis=1)).mean() > 0.8
    assert next(stages[0].importance(found.names))[0] == "clue"


def test_a_playlist_is_judged_by_a_ranker_that_never_saw_it() -> None:
    """Other answers of one part leave the scores of that part as they are, and change those of the other."""
    found, hidden = readable(0)
    parts = part_of(np.arange(PLAYLISTS), PLAYLISTS, seed=0)
    lied = hidden.toarray()
    lied[parts == 0] = np.roll(lied[parts == 0], 5, axis=1)
    honest, misled = SecondStage(SMALL, 0, 1), SecondStage(SMALL, 0, 1)
    honest.learn(found, hidden, parts, untold)
    misled.learn(found, csr_array(lied), parts, untold)
    here = parts[found.rows] == 0
    before, after = honest.scores(found, parts), misled.scores(found, parts)
    assert before[here].tolist() == after[here].tolist()
    assert before[~here].tolist() != after[~here].tolist()


def test_new_playlists_get_the_mean_of_all_rankers() -> None:
    found, hidden = readable(0)
    stage = SecondStage(SMALL, 0, 1)
    stage.learn(found, hidden, part_of(np.arange(PLAYLISTS), PLAYLISTS, seed=0), untold)
    by_each = [stage.scores(found, np.full(PLAYLISTS, part)) for part in (0, 1)]
    np.testing.assert_allclose(stage.scores(found), (by_each[0] + by_each[1]) / 2)


def test_nothing_right_is_nothing_to_learn_from() -> None:
    found, _ = readable(0)
    nothing = csr_array((PLAYLISTS, TRACKS), dtype=np.float32)
    with pytest.raises(DataMissingError, match="nothing to learn from"):
        SecondStage(SMALL, 0, 1).learn(found, nothing, part_of(np.arange(PLAYLISTS), PLAYLISTS, 0), untold)


def test_the_best_come_first_and_what_is_missing_is_said() -> None:
    found = Candidates(np.array([1, 1, 1, 4]), np.array([8, 5, 6, 2]), (), np.empty((4, 0), dtype=np.float32))
    scores = np.array([0.1, 0.9, 0.9, 0.3])
    assert best_of(found, scores, np.array([4, 1]), k=2).tolist() == [[2, NONE], [5, 6]]
    assert best_of(found, scores, np.array([2]), k=1).tolist() == [[NONE]]


def test_right_is_what_was_hidden_of_that_playlist() -> None:
    found = Candidates(np.array([0, 1]), np.array([2, 2]), (), np.empty((2, 0), dtype=np.float32))
    assert is_right(found, csr_array(np.array([[0, 0, 1], [1, 0, 0]], dtype=np.float32))).tolist() == [True, False]
