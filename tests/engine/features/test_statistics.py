"""Statistics say how a stretch is made up, and NumPy says the same."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.features.log_mel import N_MELS
from engine.features.mfcc import cosine_basis
from engine.features.statistics import N_STATISTICS, STRETCH_FRAMES, statistics, stretches_of

N_CEPSTRAL = 24


@pytest.fixture(scope="module")
def decibels() -> torch.Tensor:
    torch.manual_seed(0)
    return (torch.randn(2, N_MELS, 700).cumsum(dim=2) / 5 - 40).contiguous()


def test_every_number_is_what_numpy_says(decibels: torch.Tensor) -> None:
    said = statistics(decibels, 1)[1, 0].double().numpy()
    x = decibels[1].double().numpy()
    changes = [(x[:, lag:] - x[:, :-lag]).std(axis=1) for lag in (1, 4, 16, 64)]
    bands = np.concatenate([x.mean(axis=1), x.std(axis=1), *changes])
    np.testing.assert_allclose(said[: bands.size], bands, rtol=1e-4, atol=1e-4)

    low, high = said[bands.size :][:N_MELS], said[bands.size :][N_MELS : 2 * N_MELS]
    np.testing.assert_allclose((x < low[:, None]).mean(axis=1), 0.1, atol=0.06)
    np.testing.assert_allclose((x < high[:, None]).mean(axis=1), 0.9, atol=0.06)

    coefficients = cosine_basis(N_CEPSTRAL, N_MELS).double().numpy() @ x
    wanted = np.corrcoef(coefficients)
    np.fill_diagonal(wanted, np.log(coefficients.std(axis=1)))
    rows = np.triu_indices(N_CEPSTRAL)
    np.testing.assert_allclose(said[bands.size + 2 * N_MELS :], wanted[rows], atol=2e-3)
    assert said.size == N_STATISTICS


def test_stretches_are_described_each_for_itself(decibels: torch.Tensor) -> None:
    halves = statistics(decibels, 2)
    assert halves.shape == (2, 2, N_STATISTICS)
    torch.testing.assert_close(halves[:, 0], statistics(decibels[:, :, :350], 1)[:, 0])
    torch.testing.assert_close(halves[:, 1], statistics(decibels[:, :, 350:], 1)[:, 0])


def test_gain_moves_levels_and_nothing_else(decibels: torch.Tensor) -> None:
    quiet, loud = statistics(decibels, 1), statistics(decibels + 6, 1)
    moved = (loud - quiet)[0, 0].abs() > 0.5
    assert set(moved.nonzero()[:, 0].tolist()) == {*range(N_MELS), *range(6 * N_MELS, 8 * N_MELS)}


def test_silence_is_described_too() -> None:
    assert statistics(torch.full((1, N_MELS, 400), -100.0), 3).isfinite().all()


@pytest.mark.parametrize(("frames", "stretches"), [(1, 1), (STRETCH_FRAMES, 1), (1_874, 3), (1_300, 2)])
def test_a_stretch_is_about_ten_seconds(frames: int, stretches: int) -> None:
    assert stretches_of(frames) == stretches
