"""The input of the taggers of Won et al. (SMC 2020): decibels in 96 bands, 62.5 frames a second."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.features.log_mel import AMIN, MelScale, MelShape, mel_filters
from engine.teachers.teacher import SAMPLE_RATE

TAGGER_SHAPE = MelShape(SAMPLE_RATE, 512, 256, 96, SAMPLE_RATE / 2, MelScale.HTK)


class TaggerFrontEnd(nn.Module):
    """Waveforms in, decibels out; without the lower limit below a clip's peak that the ear's own has."""

    window: Tensor
    filters: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("window", torch.hann_window(TAGGER_SHAPE.n_fft), persistent=False)
        self.register_buffer("filters", torch.from_numpy(mel_filters(TAGGER_SHAPE)), persistent=False)

    def forward(self, samples: Tensor) -> Tensor:
        """(n_samples,) at 16 kHz -> (96, n_frames) decibels."""
        spectrum = torch.stft(
            samples,
            TAGGER_SHAPE.n_fft,
            TAGGER_SHAPE.hop_length,
            window=self.window,
            pad_mode="reflect",
            return_complex=True,
        )
        power = spectrum.real.square() + spectrum.imag.square()
        return 10.0 * torch.log10(torch.clamp(self.filters @ power, min=AMIN))
