from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.collaborative import Interactions, ItemTags
from engine.collaborative.numba_solver import NumbaSolver
from engine.collaborative.settings import TagSettings, WmfSettings
from engine.collaborative.solver import Solver
from engine.collaborative.torch_solver import TorchSolver
from engine.collaborative.weighting import Weighting, weighted
from engine.collaborative.wmf import Wmf
from engine.errors import InteractionsError
from tests.engine.collaborative.checkerboard import dense

SOLVERS: dict[str, Callable[[], Solver]] = {
    "numba, one thread": lambda: NumbaSolver(1),
    "numba, two threads": lambda: NumbaSolver(2),
    "torch": lambda: TorchSolver("cpu"),
}
SETTINGS = WmfSettings(
    factors=6, sweeps=3, regularisation=0.02, unobserved=0.2, frequency=0.7, observed=1.5, weighting=Weighting.LOG
)


@pytest.fixture(params=SOLVERS)
def solver(request: pytest.FixtureRequest) -> Solver:
    return SOLVERS[request.param]()


def ridge(plays: np.ndarray, width: int, settings: WmfSettings) -> np.ndarray:
    powered: np.ndarray = settings.regularisation * (plays + settings.unobserved * width) ** settings.frequency
    return powered


def loss(plays: Interactions, users: np.ndarray, items: np.ndarray, settings: WmfSettings) -> float:
    """The sum that the module's docstring writes down, pair by pair."""
    weights = settings.observed * dense(weighted(plays.counts, settings.weighting))
    scores = users.astype(np.float64) @ items.astype(np.float64).T
    played = weights > 0
    return float(
        (weights * (1 - scores) ** 2).sum()
        + settings.unobserved * (scores**2).sum()
        + ridge(played.sum(axis=1), played.shape[1], settings) @ (users.astype(np.float64) ** 2).sum(axis=1)
        + ridge(played.sum(axis=0), played.shape[0], settings) @ (items.astype(np.float64) ** 2).sum(axis=1)
    )


def best_users(plays: Interactions, items: np.ndarray, settings: WmfSettings) -> np.ndarray:
    """Each user by a regression over all items, played or not: no trick."""
    weights = settings.observed * dense(weighted(plays.counts, settings.weighting))
    h = items.astype(np.float64)
    of_user = ridge((weights > 0).sum(axis=1), len(h), settings)
    found = []
    for w, lambda_u in zip(weights, of_user, strict=True):
        system = h.T @ ((w + settings.unobserved)[:, None] * h) + lambda_u * np.eye(h.shape[1])
        found.append(np.linalg.solve(system, h.T @ w))
    return np.array(found)


def test_a_member_folded_in_is_the_best_that_the_objective_knows(solver: Solver, board: Interactions) -> None:
    model = Wmf(SETTINGS, solver).fit(board)
    expected = best_users(board, model.factors, SETTINGS)
    np.testing.assert_allclose(model.fold_in(board.counts), expected, atol=1e-4)
    np.testing.assert_allclose(model.scores(board.counts), expected @ model.factors.T, atol=1e-4)


def test_the_loss_never_rises(solver: Solver, board: Interactions) -> None:
    losses = []
    for sweeps in range(1, 7):
        model = Wmf(replace(SETTINGS, sweeps=sweeps), solver).fit(board)
        losses.append(loss(board, model.fold_in(board.counts), model.factors, SETTINGS))
    assert all(after <= before * (1 + 1e-5) for before, after in pairwise(losses))
    assert losses[-1] < 0.95 * losses[0]


def test_no_step_away_from_the_answer_is_better(board: Interactions) -> None:
    model = Wmf(replace(SETTINGS, sweeps=60), NumbaSolver()).fit(board)
    users, items = model.fold_in(board.counts), model.factors
    least = loss(board, users, items, SETTINGS)
    random = np.random.default_rng(0)
    for _ in range(20):
        moved = items + 1e-2 * random.standard_normal(items.shape).astype(np.float32)
        assert loss(board, users, moved, SETTINGS) > least


@pytest.mark.parametrize("factors", [1, 3, 16, 33])
def test_all_solvers_find_the_same(factors: int, board: Interactions) -> None:
    """With rows shorter and longer than the number of factors, so that both kinds of systems are met."""
    settings = replace(SETTINGS, factors=factors)
    scores = [Wmf(settings, make()).fit(board).scores(board.counts) for make in SOLVERS.values()]
    np.testing.assert_array_equal(scores[0], scores[1])
    np.testing.assert_allclose(scores[0], scores[2], atol=2e-4)


@pytest.mark.parametrize("length", [0, 1, 2, 7, 8, 9, 63, 64, 65, 300, 700])
def test_rows_of_every_length_are_solved(solver: Solver, length: int) -> None:
    random = np.random.default_rng(length)
    factors = random.standard_normal((800, 64)).astype(np.float32)
    columns = np.sort(random.choice(800, length, replace=False)).astype(np.int32)
    weights = (0.5 + random.random(length)).astype(np.float32)
    rows = csr_array((weights, columns, np.array([0, length])), shape=(1, 800))
    basis = solver.basis(factors)
    found = solver.numpy(solver.solve(solver.rows(rows, np.array([3], np.float32)), basis, 0.1))
    h = solver.numpy(basis.factors).astype(np.float64)
    system = 0.1 * h.T @ h + 3 * np.eye(64) + h[columns].T @ (weights[:, None] * h[columns])
    np.testing.assert_allclose(found[0], np.linalg.solve(system, h[columns].T @ weights), atol=2e-4)


def test_the_basis_turns_and_does_no_more(solver: Solver) -> None:
    factors = np.random.default_rng(0).standard_normal((50, 5)).astype(np.float32)
    basis = solver.basis(factors)
    turned = solver.numpy(basis.factors)
    np.testing.assert_allclose(turned @ turned.T, factors @ factors.T, atol=1e-4)
    np.testing.assert_allclose(turned.T @ turned, np.diag(solver.numpy(basis.energies)), atol=1e-3)


def test_an_empty_history_has_no_factors(solver: Solver, board: Interactions) -> None:
    model = Wmf(SETTINGS, solver).fit(board)
    assert model.fold_in(board.histories(["who?"])).tolist() == [[0.0] * 6]
    assert model.fold_in(board.histories([])).shape == (0, 6)


def test_tags_move_the_factors_only_with_a_weight(board: Interactions) -> None:
    tags = ItemTags.of(board.items, list(board.items[:10]), ["calm"] * 10, [1] * 10)
    plain = Wmf(SETTINGS, NumbaSolver()).fit(board).factors
    np.testing.assert_array_equal(Wmf(SETTINGS, NumbaSolver()).fit(board, tags).factors, plain)
    heavy = replace(SETTINGS, tags=TagSettings(weight=1))
    assert np.abs(Wmf(heavy, NumbaSolver()).fit(board, tags).factors - plain).max() > 1e-2


def test_another_seed_is_another_start(board: Interactions) -> None:
    first, second = (Wmf(replace(SETTINGS, seed=seed), NumbaSolver()).fit(board).factors for seed in (0, 1))
    assert np.abs(first - second).max() > 1e-3


@pytest.mark.parametrize("change", [{"factors": 0}, {"sweeps": 0}, {"regularisation": 0}, {"unobserved": 0}])
def test_settings_without_sense_are_refused(change: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"too few|above 0"):
        Wmf(replace(SETTINGS, **change), NumbaSolver())  # type: ignore[arg-type]


def test_before_training_there_are_no_factors() -> None:
    with pytest.raises(InteractionsError, match="not fitted"):
        _ = Wmf(SETTINGS, NumbaSolver()).factors
    with pytest.raises(ValueError, match="0 threads"):
        NumbaSolver(0)
