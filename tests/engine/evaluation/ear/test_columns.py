"""An ear that hears everything has every point; one that hears nothing has what chance gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.baselines import random_vectors
from engine.evaluation.distortions import DISTORTIONS
from engine.evaluation.ear.columns import COLUMNS, GROUPS, columns_of, evaluate
from engine.evaluation.ear.exam import EarVectors
from tests.engine.evaluation.ear.toy import perfect, toy_exam

EXAM = toy_exam()


@pytest.mark.parametrize("fold", [0, 4])
def test_a_perfect_ear_is_right_in_every_column(fold: int) -> None:
    scores = {name: values.mean() for name, values in evaluate(EXAM, perfect(EXAM, fold), fold).items()}
    assert tuple(scores) == COLUMNS
    # Three songs an album leave two to be found among five.
    assert scores.pop("album P@5") == pytest.approx(0.4)
    # Of the 24 others of one's camp ten are neighbours; the rest count as strangers though they sound the same.
    for name in ("played together", "tagged alike"):
        assert scores.pop(name) > 0.75
    assert min(scores.values()) > 0.99, scores


def test_chance_is_chance() -> None:
    n, m = len(EXAM.tracks), len(EXAM.songs)
    drawn = random_vectors(n + 2 * m, seed=3)
    distorted = dict.fromkeys(DISTORTIONS, random_vectors(20, seed=4))
    vectors = EarVectors(drawn[:n], drawn[n : n + m], drawn[n + m :], distorted)
    scores = {name: values.mean() for name, values in evaluate(EXAM, vectors, 1).items()}
    for name in ("taffc quadrant", "genre ROC-AUC", "P@10 genre taffc", "played together", "tagged alike"):
        assert scores[name] == pytest.approx(0.5, abs=0.2), name
    for name in ("artist hit@10", "song R@5", "mp3 64k"):
        assert scores[name] <= 0.2, name


def test_every_column_asks_the_fold_only() -> None:
    counts = {name: values.size for name, values in evaluate(EXAM, perfect(EXAM, 2), 2).items()}
    assert counts["taffc quadrant"] == counts["mirex cluster"] == counts["emotify genre"] == 30
    assert counts["genre ROC-AUC"] == 2
    assert counts["artist hit@10"] == 4 * 30
    assert counts["album P@5"] == 30
    assert counts["song R@1"] == 30 + 2
    assert counts["played together"] == 10
    assert counts["phone"] == 20


def test_without_views_their_columns_are_not_asked() -> None:
    answers = evaluate(EXAM, EarVectors(perfect(EXAM, 0).whole), 0)
    unasked = [name for name, values in answers.items() if not values.size]
    assert unasked == ["song R@1", "song R@5", *DISTORTIONS]


def test_every_column_stands_in_one_table() -> None:
    assert tuple(name for group in GROUPS for name in columns_of(group)) == COLUMNS
    assert len(set(COLUMNS)) == len(COLUMNS)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5, deadline=None)
def test_a_rotation_of_the_space_changes_no_retrieval(seed: int) -> None:
    given_vectors = perfect(EXAM, 0).whole + random_vectors(len(EXAM.tracks), seed=seed, dimension=64)
    turn = np.linalg.qr(np.random.default_rng(seed).standard_normal((64, 64)))[0].astype(np.float32)
    straight = evaluate(EXAM, EarVectors(given_vectors), 0)
    turned = evaluate(EXAM, EarVectors(given_vectors @ turn), 0)
    for name in ("P@10 genre taffc", "artist hit@10", "album P@5", "played together", "tagged alike"):
        assert straight[name].mean() == pytest.approx(turned[name].mean(), abs=0.01), name
