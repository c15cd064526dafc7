"""What a batch goes through before the networks see it, all on log-mel segments and on the device of the batch.

Changes that leave a song the same song: a little faster or slower, a little higher or lower, another equaliser, more
noise; and SpecAugment's masks (Park et al., 2019), which are also the damage that the autoencoder learns to mend.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from engine.features.segments import DECIBELS_PER_UNIT, SEGMENT_FRAMES

LONGEST_CROP = 250
"""Frames of a crop before its tempo is changed; SEGMENT_FRAMES of it are kept."""
_TEMPO = 0.1
"""Tempo changes by at most this part."""
_EQUALISER_DECIBELS = 6.0
_EQUALISER_POINTS = 6
_MOST_BANDS_SHIFTED = 3
_NOISE_PART = 0.3
_MASKS = 2
_LONGEST_TIME_MASK = 24
_WIDEST_BAND_MASK = 14


def vary(crops: Tensor, generator: torch.Generator) -> Tensor:
    """Another performance of the same music.

    Parameters
    ----------
    crops
        (batch, N_MELS, LONGEST_CROP) levelled log-mel.

    Returns
    -------
    (batch, N_MELS, SEGMENT_FRAMES)
    """
    batch, n_mels, longest = crops.shape

    def random(*shape: int) -> Tensor:
        return torch.rand(*shape, generator=generator).to(crops.device)

    # Tempo and pitch in one resampling: where each cell of the result looks in the crop.
    tempo = 1.0 + _TEMPO * (2 * random(batch) - 1)
    span = SEGMENT_FRAMES * tempo
    start = random(batch) * (longest - span).clamp(min=0)
    time = start[:, None] + torch.arange(SEGMENT_FRAMES, device=crops.device)[None] * tempo[:, None]
    band = torch.arange(n_mels, device=crops.device)[None] + _MOST_BANDS_SHIFTED * (2 * random(batch, 1) - 1)
    grid = torch.stack(
        [
            (2 * time / (longest - 1) - 1)[:, None, :].expand(batch, n_mels, SEGMENT_FRAMES),
            (2 * band / (n_mels - 1) - 1)[:, :, None].expand(batch, n_mels, SEGMENT_FRAMES),
        ],
        dim=-1,
    )
    varied = functional.grid_sample(crops[:, None], grid, mode="bilinear", padding_mode="border", align_corners=True)[
        :, 0
    ]
    points = (2 * random(batch, 1, _EQUALISER_POINTS) - 1) * _EQUALISER_DECIBELS / DECIBELS_PER_UNIT
    curve = functional.interpolate(points, size=n_mels, mode="linear", align_corners=True)
    varied = varied + curve.transpose(1, 2)
    # Noise fills what is quiet: a floor somewhere under the mean level.
    floor = torch.where(random(batch) < _NOISE_PART, -2.0 * random(batch), torch.full((batch,), -1e3).to(crops.device))
    return torch.maximum(varied, floor[:, None, None])


def damage(segments: Tensor, generator: torch.Generator) -> Tensor:
    """Cover random stretches of time and bands with the mean level.

    Parameters
    ----------
    segments
        (batch, N_MELS, SEGMENT_FRAMES).
    """
    batch, n_mels, n_frames = segments.shape
    damaged = segments
    for size, widest, shape in (
        (n_frames, _LONGEST_TIME_MASK, (batch, 1, n_frames)),
        (n_mels, _WIDEST_BAND_MASK, (batch, n_mels, 1)),
    ):
        place = torch.arange(size).reshape(shape[1:])[None]
        for _ in range(_MASKS):
            width = torch.rand(batch, 1, 1, generator=generator) * widest
            start = torch.rand(batch, 1, 1, generator=generator) * (size - width)
            covered = (place >= start) & (place < start + width)
            damaged = damaged.masked_fill(covered.to(segments.device), 0.0)
    return damaged
