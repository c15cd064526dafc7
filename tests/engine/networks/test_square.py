"""Square filters hear a whole clip: a row a second, a column every five."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from engine.features.log_mel import N_MELS
from engine.networks.square import COLUMN_FRAMES, SquareFilters, SquareShape

SHAPE = SquareShape((3, 4, 5, 6, 7))
SECOND = COLUMN_FRAMES // 5


def filters(shape: SquareShape = SHAPE) -> SquareFilters:
    torch.manual_seed(0)
    return SquareFilters(shape).eval()


@torch.inference_mode()
def heard(square: SquareFilters, decibels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    third, fourth, columns = square(decibels)
    return third, fourth, columns


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize(("seconds", "columns"), [(5, 1), (6, 2), (15, 3), (29, 6)])
def test_a_row_a_second_and_the_end_of_a_clip_is_a_column_too(stride: int, seconds: int, columns: int) -> None:
    shape = replace(SHAPE, second_stride=stride)
    third, fourth, column = heard(filters(shape), torch.randn(2, N_MELS, seconds * SECOND))
    assert third.shape == (2, 5, seconds)
    assert fourth.shape == (2, 6, seconds)
    assert column.shape == (2, 7, columns)
    assert shape.features == 5 + 6 + 7


def test_beyond_the_ends_of_a_clip_lies_the_level_that_is_nothing() -> None:
    square = filters()
    square.scale.fill_(0.05)
    square.shift.fill_(2.0)
    with torch.no_grad():
        for layer in square.layers:
            layer.bias.zero_()
    nothing = torch.full((1, N_MELS, COLUMN_FRAMES), -40.0)
    assert all(not part.any() for part in heard(square, nothing))
    assert all(part.any() for part in heard(square, nothing + 20))


def test_a_steady_sound_is_heard_the_same_at_fewer_places() -> None:
    spectrum = torch.randn(1, N_MELS, 1, generator=torch.Generator().manual_seed(1))
    steady = spectrum.expand(-1, -1, 40 * SECOND)
    closely, less = filters(), filters(replace(SHAPE, second_stride=2))
    less.load_state_dict(closely.state_dict())
    inside = slice(2, -2)
    for one, other in zip(heard(closely, steady), heard(less, steady), strict=True):
        torch.testing.assert_close(one[:, :, inside], other[:, :, inside])
        assert one[:, :, inside].any()


def test_fewer_places_miss_some_of_the_loudest() -> None:
    clip = torch.randn(1, N_MELS, COLUMN_FRAMES)
    closely, less = filters(SquareShape((3, 4, 1, 1, 1))), filters(SquareShape((3, 4, 1, 1, 1), second_stride=2))
    less.load_state_dict(closely.state_dict())
    with torch.no_grad():
        # A third layer that says the second's maximum as it is.
        for square in (closely, less):
            square.layers[2].weight.zero_()[:, :, 1, 1] = 1.0
            square.layers[2].bias.zero_()
    third, fewer = heard(closely, clip)[0], heard(less, clip)[0]
    assert (fewer <= third + 1e-6).all()
    assert (fewer < third).any()
