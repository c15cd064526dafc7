"""Clips of any length become segments of one."""

from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.features.log_mel import N_MELS, SAMPLE_RATE, n_frames
from engine.features.segments import SEGMENT_FRAMES, cut, level


@settings(deadline=None, max_examples=50)
@given(length=st.integers(min_value=1, max_value=2_000))
def test_segments_have_one_size_and_reach_from_the_first_frame_to_the_last(length: int) -> None:
    frames = torch.arange(length, dtype=torch.float32).repeat(N_MELS, 1)
    segments = cut(frames)
    assert segments.shape[1:] == (N_MELS, SEGMENT_FRAMES)
    assert segments.min() == 0
    assert segments.max() == length - 1


def test_a_short_clip_is_repeated() -> None:
    frames = torch.tensor([[1.0, 2.0, 3.0]]).repeat(N_MELS, 1)
    assert cut(frames)[0, 0, :7].tolist() == [1, 2, 3, 1, 2, 3, 1]


def test_thirty_seconds_are_covered_without_gaps() -> None:
    expected = n_frames(30 * SAMPLE_RATE)
    frames = torch.arange(expected, dtype=torch.float32).repeat(N_MELS, 1)
    heard = set(cut(frames)[:, 0].flatten().long().tolist())
    assert len(heard) == expected


@settings(deadline=None, max_examples=20)
@given(decibels=st.floats(min_value=-40, max_value=20))
def test_gain_does_not_change_what_is_seen(decibels: float) -> None:
    clip = torch.linspace(-60, 0, 300).repeat(N_MELS, 1)
    torch.testing.assert_close(level(clip + decibels), level(clip), atol=1e-4, rtol=0)
