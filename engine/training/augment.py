"""What music goes through before the networks learn from it, all on log-mel spectrograms in decibels.

``vary`` makes another performance of the same music: a little faster or slower, a little higher or lower. ``disturb``
makes another recording of it: louder or softer, an equaliser, noise, a narrow line, a room; ``hiss`` a noisy one.
``cover`` takes parts away (SpecAugment: Park et al., 2019), which is the damage that the autoencoder learns to mend.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.features.log_mel import EAR_SHAPE, EAR_SHAPES, N_BANDS, N_MELS, band_edges, mel_filters

KEPT_PART = (8, 9)
"""Of the frames that ``vary`` is given, those that it gives: the rest is for a faster tempo."""
_TEMPO = 0.1
"""Tempo changes by at most this part."""
_SEMITONES = 1.5
"""Pitch changes by at most so many."""
_EQUALISER_POINTS = 6
_EQUALISER_DECIBELS = 4.0
_NOISE_PART = 0.5
_NOISE_BELOW_PEAK = (10.0, 45.0)
"""Decibels between the loudest cell and the noise."""
_NOISE_TILT_DECIBELS = 14.0
_NOISE_GRAIN_DECIBELS = 3.0
_HISS_BELOW = (8.0, 22.0)
_NARROW_PART = 0.3
_LOWEST_LOST, _HIGHEST_LOST = 0.19, 0.47
"""Parts of the bands that a narrow line loses at most."""
_LOST_DECIBELS = (30.0, 60.0)
_ROOM_PART = 0.25
_ROOM_FRAMES = 24
_ROOM_SECONDS = (0.3, 0.55)
"""Time in which a room's echo falls by 60 dB."""
_RANGE_DECIBELS = 80.0
_GAIN_DECIBELS = 6.0
_LONGEST_TIME_MASK = 30
_WIDEST_MASK = 0.1
"""Of the bands."""

Random = Callable[..., Tensor]


def vary(clips: Tensor, generator: torch.Generator) -> Tensor:
    """Another performance of the same music: tempo and pitch in one resampling.

    Parameters
    ----------
    clips
        (batch, N_BANDS, n_frames) decibels.

    Returns
    -------
    (batch, N_BANDS, n), ``KEPT_PART`` of the frames
    """
    batch, _, longest = clips.shape
    kept, of = KEPT_PART
    n_frames = longest * kept // of
    random = _random(clips, generator)
    tempo = 1.0 + _TEMPO * (2 * random(batch) - 1)
    start = random(batch) * (longest - n_frames * tempo).clamp(min=0)
    time = start[:, None] + torch.arange(n_frames, device=clips.device)[None] * tempo[:, None]
    band = _bands_from(2.0 ** (_SEMITONES * (2 * random(batch) - 1) / 12))
    grid = torch.stack(
        [
            (2 * time / (longest - 1) - 1)[:, None, :].expand(batch, N_BANDS, n_frames),
            (2 * band / (N_BANDS - 1) - 1)[:, :, None].expand(batch, N_BANDS, n_frames),
        ],
        dim=-1,
    )
    varied = functional.grid_sample(clips[:, None], grid, mode="bilinear", padding_mode="border", align_corners=True)
    return varied[:, 0]


def disturb(clips: Tensor, generator: torch.Generator) -> Tensor:
    """Another recording of the same sound: another gain and balance always, noise, a narrow line and a room for some.

    Parameters
    ----------
    clips
        (batch, N_BANDS, n_frames) decibels.
    """
    random = _random(clips, generator)
    batch = len(clips)
    x = clips + _balance(batch, generator).to(clips.device)[:, :, None]
    x = _add_room(x, random)
    x = _add_noise(x, random, generator)
    x = _narrow(x, random)
    by_scale = x.reshape(batch, len(EAR_SHAPES), N_MELS, -1)
    x = by_scale.clamp(min=by_scale.amax(dim=(2, 3), keepdim=True) - _RANGE_DECIBELS).flatten(1, 2)
    return x + _GAIN_DECIBELS * torch.randn(batch, 1, 1, generator=generator).to(x.device)


def hiss(clips: Tensor, generator: torch.Generator) -> Tensor:
    """White noise over the music, ``_HISS_BELOW`` decibels under it.

    Parameters
    ----------
    clips
        (batch, N_BANDS, n_frames) decibels.
    """
    low, high = _HISS_BELOW
    below = low + (high - low) * _random(clips, generator)(len(clips), 1, 1)
    gains = _gains().to(clips.device)[None, :, None]
    music = _power(clips[:, :N_MELS]).sum(dim=1, keepdim=True).mean(dim=2, keepdim=True)
    level = _level_of(music) - _level_of(_power(gains[:, :N_MELS]).sum(dim=1, keepdim=True)) - below
    grain = _NOISE_GRAIN_DECIBELS * torch.randn(clips.shape, generator=generator).to(clips.device)
    return _level_of(_power(clips) + _power(level + gains + grain))


def cover(clips: Tensor, generator: torch.Generator) -> Tensor:
    """A stretch of time and a few bands taken away: set to the mean of the clip."""
    random = _random(clips, generator)
    batch, _, n_frames = clips.shape
    covered = torch.zeros_like(clips, dtype=torch.bool)
    frames = torch.arange(n_frames, device=clips.device)[None, None]
    places = _places().to(clips.device)[None, :, None]
    for place, size, longest in ((frames, n_frames, _LONGEST_TIME_MASK), (places, 1.0, _WIDEST_MASK)):
        start, width = random(batch, 1, 1) * size, random(batch, 1, 1) * longest
        covered |= (place >= start) & (place < start + width)
    return torch.where(covered, clips.mean(dim=(1, 2), keepdim=True), clips)


@cache
def _places() -> Tensor:
    """(N_BANDS,) where each band lies on HTK's scale, from 0 to 1."""
    hertz = np.concatenate([band_edges(shape)[1:-1] for shape in EAR_SHAPES])
    own = band_edges(EAR_SHAPE)
    return torch.from_numpy(np.interp(hertz, own, np.linspace(0, 1, len(own)))).float()


@cache
def _gains() -> Tensor:
    """(N_BANDS,) decibels of white noise in each band."""
    sums = np.concatenate([mel_filters(shape).sum(axis=1) for shape in EAR_SHAPES])
    return torch.from_numpy(10 * np.log10(sums)).float()


@cache
def _widths() -> Tensor:
    """(N_BANDS,) decibels by which noise is louder in a band than in the band of the first scale at the same place."""
    gains, places = _gains().numpy(), _places().numpy()
    return torch.from_numpy(gains - np.interp(places, places[:N_MELS], gains[:N_MELS])).float()


def _balance(batch: int, generator: torch.Generator) -> Tensor:
    """(batch, N_BANDS) decibels of an equaliser."""
    points = _EQUALISER_DECIBELS * torch.randn(batch, _EQUALISER_POINTS, generator=generator)
    place = _places() * (_EQUALISER_POINTS - 1)
    left = place.long().clamp(max=_EQUALISER_POINTS - 2)
    return points[:, left] + (place - left) * (points[:, left + 1] - points[:, left])


def _bands_from(ratio: Tensor) -> Tensor:
    """(batch, N_BANDS) where each band of the varied clip is read from, in bands, when pitch is multiplied."""
    read = []
    for number, shape in enumerate(EAR_SHAPES):
        centres = torch.from_numpy(band_edges(shape)[1:-1]).to(ratio)
        wanted = centres[None] / ratio[:, None]
        right = torch.searchsorted(centres, wanted).clamp(1, N_MELS - 1)
        left_hz, right_hz = centres[right - 1], centres[right]
        place = right - 1 + (wanted - left_hz) / (right_hz - left_hz)
        read.append(number * N_MELS + place.clamp(0, N_MELS - 1))
    return torch.cat(read, dim=1)


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
    batch = len(x)
    low, high = _NOISE_BELOW_PEAK
    below = low + (high - low) * random(batch, 1)
    tilt = random(batch, 1) * _NOISE_TILT_DECIBELS * (2 * _places().to(x.device) - 1)[None]
    floor = (x[:, :N_MELS].amax(dim=(1, 2))[:, None] - below + tilt + _widths().to(x.device))[:, :, None]
    grain = _NOISE_GRAIN_DECIBELS * torch.randn(x.shape, generator=generator).to(x.device)
    noisy = _level_of(_power(x) + _power(floor + grain))
    return torch.where(random(batch, 1, 1) < _NOISE_PART, noisy, x)


def _narrow(x: Tensor, random: Random) -> Tensor:
    batch = len(x)
    place = _places().to(x.device)[None]
    low, high = random(batch, 1) * _LOWEST_LOST, 1 - random(batch, 1) * _HIGHEST_LOST
    lost = ((place < low) | (place >= high)) & (random(batch, 1) < _NARROW_PART)
    least, most = _LOST_DECIBELS
    loss = least + (most - least) * random(batch, 1, 1)
    return torch.where(lost[:, :, None], x - loss, x)


def _power(x: Tensor) -> Tensor:
    return torch.pow(10.0, x / 10.0)


def _level_of(power: Tensor) -> Tensor:
    return 10.0 * torch.log10(power.clamp(min=1e-12))


def _random(like: Tensor, generator: torch.Generator) -> Random:
    """Drawn on the CPU whatever the device, so that a seed means the same everywhere."""

    def draw(*shape: int) -> Tensor:
        return torch.rand(*shape, generator=generator).to(like.device)

    return draw
