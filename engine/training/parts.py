"""Fitting style, likeness and the projection of the joined vector: closed forms, after the networks have learned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.networks.cnn import FEATURES, TAGGER_EMBEDDINGS
from engine.networks.ear import DIMENSION, Ear
from engine.networks.parts import LIKENESS_SIZE, STYLE_SIZE, embeddings
from engine.training.heard import Heard
from engine.training.packs import Packs

_DISGUISED_WEIGHT = 0.25
"""What the scatter of disguised clips counts beside that of other stretches of a clip."""
_RIDGE = 0.1
"""Part of the mean variance within a clip that is added to every direction's."""
_WIDTH_POWER = -0.25
"""A discriminant is scaled by this power of its variance between clips over that within: the widest ones do not
decide alone."""
_TINY = 1e-6
_CLIPS_AT_ONCE = 256
_SEED = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """What the networks say of whole clips, before standardisation.

    Attributes
    ----------
    cnn, autoencoder, found
        (n, EMBEDDING_SIZE), (n, CODE_SIZE) and (n, FOUND).
    """

    cnn: Tensor
    autoencoder: Tensor
    found: Tensor


@torch.no_grad()
def fit(ear: Ear, raw: Raw, heard: Heard, clips: NDArray[np.int64]) -> None:
    """Fit all that is not learned step by step, in place.

    Parameters
    ----------
    ear
        Its networks have learned; at rest.
    raw
        Of the clips that it learned from.
    heard
        Stretches and disguises of all clips.
    clips
        Places of the clips that it learned from among them.
    """
    ear.standardise(raw.cnn, raw.autoencoder)
    _fit_style(ear, raw.found)
    _fit_likeness(ear, heard, clips)
    _fit_projection(ear, raw)


def _fit_style(ear: Ear, found: Tensor) -> None:
    """Principal axes of the embeddings, each number standardised and each tagger counting the same."""
    style, whole = ear.style, embeddings(found).double()
    sizes = torch.cat(
        [torch.full((size,), size**-0.5) for size in (place.stop - place.start for place in TAGGER_EMBEDDINGS)]
    )
    scale = sizes.double() / _deviation(whole)
    directions = torch.linalg.eigh(torch.cov((whole * scale).T)).eigenvectors[:, -STYLE_SIZE:]
    style.mean.copy_(whole.mean(dim=0))
    style.axes.copy_(_rounded(scale[:, None] * directions))


def _fit_likeness(ear: Ear, heard: Heard, clips: NDArray[np.int64]) -> None:
    """Fisher's discriminants of clips: wide between them, narrow within their stretches and disguises."""
    likeness = ear.likeness
    all_stretches = [rows for _, rows in _stretches(ear, heard.clean, clips)]
    flat = torch.cat(all_stretches).flatten(0, 1)
    likeness.mean.copy_(flat.mean(dim=0))
    likeness.deviation.copy_(_deviation(flat))
    compressed = [likeness.compressed(rows.flatten(0, 1)).reshape(rows.shape) for rows in all_stretches]
    flat = torch.cat(compressed).flatten(0, 1)
    mean, deviation = flat.mean(dim=0), _deviation(flat)
    standard = [(rows - mean) / deviation for rows in compressed]
    centres = torch.cat(standard).mean(dim=1)
    within = _scatter((rows - rows.mean(dim=1, keepdim=True) for rows in standard), len(mean))
    for packs in heard.disguised:
        changed = (
            (likeness.compressed(rows.flatten(0, 1)).reshape(rows.shape) - mean) / deviation - centres[places, None]
            for places, rows in _stretches(ear, packs, clips)
        )
        within += _DISGUISED_WEIGHT / len(heard.disguised) * _scatter(changed, len(mean))
    within /= 1 + _DISGUISED_WEIGHT
    directions = _discriminants(torch.cov(centres.double().T), within)
    likeness.directions.copy_(_rounded(directions / deviation.double()[:, None]))
    likeness.offset.copy_(mean @ likeness.directions)


def _discriminants(between: Tensor, within: Tensor) -> Tensor:
    """(d, LIKENESS_SIZE) float64: the directions along which clips differ most for what they vary in themselves."""
    within = within + _RIDGE * within.diagonal().mean() * torch.eye(len(within), dtype=torch.float64)
    root = torch.linalg.cholesky(within)
    half = torch.linalg.solve_triangular(root, between, upper=False)
    ratios = torch.linalg.solve_triangular(root, half.T, upper=False)
    values, vectors = torch.linalg.eigh((ratios + ratios.T) / 2)
    directions = torch.linalg.solve_triangular(root.T, vectors[:, -LIKENESS_SIZE:], upper=True)
    values = values[-LIKENESS_SIZE:]
    # Where clips do not differ at all, as the last ones of a few clips, a direction says nothing.
    widths = torch.where(values > _TINY * values[-1], values.clamp(min=0) ** _WIDTH_POWER, 0.0)
    scaled: Tensor = directions * widths
    return scaled


def _fit_projection(ear: Ear, raw: Raw) -> None:
    """Principal axes of the joined vectors, turned at random so that no number of a vector counts more than another."""
    joined = ear.joined(raw.cnn, raw.autoencoder, raw.found).double()
    axes = torch.linalg.eigh(joined.T @ joined / len(joined)).eigenvectors[:, -DIMENSION:]
    drawn = torch.randn(DIMENSION, DIMENSION, dtype=torch.float64, generator=torch.Generator().manual_seed(_SEED))
    ear.projection.copy_(_rounded(axes @ torch.linalg.qr(drawn).Q))


def _stretches(ear: Ear, packs: Packs, clips: NDArray[np.int64]) -> Iterator[tuple[slice, Tensor]]:
    """Places among the clips, and (n, STRETCHES, LIKENESS_INPUTS) of them."""
    for start in range(0, len(clips), _CLIPS_AT_ONCE):
        some = clips[start : start + _CLIPS_AT_ONCE]
        found = torch.from_numpy(np.stack([packs.of(int(clip)) for clip in some]))
        embedded = ear.cnn.embed(found[..., :FEATURES].flatten(0, 1)).reshape(*found.shape[:2], -1)
        yield slice(start, start + len(some)), torch.cat([found, embedded], dim=2)


def _scatter(deviations: Iterator[Tensor], size: int) -> Tensor:
    """(size, size) float64: mean outer product of all rows."""
    total, count = torch.zeros(size, size, dtype=torch.float64), 0
    for rows in deviations:
        flat = rows.reshape(-1, size)
        total += (flat.T @ flat).double()
        count += len(flat)
    return total / count


def _deviation(rows: Tensor) -> Tensor:
    """(d,) deviations; 1 for a number that never changes, which then says nothing and breaks nothing."""
    deviation = rows.std(dim=0)
    return torch.where(deviation < _TINY, 1.0, deviation)


def _rounded(kernel: Tensor) -> Tensor:
    """As it will be stored."""
    return kernel.half().float()
