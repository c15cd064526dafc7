from __future__ import annotations

import numpy as np
import pytest

from engine.collaborative import Interactions, ItemTags
from engine.collaborative import ease as module
from engine.collaborative.ease import Ease, inverted, learn_dual, learn_primal
from engine.collaborative.settings import EaseSettings, TagSettings
from engine.collaborative.weighting import Weighting, weighted
from engine.errors import InteractionsError
from tests.engine.collaborative.checkerboard import dense

LAMBDA = 3.0


def naive(rows: np.ndarray, histories: np.ndarray, regularisation: float) -> np.ndarray:
    """Each item by a ridge regression of its own on all the others, as the paper's equation 2 asks for."""
    items = rows.shape[1]
    weights = np.zeros((items, items))
    for item in range(items):
        others = np.delete(np.arange(items), item)
        x = rows[:, others]
        weights[others, item] = np.linalg.solve(x.T @ x + regularisation * np.eye(items - 1), x.T @ rows[:, item])
    return histories @ weights


@pytest.mark.parametrize("learn", [learn_primal, learn_dual])
def test_both_ways_are_the_regressions_of_the_paper(learn: object, board: Interactions) -> None:
    rows = weighted(board.counts, Weighting.LOG)
    some = rows[:7]
    found = learn(rows, LAMBDA).scores(some)  # type: ignore[operator]
    np.testing.assert_allclose(found, naive(dense(rows), dense(some), LAMBDA), atol=2e-5)


def test_fewer_users_than_items_and_the_other_way_round_agree(board: Interactions) -> None:
    few = Interactions(board.counts[:25], board.users[:25], board.items)
    settings = EaseSettings(weighting=Weighting.BINARY, regularisation=LAMBDA)
    for plays in (few, board):
        found = Ease(settings).fit(plays).scores(board.counts)
        expected = naive((dense(plays.counts) > 0) * 1.0, (dense(board.counts) > 0) * 1.0, LAMBDA)
        np.testing.assert_allclose(found, expected, atol=2e-5)


def test_tags_are_further_listeners(board: Interactions) -> None:
    tags = ItemTags.of(board.items, ["item000", "item002", "item001"], ["even", "even", "odd"], [4, 1, 1])
    tagged = TagSettings(weight=2.0, weighting=Weighting.BINARY, fewest_items=2)
    settings = EaseSettings(weighting=Weighting.BINARY, regularisation=LAMBDA, tags=tagged)
    even = np.zeros((1, len(board.items)))
    even[0, [0, 2]] = 2
    played = (dense(board.counts) > 0) * 1.0
    expected = naive(np.vstack([played, even]), played, LAMBDA)
    np.testing.assert_allclose(Ease(settings).fit(board, tags).scores(board.counts), expected, atol=2e-5)


def test_a_matrix_of_several_blocks_is_inverted_whole(board: Interactions, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = weighted(board.counts, Weighting.LOG)
    whole = [learn(rows, LAMBDA).scores(rows) for learn in (learn_primal, learn_dual)]
    monkeypatch.setattr(module, "ITEMS_AT_ONCE", 7)
    for learn, expected in zip((learn_primal, learn_dual), whole, strict=True):
        np.testing.assert_allclose(learn(rows, LAMBDA).scores(rows), expected, atol=1e-5)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_inverting(kind: type) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(30, 40))
    gram = np.asfortranarray((x @ x.T + np.eye(30)).astype(kind))
    expected = np.linalg.inv(gram.astype(np.float64))
    np.testing.assert_allclose(inverted(gram), expected, atol=1e-4 if kind is np.float32 else 1e-12)


def test_what_cannot_be_inverted_is_said() -> None:
    with pytest.raises(InteractionsError, match="larger one helps"):
        inverted(np.zeros((3, 3), order="F"))


def test_too_large_a_matrix_is_refused_before_it_is_made(monkeypatch: pytest.MonkeyPatch, board: Interactions) -> None:
    monkeypatch.setattr(module, "LARGEST", 39)
    with pytest.raises(InteractionsError, match="at most 39 rows"):
        Ease(EaseSettings()).fit(board)


@pytest.mark.parametrize("regularisation", [0.0, -1.0, float("nan")])
def test_no_regularisation_is_refused(regularisation: float) -> None:
    with pytest.raises(ValueError, match="regularisation"):
        Ease(EaseSettings(regularisation=regularisation))
