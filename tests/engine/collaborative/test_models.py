from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine.collaborative import SHIPPED, ModelKind, make_blend, make_model, make_wmf
from engine.collaborative.blend import Blend
from engine.collaborative.numba_solver import NumbaSolver
from engine.collaborative.settings import BlendSettings
from engine.collaborative.torch_solver import TorchSolver
from engine.errors import EngineError


@pytest.mark.parametrize("kind", ModelKind)
def test_every_name_makes_its_model(kind: ModelKind) -> None:
    assert make_model(kind).name == make_model(str(kind)).name == str(kind)


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="oracle"):
        make_model("oracle")


def test_the_device_chooses_the_twin() -> None:
    assert isinstance(make_wmf(SHIPPED.wmf, "cpu").solver, NumbaSolver)
    assert isinstance(make_wmf(SHIPPED.wmf, "meta").solver, TorchSolver)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_a_device_that_is_not_there_is_said() -> None:
    with pytest.raises(EngineError, match="no CUDA device"):
        make_wmf(SHIPPED.wmf, "cuda")


def test_a_model_without_weight_is_not_made() -> None:
    blend = make_blend(replace(BlendSettings(), profiled_ease=0.0, tag_content=0.0, ease=1.0, wmf=0.0, knn=0.5))
    assert isinstance(blend, Blend)
    assert [part.model.name for part in blend.parts] == ["ease", "knn"]
