"""A varied clip is still the same music, a disturbed one the same sound; a covered one lacks something."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.features.log_mel import EAR_SHAPES, N_BANDS, N_MELS, SAMPLE_RATE, TOP_DB, LogMel, band_edges
from engine.features.segments import SEGMENT_FRAMES
from engine.training.augment import KEPT_PART, cover, disturb, hiss, vary

N_FRAMES = 360
HERTZ = [band_edges(shape)[1:-1] for shape in EAR_SHAPES]
"""Where the bands of each scale lie."""
SCALES = (slice(0, N_MELS), slice(N_MELS, None))


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def music(batch: int, n_frames: int = N_FRAMES) -> Tensor:
    return 10 * torch.randn(batch, N_BANDS, n_frames, generator=generator(100)) - 30


@pytest.mark.parametrize("change", [vary, disturb, hiss, cover])
def test_the_same_seed_gives_the_same_change(change: Callable[[Tensor, torch.Generator], Tensor]) -> None:
    clips = music(6)
    assert torch.equal(change(clips, generator(1)), change(clips, generator(1)))
    assert not torch.equal(change(clips, generator(1)), change(clips, generator(2)))


def test_two_tones_are_moved_by_the_same_interval_on_both_scales() -> None:
    tones = (600, 3_000)
    clips = torch.zeros(24, N_BANDS, N_FRAMES)
    for scale, hertz in zip(SCALES, HERTZ, strict=True):
        for tone in tones:
            band = int(np.abs(hertz - tone).argmin())
            clips[:, scale][:, band - 1 : band + 2] = 1.0
    varied = vary(clips, generator(0))
    kept, of = KEPT_PART
    assert varied.shape == (24, N_BANDS, N_FRAMES * kept // of)
    moved = []
    for scale, hertz in zip(SCALES, HERTZ, strict=True):
        before, after = (one[:, scale].mean(dim=2).numpy() for one in (clips, varied))
        for part in (hertz < 1_300, hertz >= 1_300):
            was, came = (
                (power[:, part] * hertz[part]).sum(axis=1) / power[:, part].sum(axis=1) for power in (before, after)
            )
            moved.append(12 * np.log2(came / was))
    for one in moved[1:]:
        np.testing.assert_allclose(one, moved[0], atol=0.25)
    assert 0.5 < np.abs(moved[0]).max() < 3
    assert moved[0].min() < 0 < moved[0].max()


def test_time_runs_at_one_speed_within_a_clip() -> None:
    clips = torch.arange(N_FRAMES, dtype=torch.float32).expand(24, N_BANDS, -1).contiguous()
    varied = vary(clips, generator(0))
    tempo = varied.diff(dim=2)
    torch.testing.assert_close(tempo, tempo[:, :1, :1].expand_as(tempo), atol=1e-2, rtol=0)
    speeds = tempo[:, 0, 0]
    assert 0.7 < float(speeds.min()) < 0.98
    assert 1.02 < float(speeds.max()) < 1.3


def test_a_disturbed_clip_keeps_its_course_and_has_another_loudness() -> None:
    clips = 6 * torch.randn(64, N_BANDS, 1, generator=generator(1)) - 30
    clips = clips + 20 * torch.sin(torch.arange(N_FRAMES) / 8)
    disturbed = disturb(clips, generator(0))
    assert disturbed.isfinite().all()
    for before, after in zip(clips.mean(dim=1), disturbed.mean(dim=1), strict=True):
        assert torch.corrcoef(torch.stack([before, after]))[0, 1] > 0.6
    # Most bands lie far above the noise and in no narrow line; the deviation of an equaliser alone is below 2.
    louder = (disturbed.amax(dim=2) - clips.amax(dim=2)).quantile(0.7, dim=1)
    assert 4 < float(louder.std()) < 12


def test_a_disturbed_scale_spans_no_more_than_a_clip_does() -> None:
    clips = music(32) * 2
    assert float(clips.amax() - clips.amin()) > TOP_DB
    disturbed = disturb(clips, generator(0))
    for scale in SCALES:
        span = disturbed[:, scale].amax(dim=(1, 2)) - disturbed[:, scale].amin(dim=(1, 2))
        assert float(span.max()) <= TOP_DB + 1e-3


def test_both_scales_hear_one_recording() -> None:
    """What is done to a frequency is done to it on both scales."""
    noise = np.random.default_rng(0).normal(0, 0.1, 5 * SAMPLE_RATE).astype(np.float32)
    clip = LogMel()(torch.from_numpy(noise)[None])
    clips = clip.mean(dim=2, keepdim=True).expand(48, -1, N_FRAMES)
    changes = (disturb(clips, generator(3)) - clips).mean(dim=2).numpy()
    first, second = (changes[:, scale] for scale in SCALES)
    first_there = np.stack([np.interp(HERTZ[1], HERTZ[0], change) for change in first])
    # A band or two lie across the edge of a narrow line.
    apart = np.abs(second - first_there)
    assert np.quantile(apart, 0.9, axis=1).max() < 2
    assert np.abs(changes - changes.mean(axis=1, keepdims=True)).max() > 10, "something was done"


def test_a_cover_takes_a_stretch_and_some_bands_away_and_leaves_the_rest() -> None:
    clips = music(64, SEGMENT_FRAMES)
    covered = cover(clips, generator(0))
    is_gone = covered != clips
    assert 0.02 < is_gone.float().mean() < 0.3
    means = clips.mean(dim=(1, 2), keepdim=True).expand_as(clips)
    torch.testing.assert_close(covered[is_gone], means[is_gone])
    whole_bands, whole_frames = is_gone.all(dim=2), is_gone.all(dim=1)
    assert torch.equal(is_gone, whole_bands[:, :, None] | whole_frames[:, None, :])
    for lines in (*(whole_bands[:, scale] for scale in SCALES), whole_frames):
        steps = lines.int().diff(dim=1, prepend=torch.zeros(64, 1, dtype=torch.int32)).clamp(min=0).sum(dim=1)
        assert int(steps.max()) == 1


def test_a_cover_takes_the_same_frequencies_from_both_scales() -> None:
    clips = music(64, SEGMENT_FRAMES)
    is_gone = (cover(clips, generator(0)) != clips).all(dim=2).numpy()
    compared = 0
    for lost in is_gone:
        first, second = (HERTZ[number][lost[scale]] for number, scale in enumerate(SCALES))
        if len(first) > 2 and len(second) > 2:
            compared += 1
            for end in (0, -1):
                assert abs(np.log2(first[end] / second[end])) < 0.5
                assert abs(first[end] - second[end]) < 300
    assert compared > 20


def test_a_hiss_is_white_on_both_scales_and_under_the_music() -> None:
    tone = 0.1 * torch.sin(2 * torch.pi * 440 * torch.arange(4 * SAMPLE_RATE) / SAMPLE_RATE)
    noise = torch.randn(4 * SAMPLE_RATE, generator=generator(7))
    plain, white = (LogMel()(one[None])[0].mean(dim=1) for one in (tone, 0.01 * noise))
    hissed = hiss(LogMel()(tone[None]).repeat(16, 1, 1), generator(0)).mean(dim=2)
    free = torch.from_numpy(np.concatenate(HERTZ) > 2_000)
    assert (hissed[:, free] > plain[free] + 20).all()
    apart = hissed[:, free] - white[free]
    assert float(apart.std(dim=1).max()) < 1, "as white noise is, in every band of both scales"
    levels = apart.mean(dim=1)
    assert 5 < float(levels.max() - levels.min()) < 15
