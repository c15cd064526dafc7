from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.collaborative import CollaborativeModel, Interactions
from engine.collaborative.blend import Blend, Part
from engine.collaborative.ease import Ease
from engine.collaborative.knn import ItemKnn
from engine.collaborative.numba_solver import NumbaSolver
from engine.collaborative.popularity import Popularity
from engine.collaborative.profiled_ease import ProfiledEase
from engine.collaborative.random_walk import RandomWalk, RandomWalkSettings
from engine.collaborative.settings import EaseSettings, KnnSettings, ProfiledEaseSettings, Scale, WmfSettings
from engine.collaborative.torch_solver import TorchSolver
from engine.collaborative.wmf import Wmf
from tests.engine.collaborative.checkerboard import checkerboard

FEW = WmfSettings(factors=2, sweeps=5)
"""As many factors as there are colours."""

MAKERS: dict[str, Callable[[], CollaborativeModel]] = {
    "popularity": Popularity,
    "knn": lambda: ItemKnn(KnnSettings(neighbours=10)),
    "random walk": lambda: RandomWalk(RandomWalkSettings(neighbours=10)),
    "ease": lambda: Ease(EaseSettings(regularisation=5)),
    "profiled ease": lambda: ProfiledEase(ProfiledEaseSettings()),
    "wmf by numba": lambda: Wmf(FEW, NumbaSolver(threads=2)),
    "wmf by torch": lambda: Wmf(FEW, TorchSolver("cpu")),
    "blend of standard scores": lambda: Blend(
        [Part(Ease(EaseSettings()), 0.7), Part(Wmf(FEW, NumbaSolver()), 0.3)], Scale.STANDARD
    ),
    "blend of ranks": lambda: Blend([Part(Ease(EaseSettings()), 0.5), Part(ItemKnn(KnnSettings()), 0.5)], Scale.RANK),
}
"""Every model, by a name for the tests."""


@pytest.fixture(scope="session")
def board() -> Interactions:
    return checkerboard()


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest) -> Callable[[], CollaborativeModel]:
    return MAKERS[request.param]


@pytest.fixture
def model(make: Callable[[], CollaborativeModel], board: Interactions) -> CollaborativeModel:
    return make().fit(board)
