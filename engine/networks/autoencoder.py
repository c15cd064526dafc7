"""A denoising convolutional autoencoder on log-mel segments: 32 numbers that must be enough to draw the segment again.

Vincent, Larochelle, Bengio & Manzagol, "Extracting and composing robust features with denoising autoencoders" (ICML
2008): the encoder sees a damaged segment, the decoder must draw the whole one. It needs no labels, so it keeps what
labels do not ask for: the course of loudness, the texture, the balance of bass and treble.
"""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn

from engine.features.log_mel import N_MELS
from engine.features.segments import SEGMENT_FRAMES

CODE_SIZE = 32
_CHANNELS = (8, 16, 32, 64)
_BANDS = N_MELS // 2 ** len(_CHANNELS)
_FRAMES = SEGMENT_FRAMES // 2 ** len(_CHANNELS)


def _down(before: int, after: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(before, after, 3, stride=2, padding=1), nn.BatchNorm2d(after), nn.ReLU())


def _up(before: int, after: int) -> nn.Sequential:
    return nn.Sequential(nn.ConvTranspose2d(before, after, 4, stride=2, padding=1), nn.BatchNorm2d(after), nn.ReLU())


class Autoencoder(nn.Module):
    """Encoder and decoder, mirror images of each other."""

    def __init__(self) -> None:
        super().__init__()
        widths = (1, *_CHANNELS)
        flat = _CHANNELS[-1] * _BANDS * _FRAMES
        self.encoder = nn.Sequential(
            *[_down(before, after) for before, after in pairwise(widths)],
            nn.Flatten(),
            nn.Linear(flat, CODE_SIZE),
        )
        up = widths[:0:-1]
        self.decoder = nn.Sequential(
            nn.Linear(CODE_SIZE, flat),
            nn.Unflatten(1, (_CHANNELS[-1], _BANDS, _FRAMES)),
            *[_up(before, after) for before, after in pairwise(up)],
            nn.ConvTranspose2d(up[-1], 1, 4, stride=2, padding=1),
        )

    def encode(self, segments: Tensor) -> Tensor:
        """(batch, N_MELS, SEGMENT_FRAMES) levelled -> (batch, CODE_SIZE)."""
        code: Tensor = self.encoder(segments[:, None])
        return code

    def only_encode(self) -> None:
        """Give up the decoder, which is only learned with."""
        del self.decoder

    def forward(self, segments: Tensor) -> Tensor:
        """(batch, N_MELS, SEGMENT_FRAMES) -> the same, drawn again from its code."""
        drawn: Tensor = self.decoder(self.encode(segments))
        return drawn[:, 0]
