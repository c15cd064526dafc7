"""A varied segment is still the same music; a damaged one lacks something."""

from __future__ import annotations

import torch

from engine.features.log_mel import N_MELS
from engine.features.segments import SEGMENT_FRAMES
from engine.training.augment import LONGEST_CROP, damage, vary


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_the_same_seed_gives_the_same_variation() -> None:
    crops = torch.randn(6, N_MELS, LONGEST_CROP)
    assert torch.equal(vary(crops, generator(1)), vary(crops, generator(1)))
    assert not torch.equal(vary(crops, generator(1)), vary(crops, generator(2)))


def test_a_varied_segment_keeps_its_shape_and_its_bands() -> None:
    crops = torch.full((16, N_MELS, LONGEST_CROP), -2.0)
    crops[:, 60:68] = 2.0
    varied = vary(crops, generator(0))
    assert varied.shape == (16, N_MELS, SEGMENT_FRAMES)
    loudest = varied.mean(dim=2).argmax(dim=1)
    assert ((loudest >= 55) & (loudest <= 72)).all()


def test_damage_covers_a_part_and_leaves_the_rest() -> None:
    segments = torch.full((32, N_MELS, SEGMENT_FRAMES), 3.0)
    damaged = damage(segments, generator(0))
    covered = (damaged == 0).float().mean()
    assert 0.05 < covered < 0.5
    assert bool(((damaged == 0) | (damaged == 3)).all())
