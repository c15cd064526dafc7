from __future__ import annotations

import numpy as np
import pytest

from engine.collaborative import Interactions
from engine.collaborative import knn as module
from engine.collaborative.knn import ItemKnn
from engine.collaborative.settings import KnnSettings
from engine.collaborative.weighting import Weighting, weighted
from tests.engine.collaborative.checkerboard import ITEMS, dense

SETTINGS = KnnSettings(weighting=Weighting.LOG, neighbours=6, shrinkage=2.5)


def naive(plays: Interactions, settings: KnnSettings) -> np.ndarray:
    """(n_items, n_items) of each item's neighbours in its column."""
    x = dense(weighted(plays.counts, settings.weighting))
    lengths = np.linalg.norm(x, axis=0)
    cosines = (x.T @ x) / (np.outer(lengths, lengths) + settings.shrinkage)
    np.fill_diagonal(cosines, 0)
    kept = np.zeros_like(cosines)
    for item in range(len(cosines)):
        near = np.argsort(-cosines[item], kind="stable")[: settings.neighbours]
        kept[near, item] = cosines[item, near]
    return kept


def test_scores_are_sums_of_the_nearest_cosines(board: Interactions) -> None:
    expected = dense(weighted(board.counts, Weighting.LOG)) @ naive(board, SETTINGS)
    np.testing.assert_allclose(ItemKnn(SETTINGS).fit(board).scores(board.counts), expected, atol=1e-4)


def test_block_by_block_is_the_same(board: Interactions, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ItemKnn(SETTINGS).fit(board).scores(board.counts)
    monkeypatch.setattr(module, "ITEMS_AT_ONCE", 7)
    np.testing.assert_allclose(ItemKnn(SETTINGS).fit(board).scores(board.counts), whole, atol=1e-5)


def test_an_item_is_not_its_own_neighbour() -> None:
    plays = Interactions.of(["mara", "jonas"], ["x", "y"], [1, 1])
    assert ItemKnn(SETTINGS).fit(plays).scores(plays.counts).tolist() == [[0, 0], [0, 0]]


def test_more_neighbours_than_items_are_all_of_them(board: Interactions) -> None:
    all_of_them = ItemKnn(KnnSettings(neighbours=10 * ITEMS)).fit(board).scores(board.counts)
    as_many = ItemKnn(KnnSettings(neighbours=ITEMS)).fit(board).scores(board.counts)
    np.testing.assert_array_equal(all_of_them, as_many)


@pytest.mark.parametrize("settings", [KnnSettings(neighbours=0), KnnSettings(shrinkage=-1)])
def test_settings_without_sense_are_refused(settings: KnnSettings) -> None:
    with pytest.raises(ValueError, match="no sense"):
        ItemKnn(settings)
