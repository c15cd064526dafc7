"""Makes models by name, each with the twin that this machine runs best."""

from __future__ import annotations

import os

from engine.collaborative.blend import Blend, Part
from engine.collaborative.ease import Ease
from engine.collaborative.knn import ItemKnn
from engine.collaborative.numba_solver import NumbaSolver
from engine.collaborative.popularity import Popularity
from engine.collaborative.profiled_ease import ProfiledEase
from engine.collaborative.scorer import Scorer
from engine.collaborative.settings import SHIPPED, BlendSettings, ModelKind, Settings, WmfSettings
from engine.collaborative.solver import Solver
from engine.collaborative.tag_content import TagContent
from engine.collaborative.wmf import Wmf
from engine.errors import EngineError

AUTO, CPU = "auto", "cpu"


def make_model(
    kind: ModelKind | str, settings: Settings = SHIPPED, device: str = AUTO, threads: int | None = None
) -> Scorer:
    """A model that is not fitted yet.

    Parameters
    ----------
    kind
        By name.
    device
        ``auto``: CUDA where torch has it, else the processor; or ``cpu``, ``cuda``, ``cuda:1``.
    threads
        Of the processor's twin; by default all cores.

    Raises
    ------
    ValueError
        There is no such model.
    EngineError
        Torch has no such device here.
    """
    match ModelKind(kind):
        case ModelKind.BLEND:
            return make_blend(settings.blend, device, threads)
        case ModelKind.WMF:
            return make_wmf(settings.wmf, device, threads)
        case ModelKind.EASE:
            return Ease(settings.ease)
        case ModelKind.KNN:
            return ItemKnn(settings.knn)
        case ModelKind.POPULARITY:
            return Popularity()


def make_wmf(settings: WmfSettings, device: str = AUTO, threads: int | None = None) -> Wmf:
    """WMF by the compiled solver on the processor, by torch's on a GPU."""
    return Wmf(settings, _solver(device, threads))


def make_blend(settings: BlendSettings, device: str = AUTO, threads: int | None = None) -> Blend:
    """The models whose weight is not 0."""
    parts = []
    if settings.profiled_ease:
        parts.append(Part(ProfiledEase(settings.profiled_ease_settings), settings.profiled_ease))
    if settings.tag_content:
        parts.append(Part(TagContent(settings.tag_content_settings), settings.tag_content))
    if settings.ease:
        parts.append(Part(Ease(settings.ease_settings), settings.ease))
    if settings.wmf:
        parts.append(Part(make_wmf(settings.wmf_settings, device, threads), settings.wmf))
    if settings.knn:
        parts.append(Part(ItemKnn(settings.knn_settings), settings.knn))
    return Blend(parts, settings.scale)


def _solver(device: str, threads: int | None) -> Solver:
    if device == CPU:
        return NumbaSolver(threads or _cores())
    import torch  # noqa: PLC0415 - heavy, and not needed on the processor

    from engine.collaborative.torch_solver import TorchSolver  # noqa: PLC0415

    if not torch.cuda.is_available():
        if device == AUTO:
            return NumbaSolver(threads or _cores())
        if device.startswith("cuda"):
            raise EngineError("torch has no CUDA device here")
    return TorchSolver("cuda" if device == AUTO else device)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
