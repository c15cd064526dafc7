"""What a batch goes through before the networks hear it, all on log-mel segments and on the device of the batch.

``vary`` makes another performance of the same music: a little faster or slower, a little higher or lower. ``disturb``
makes another recording of it: an equaliser, noise, a narrow line, a room. ``cover`` takes parts away (SpecAugment: Park
et al., 2019), which is also the damage that the autoencoder learns to mend.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from engine.features.log_mel import EAR_SHAPE, band_edges
from engine.features.segments import DECIBELS_PER_UNIT, SEGMENT_FRAMES

LONGEST_CROP = 360
"""Frames of a crop before its tempo is changed; SEGMENT_FRAMES of it are kept."""
_TEMPO = 0.1
"""Tempo changes by at most this part."""
_SEMITONES = 1.5
"""Pitch changes by at most so many."""
_EQUALISER_POINTS = 6
_EQUALISER_DECIBELS = 4.0
_NOISE_PART = 0.5
_NOISE_BELOW_PEAK = (10.0, 45.0)
"""Decibels between a segment's loudest cell and the noise."""
_NOISE_TILT_DECIBELS = 14.0
_NOISE_GRAIN_DECIBELS = 3.0
_NARROW_PART = 0.3
_LOWEST_BANDS_LOST, _HIGHEST_BANDS_LOST = 18, 45
_LOST_DECIBELS = (30.0, 60.0)
_ROOM_PART = 0.25
_ROOM_FRAMES = 24
_ROOM_SECONDS = (0.3, 0.55)
"""Time in which a room's echo falls by 60 dB."""
_RANGE_DECIBELS = 80.0
_LEVEL_DECIBELS = 1.6
_LONGEST_TIME_MASK = 30
_WIDEST_BAND_MASK = 10

Random = Callable[..., Tensor]


def vary(crops: Tensor, generator: torch.Generator) -> Tensor:
    """Another performance of the same music: tempo and pitch in one resampling.

    Parameters
    ----------
    crops
        (batch, N_MELS, LONGEST_CROP) levelled log-mel.

    Returns
    -------
    (batch, N_MELS, SEGMENT_FRAMES)
    """
    batch, n_mels, longest = crops.shape
    random = _random(crops, generator)
    tempo = 1.0 + _TEMPO * (2 * random(batch) - 1)
    start = random(batch) * (longest - SEGMENT_FRAMES * tempo).clamp(min=0)
    time = start[:, None] + torch.arange(SEGMENT_FRAMES, device=crops.device)[None] * tempo[:, None]
    band = _bands_from(2.0 ** (_SEMITONES * (2 * random(batch) - 1) / 12), n_mels)
    grid = torch.stack(
        [
            (2 * time / (longest - 1) - 1)[:, None, :].expand(batch, n_mels, SEGMENT_FRAMES),
            (2 * band / (n_mels - 1) - 1)[:, :, None].expand(batch, n_mels, SEGMENT_FRAMES),
        ],
        dim=-1,
    )
    varied = functional.grid_sample(crops[:, None], grid, mode="bilinear", padding_mode="border", align_corners=True)
    return varied[:, 0]


def disturb(segments: Tensor, generator: torch.Generator) -> Tensor:
    """Another recording of the same sound: a balance always, noise, a narrow line and a room for some.

    Parameters
    ----------
    segments
        (batch, N_MELS, n_frames) levelled log-mel.
    """
    random = _random(segments, generator)
    batch, n_mels, _ = segments.shape
    points = torch.randn(batch, 1, _EQUALISER_POINTS, generator=generator).to(segments.device) * _EQUALISER_DECIBELS
    balance = functional.interpolate(points, size=n_mels, mode="linear", align_corners=True)[:, 0]
    x = segments + balance[:, :, None] / DECIBELS_PER_UNIT
    x = _add_room(x, random)
    x = _add_noise(x, random, generator)
    x = _narrow(x, random)
    x = x.clamp(min=x.amax(dim=(1, 2), keepdim=True) - _RANGE_DECIBELS / DECIBELS_PER_UNIT)
    level = _LEVEL_DECIBELS / DECIBELS_PER_UNIT * torch.randn(batch, 1, 1, generator=generator).to(x.device)
    return x - x.mean(dim=(1, 2), keepdim=True) + level


def cover(segments: Tensor, generator: torch.Generator) -> Tensor:
    """A stretch of time and a few bands taken away: set to the clip's mean."""
    random = _random(segments, generator)
    batch, n_mels, n_frames = segments.shape
    covered = torch.zeros_like(segments, dtype=torch.bool)
    for size, longest, shape in ((n_frames, _LONGEST_TIME_MASK, (1, 1, -1)), (n_mels, _WIDEST_BAND_MASK, (1, -1, 1))):
        start, width = random(batch, 1, 1) * size, random(batch, 1, 1) * longest
        place = torch.arange(size, device=segments.device).view(shape)
        covered |= (place >= start) & (place < start + width)
    return torch.where(covered, torch.zeros_like(segments), segments)


def _bands_from(ratio: Tensor, n_mels: int) -> Tensor:
    """(batch, n_mels) where each band of the varied segment is read from, in bands, when pitch is multiplied."""
    edges = torch.from_numpy(band_edges(EAR_SHAPE)).to(ratio)
    centres = edges[1:-1]
    wanted = centres[None] / ratio[:, None]
    right = torch.searchsorted(centres, wanted).clamp(1, n_mels - 1)
    left_hz, right_hz = centres[right - 1], centres[right]
    return (right - 1 + (wanted - left_hz) / (right_hz - left_hz)).clamp(0, n_mels - 1)


def _add_room(x: Tensor, random: Random) -> Tensor:
    batch = len(x)
    low, high = _ROOM_SECONDS
    seconds = low + (high - low) * random(batch, 1)
    frames = torch.arange(_ROOM_FRAMES, device=x.device)[None] * EAR_SHAPE.hop_length / EAR_SHAPE.sample_rate
    response = 10.0 ** (-6.0 * frames / seconds) * random(batch, 1) * 0.3
    response[:, 0] = 1.0
    power = _power(x).transpose(0, 1)
    echoed = functional.conv1d(
        functional.pad(power, (_ROOM_FRAMES - 1, 0)), response.flip(1)[:, None], groups=batch
    ).transpose(0, 1)
    return torch.where(random(batch, 1, 1) < _ROOM_PART, _level_of(echoed), x)


def _add_noise(x: Tensor, random: Random, generator: torch.Generator) -> Tensor:
    batch, n_mels, _ = x.shape
    low, high = _NOISE_BELOW_PEAK
    below = (low + (high - low) * random(batch, 1)) / DECIBELS_PER_UNIT
    slope = torch.linspace(-1, 1, n_mels, device=x.device)[None]
    tilt = random(batch, 1) * _NOISE_TILT_DECIBELS / DECIBELS_PER_UNIT * slope
    floor = (x.amax(dim=(1, 2))[:, None] - below + tilt)[:, :, None]
    grain = _NOISE_GRAIN_DECIBELS / DECIBELS_PER_UNIT * torch.randn(x.shape, generator=generator).to(x.device)
    noisy = _level_of(_power(x) + _power(floor + grain))
    return torch.where(random(batch, 1, 1) < _NOISE_PART, noisy, x)


def _narrow(x: Tensor, random: Random) -> Tensor:
    batch, n_mels, _ = x.shape
    band = torch.arange(n_mels, device=x.device)[None]
    low, high = random(batch, 1) * _LOWEST_BANDS_LOST, n_mels - random(batch, 1) * _HIGHEST_BANDS_LOST
    lost = ((band < low) | (band >= high)) & (random(batch, 1) < _NARROW_PART)
    least, most = _LOST_DECIBELS
    loss = (least + (most - least) * random(batch, 1, 1)) / DECIBELS_PER_UNIT
    return torch.where(lost[:, :, None], x - loss, x)


def _power(x: Tensor) -> Tensor:
    return torch.pow(10.0, x * (DECIBELS_PER_UNIT / 10.0))


def _level_of(power: Tensor) -> Tensor:
    return torch.log10(power.clamp(min=1e-12)) * (10.0 / DECIBELS_PER_UNIT)


def _random(like: Tensor, generator: torch.Generator) -> Random:
    """Drawn on the CPU whatever the device, so that a seed means the same everywhere."""

    def draw(*shape: int) -> Tensor:
        return torch.rand(*shape, generator=generator).to(like.device)

    return draw
