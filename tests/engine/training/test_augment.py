"""A varied segment is still the same music, a disturbed one the same sound; a covered one lacks something."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.features.log_mel import EAR_SHAPE, N_MELS, TOP_DB, band_edges
from engine.features.segments import DECIBELS_PER_UNIT, SEGMENT_FRAMES
from engine.training.augment import LONGEST_CROP, cover, disturb, vary


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("change", [vary, disturb, cover])
def test_the_same_seed_gives_the_same_change(change: Callable[[Tensor, torch.Generator], Tensor]) -> None:
    crops = torch.randn(6, N_MELS, LONGEST_CROP)
    assert torch.equal(change(crops, generator(1)), change(crops, generator(1)))
    assert not torch.equal(change(crops, generator(1)), change(crops, generator(2)))


def test_two_tones_are_moved_by_the_same_interval() -> None:
    hertz = band_edges(EAR_SHAPE)[1:-1]
    low, high = (int(np.abs(hertz - tone).argmin()) for tone in (400, 3_000))
    crops = torch.zeros(24, N_MELS, LONGEST_CROP)
    for tone in (low, high):
        crops[:, tone - 1 : tone + 2] = 1.0
    varied = vary(crops, generator(0))
    assert varied.shape == (24, N_MELS, SEGMENT_FRAMES)
    power = varied.mean(dim=2).numpy()
    between = (low + high) // 2
    moved = []
    for part, tone in ((slice(0, between), low), (slice(between, None), high)):
        centre = (power[:, part] * hertz[part]).sum(axis=1) / power[:, part].sum(axis=1)
        moved.append(12 * np.log2(centre / hertz[tone]))
    np.testing.assert_allclose(moved[0], moved[1], atol=0.25)
    assert 0.5 < np.abs(moved[1]).max() < 3
    assert moved[1].min() < 0 < moved[1].max()


def test_time_runs_at_one_speed_within_the_crop() -> None:
    crops = torch.arange(LONGEST_CROP, dtype=torch.float32).expand(24, N_MELS, -1).contiguous()
    varied = vary(crops, generator(0))
    tempo = varied.diff(dim=2)
    torch.testing.assert_close(tempo, tempo[:, :1, :1].expand_as(tempo), atol=1e-2, rtol=0)
    speeds = tempo[:, 0, 0]
    assert 0.7 < float(speeds.min()) < 0.98
    assert 1.02 < float(speeds.max()) < 1.3


def test_a_disturbed_segment_keeps_its_level_and_its_course() -> None:
    segments = torch.randn(32, N_MELS, 1).expand(-1, -1, SEGMENT_FRAMES) * 0.3
    segments = segments + torch.sin(torch.arange(SEGMENT_FRAMES) / 8)[None, None]
    disturbed = disturb(segments, generator(0))
    assert disturbed.isfinite().all()
    assert float(disturbed.mean(dim=(1, 2)).abs().max()) < 0.5
    course, heard = segments.mean(dim=1), disturbed.mean(dim=1)
    for before, after in zip(course, heard, strict=True):
        assert torch.corrcoef(torch.stack([before, after]))[0, 1] > 0.6


def test_a_disturbed_segment_spans_no_more_than_a_clip_does() -> None:
    disturbed = disturb(torch.randn(32, N_MELS, SEGMENT_FRAMES), generator(0))
    span = (disturbed.amax(dim=(1, 2)) - disturbed.amin(dim=(1, 2))) * DECIBELS_PER_UNIT
    assert float(span.max()) <= TOP_DB + 1e-3


def test_a_cover_takes_a_stretch_and_some_bands_away_and_leaves_the_rest() -> None:
    segments = torch.full((64, N_MELS, SEGMENT_FRAMES), 3.0)
    covered = cover(segments, generator(0))
    is_gone = covered == 0
    assert 0.02 < is_gone.float().mean() < 0.3
    assert bool((is_gone | (covered == 3)).all())
    whole_bands, whole_frames = is_gone.all(dim=2), is_gone.all(dim=1)
    assert torch.equal(is_gone, whole_bands[:, :, None] | whole_frames[:, None, :])
    for lines in (whole_bands, whole_frames):
        steps = lines.int().diff(dim=1, prepend=torch.zeros(64, 1, dtype=torch.int32)).clamp(min=0).sum(dim=1)
        assert int(steps.max()) == 1
