"""A varied segment is still the same music, a disturbed one the same sound; a covered one lacks something."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from engine.features.log_mel import N_MELS
from engine.features.segments import SEGMENT_FRAMES
from engine.training.augment import LONGEST_CROP, cover, disturb, vary


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("change", [vary, disturb, cover])
def test_the_same_seed_gives_the_same_change(change: Callable[[Tensor, torch.Generator], Tensor]) -> None:
    crops = torch.randn(6, N_MELS, LONGEST_CROP)
    assert torch.equal(change(crops, generator(1)), change(crops, generator(1)))
    assert not torch.equal(change(crops, generator(1)), change(crops, generator(2)))


def test_a_varied_segment_keeps_its_shape_and_nearly_its_pitch() -> None:
    crops = torch.full((16, N_MELS, LONGEST_CROP), -2.0)
    crops[:, 48:52] = 2.0
    varied = vary(crops, generator(0))
    assert varied.shape == (16, N_MELS, SEGMENT_FRAMES)
    loudest = varied.mean(dim=2).argmax(dim=1)
    assert ((loudest >= 43) & (loudest <= 57)).all()
    assert len(set(loudest.tolist())) > 3


def test_a_disturbed_segment_keeps_its_level_and_its_course() -> None:
    segments = torch.randn(32, N_MELS, 1).expand(-1, -1, SEGMENT_FRAMES) * 0.3
    segments = segments + torch.sin(torch.arange(SEGMENT_FRAMES) / 8)[None, None]
    disturbed = disturb(segments, generator(0))
    assert disturbed.isfinite().all()
    assert float(disturbed.mean(dim=(1, 2)).abs().max()) < 0.5
    course, heard = segments.mean(dim=1), disturbed.mean(dim=1)
    for before, after in zip(course, heard, strict=True):
        assert torch.corrcoef(torch.stack([before, after]))[0, 1] > 0.6


def test_a_cover_takes_a_part_away_and_leaves_the_rest() -> None:
    segments = torch.full((64, N_MELS, SEGMENT_FRAMES), 3.0)
    covered = cover(segments, generator(0))
    assert 0.02 < (covered == 0).float().mean() < 0.3
    assert bool(((covered == 0) | (covered == 3)).all())
