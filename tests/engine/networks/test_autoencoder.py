"""The autoencoder draws a segment again from 64 numbers."""

from __future__ import annotations

import torch
from torch.nn import functional

from engine.features.log_mel import N_MELS
from engine.features.segments import SEGMENT_FRAMES
from engine.networks.autoencoder import CODE_SIZE, Autoencoder


def test_shapes() -> None:
    autoencoder = Autoencoder().eval()
    segments = torch.randn(2, N_MELS, SEGMENT_FRAMES)
    assert autoencoder.encode(segments).shape == (2, CODE_SIZE)
    assert autoencoder(segments).shape == segments.shape


def test_it_learns_to_tell_two_patterns_apart() -> None:
    torch.manual_seed(0)
    bass, treble = torch.zeros(2, N_MELS, SEGMENT_FRAMES)
    bass[:30] = 1.0
    treble[-30:] = 1.0
    segments = torch.stack([bass, treble])
    autoencoder = Autoencoder()
    optimiser = torch.optim.Adam(autoencoder.parameters(), lr=3e-3)
    first = functional.mse_loss(autoencoder(segments), segments).item()
    for _ in range(30):
        loss = functional.mse_loss(autoencoder(segments), segments)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    assert loss.item() < first / 3
