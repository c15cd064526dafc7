"""Cutting a log-mel spectrogram into the pieces that the networks listen to."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.features.log_mel import HOP_LENGTH, SAMPLE_RATE

SEGMENT_FRAMES = 320
"""Frames of one segment; a multiple of 64, the longest step of the networks."""
SEGMENT_SECONDS = SEGMENT_FRAMES * HOP_LENGTH / SAMPLE_RATE
"""5.1 s: six of them cover a clip of 30 s."""
DECIBELS_PER_UNIT = 20.0
"""Scale of what the networks see, so that music has about unit deviation."""


def level(log_mel: Tensor) -> Tensor:
    """Take a clip's own loudness away, so that gain does not change what is heard.

    Parameters
    ----------
    log_mel
        (..., N_MELS, n_frames) decibels.
    """
    return (log_mel - log_mel.mean(dim=(-2, -1), keepdim=True)) / DECIBELS_PER_UNIT


def cut(log_mel: Tensor) -> Tensor:
    """Segments that together cover a clip, spread evenly; a shorter clip is repeated to fill one.

    Parameters
    ----------
    log_mel
        (N_MELS, n_frames).

    Returns
    -------
    (n_segments, N_MELS, SEGMENT_FRAMES)
    """
    n_frames = log_mel.shape[-1]
    if n_frames < SEGMENT_FRAMES:
        repeats = -(-SEGMENT_FRAMES // n_frames)
        return log_mel.repeat(1, repeats)[None, :, :SEGMENT_FRAMES]
    n_segments = -(-n_frames // SEGMENT_FRAMES)
    starts = torch.linspace(0, n_frames - SEGMENT_FRAMES, n_segments).round().long().tolist()
    return torch.stack([log_mel[:, start : start + SEGMENT_FRAMES] for start in starts])
