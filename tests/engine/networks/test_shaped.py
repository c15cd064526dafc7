"""Musically shaped filters hear windows of three seconds; a timbre is the same at any pitch."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.embed.inference import bfloat16_is_native
from engine.features.log_mel import N_MELS
from engine.networks.cnn import SHAPED, SHORTEST_FRAMES
from engine.networks.shaped import WINDOW_FRAMES, ShapedFilters, ShapedShape

SHAPE = ShapedShape(front=((3, 38, 7, 2), (2, 1, 128, 2)), middle=4, penultimate=6)
POOLED = 3 + 2 + 3 * 4
STEP = 2


def filters(shape: ShapedShape = SHAPE) -> ShapedFilters:
    torch.manual_seed(0)
    return ShapedFilters(shape).eval()


@torch.inference_mode()
def heard(shaped: ShapedFilters, decibels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    penultimate, mean, most = shaped(decibels)
    return penultimate, mean, most


def music(n_frames: int, seed: int = 0) -> Tensor:
    return 10 * torch.randn(1, N_MELS, n_frames, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("n_frames", "windows"), [(WINDOW_FRAMES, 1), (3 * WINDOW_FRAMES + 50, 3)])
def test_every_whole_window_is_described(n_frames: int, windows: int) -> None:
    penultimate, mean, most = heard(filters(), music(n_frames).expand(2, -1, -1))
    assert penultimate.shape == (2, 6, windows)
    assert mean.shape == most.shape == (2, POOLED, windows)
    assert (mean <= most).all()
    assert SHAPE.pooled == POOLED
    assert SHAPE.features == 6 + 2 * POOLED


def test_a_window_hears_its_neighbours_only_as_far_as_its_filters_reach() -> None:
    reach = 128 // 2 + 3 * 3
    clip, other = music(3 * WINDOW_FRAMES), music(3 * WINDOW_FRAMES)
    other[:, :, WINDOW_FRAMES + reach :] += 20
    first, changed = (torch.cat(heard(filters(), one), dim=1) for one in (clip, other))
    torch.testing.assert_close(first[:, :, 0], changed[:, :, 0])
    assert not torch.allclose(first[:, :, 1], changed[:, :, 1])
    near = clip.clone()
    near[:, :, WINDOW_FRAMES + reach // 2 :] += 20
    assert not torch.allclose(first[:, :, 0], torch.cat(heard(filters(), near), dim=1)[:, :, 0])


def test_a_timbre_is_the_same_at_any_pitch() -> None:
    tall = filters(ShapedShape(front=((5, 38, 7, STEP),), middle=4, penultimate=6))
    overtones = 10 * torch.rand(1, 7, 1, generator=torch.Generator().manual_seed(3))

    def at(band: int, shape: Tensor = overtones) -> Tensor:
        clip = torch.full((1, N_MELS, WINDOW_FRAMES), -100.0)
        clip[:, band : band + 7] = shape
        return torch.cat(heard(tall, clip), dim=1)

    low, high, another = at(42), at(42 + 5 * STEP), at(42, overtones.flip(1))
    torch.testing.assert_close(low, high)
    assert not torch.allclose(low, another, atol=1e-2)


def test_a_filter_whose_weight_is_negative_says_most_where_it_fits_least() -> None:
    shaped = filters(ShapedShape(front=((2, 1, 1, 1),), middle=4, penultimate=6))
    with torch.no_grad():
        shaped.front[0].weight.fill_(1.0)
        shaped.front[0].bias.zero_()
        shaped.weights.copy_(torch.tensor([2.0, -2.0]))
        shaped.offsets.fill_(1.0)
    clip = music(WINDOW_FRAMES)
    found = torch.log10(1 + 10 ** (clip[0] / 10))
    most = heard(shaped, clip)[2][0, :2, 0]
    torch.testing.assert_close(most[0], 2 * found.amax(dim=0).amax() + 1)
    torch.testing.assert_close(most[1], -2 * found.amin(dim=0).amin() + 1)


def test_quiet_music_is_not_lost_where_numbers_are_short() -> None:
    shaped = filters()
    shaped.compression.fill_(5_000.0)
    quiet = music(WINDOW_FRAMES) - 60
    exact = torch.cat(heard(shaped, quiet), dim=1)
    with torch.autocast("cpu", torch.bfloat16):
        short = torch.cat(heard(shaped, quiet), dim=1)
    torch.testing.assert_close(short, exact, atol=0.02, rtol=0.02)
    silence = torch.cat(heard(shaped, torch.full_like(quiet, -100.0)), dim=1)
    assert (exact - silence).abs().max() > 0.1


NATIVE = pytest.mark.skipif(not bfloat16_is_native(), reason="this processor does not multiply bfloat16 itself")


@pytest.mark.parametrize("short", [pytest.param(False, id="float32"), pytest.param(True, id="bfloat16", marks=NATIVE)])
def test_at_any_length_it_hears_the_same_however_its_weights_lie_in_memory(short: bool) -> None:
    """The product's own sizes: for some lengths a kernel of torch's has written beyond its output."""
    plain, last = filters(SHAPED), filters(SHAPED).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    for n_frames in (*range(SHORTEST_FRAMES, SHORTEST_FRAMES + 30), 500, 700):
        clip = music(n_frames)
        with torch.autocast("cpu", torch.bfloat16, enabled=short):
            for one, other in zip(heard(plain, clip), heard(last, clip), strict=True):
                torch.testing.assert_close(one, other, atol=0.05 if short else 1e-4, rtol=0.05 if short else 1e-4)
