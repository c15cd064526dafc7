"""The ear: two networks and what was found on the way, joined into one vector of unit length.

The CNN hears a clip as a whole and as loud as it is; the autoencoder hears it in segments and levelled, and its output
is averaged over them. Beside them stand style and likeness (``engine.networks.parts``). Each part is made of unit
length; joined by weights whose squares add to one, the similarity of two songs is the weighted mean of what each part
thinks of them. The joined numbers are then projected on fewer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.features.log_mel import N_MELS, LogMel
from engine.features.segments import cut, level
from engine.features.statistics import statistics, stretches_of
from engine.networks.autoencoder import CODE_SIZE, Autoencoder
from engine.networks.cnn import EMBEDDING_SIZE, FEATURES, Classes, Cnn, long_enough
from engine.networks.parts import LIKENESS_SIZE, STYLE_SIZE, Likeness, Style

DIMENSION = 416
"""Length of a vector."""
PARTS = (EMBEDDING_SIZE, CODE_SIZE, STYLE_SIZE, LIKENESS_SIZE)
"""Lengths of the parts: CNN, autoencoder, style, likeness."""
SHARES = (0.13, 0.02, 0.2, 0.65)
"""What each part counts in the similarity of two songs."""
HEADS = ("genre", "mood", "quadrant", "cluster", "emotify", "instrument")
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class HeadLogits:
    """What the heads say before temperature and bias (``engine.calibration``), each (batch, n_classes)."""

    genre: Tensor
    mood: Tensor
    quadrant: Tensor
    cluster: Tensor
    emotify: Tensor
    instrument: Tensor


@dataclass(frozen=True, slots=True)
class EarOutput:
    """What the networks say of a batch of clips.

    Attributes
    ----------
    vectors
        (batch, DIMENSION) of unit length.
    cnn, autoencoder
        (batch, EMBEDDING_SIZE) and (batch, CODE_SIZE), standardised, before they are joined.
    found
        (batch, FOUND) the trunk's features and the statistics of the sound, from which the rest is made.
    genre, mood, instrument
        (batch, n_classes) probabilities, each for itself.
    quadrant, cluster, emotify
        (batch, n_classes) probabilities that add to one.
    """

    vectors: Tensor
    cnn: Tensor
    autoencoder: Tensor
    found: Tensor
    genre: Tensor
    mood: Tensor
    quadrant: Tensor
    cluster: Tensor
    emotify: Tensor
    instrument: Tensor
    logits: HeadLogits


class Ear(nn.Module):
    """Log-mel, both networks, style and likeness; inference from waveforms."""

    cnn_mean: Tensor
    cnn_deviation: Tensor
    autoencoder_mean: Tensor
    autoencoder_deviation: Tensor
    shares: Tensor
    projection: Tensor

    def __init__(self, classes: Classes) -> None:
        super().__init__()
        self.log_mel = LogMel()
        self.cnn = Cnn(classes)
        self.autoencoder = Autoencoder()
        self.style = Style()
        self.likeness = Likeness()
        for name, size in (("cnn", EMBEDDING_SIZE), ("autoencoder", CODE_SIZE)):
            self.register_buffer(f"{name}_mean", torch.zeros(size))
            self.register_buffer(f"{name}_deviation", torch.ones(size))
        self.register_buffer("shares", torch.tensor(SHARES))
        # Until it is fitted both networks' parts, as they are.
        self.register_buffer("projection", torch.eye(sum(PARTS), DIMENSION))
        for head in HEADS:
            n_classes = getattr(self.cnn, head).out_features
            self.register_buffer(f"{head}_temperature", torch.ones(()))
            self.register_buffer(f"{head}_bias", torch.zeros(n_classes))

    def forward(self, waveforms: list[Tensor]) -> EarOutput:
        """Hear clips of any lengths.

        Parameters
        ----------
        waveforms
            Each (n_samples,) float32 at 22,050 Hz, on the device of the networks.
        """
        return self.hear_log_mels([self.log_mel(waveform[None])[0] for waveform in waveforms])

    def hear_log_mels(self, log_mels: list[Tensor]) -> EarOutput:
        """Hear spectrograms of any lengths, each (N_BANDS, n_frames) in decibels."""
        # One by one: they differ in length, and the maps of one fit into a processor's cache.
        found = torch.cat([self._find(long_enough(log_mel[None])) for log_mel in log_mels])
        cnn = self.cnn.embed(found[:, :FEATURES])
        pieces = [cut(level(log_mel[:N_MELS])) for log_mel in log_mels]
        code = _clip_means(self.autoencoder.encode(torch.cat(pieces)), [len(piece) for piece in pieces])
        standard_cnn, standard_code = self.standard(cnn, code)
        logits = HeadLogits(**{head: getattr(self.cnn, head)(cnn) for head in HEADS})
        scaled = HeadLogits(**{head: self._scaled(head, getattr(logits, head)) for head in HEADS})
        return EarOutput(
            vectors=self.vectors(cnn, code, found),
            cnn=standard_cnn,
            autoencoder=standard_code,
            found=found,
            genre=scaled.genre.sigmoid(),
            mood=scaled.mood.sigmoid(),
            quadrant=scaled.quadrant.softmax(dim=1),
            cluster=scaled.cluster.softmax(dim=1),
            emotify=scaled.emotify.softmax(dim=1),
            instrument=scaled.instrument.sigmoid(),
            logits=logits,
        )

    def standard(self, cnn: Tensor, code: Tensor) -> tuple[Tensor, Tensor]:
        """What both networks give, standardised.

        Parameters
        ----------
        cnn, code
            (n, EMBEDDING_SIZE) and (n, CODE_SIZE), as the networks give them.
        """
        standard_code = (code - self.autoencoder_mean) / self.autoencoder_deviation
        return (cnn - self.cnn_mean) / self.cnn_deviation, standard_code

    def vectors(self, cnn: Tensor, code: Tensor, found: Tensor) -> Tensor:
        """Join all parts and project them.

        Parameters
        ----------
        cnn, code, found
            (n, EMBEDDING_SIZE), (n, CODE_SIZE) and (n, FOUND), as the networks give them.

        Returns
        -------
        (n, DIMENSION) of unit length
        """
        with torch.autocast(cnn.device.type, enabled=False):
            return functional.normalize(self.joined(cnn, code, found) @ self.projection, dim=1, eps=_TINY)

    def joined(self, cnn: Tensor, code: Tensor, found: Tensor) -> Tensor:
        """All parts before they are projected: (n, sum of PARTS) of unit length."""
        cnn, code = cnn.float(), code.float()
        parts = (*self.standard(cnn, code), self.style(found), self.likeness(found, cnn))
        return join(parts, self.shares.tolist())

    def standardise(self, cnn: Tensor, code: Tensor) -> None:
        """Set the standardisation from the raw outputs for the training clips.

        Parameters
        ----------
        cnn, code
            (n_clips, EMBEDDING_SIZE) and (n_clips, CODE_SIZE), as ``forward`` gives them while it is at rest
            (mean 0, deviation 1).
        """
        self.cnn_mean.copy_(cnn.mean(dim=0))
        self.cnn_deviation.copy_(cnn.std(dim=0).clamp(min=_TINY))
        self.autoencoder_mean.copy_(code.mean(dim=0))
        self.autoencoder_deviation.copy_(code.std(dim=0).clamp(min=_TINY))

    def size(self) -> int:
        """How many numbers were learned or fitted."""
        fitted = (self.style.axes, self.likeness.directions, self.projection)
        return sum(one.numel() for one in (*self.parameters(), *fitted))

    def _find(self, decibels: Tensor) -> Tensor:
        features = self.cnn.find(decibels)
        with torch.autocast(decibels.device.type, enabled=False):
            described = statistics(decibels[:, :N_MELS], stretches_of(decibels.shape[2])).mean(dim=1)
        return torch.cat([features, described], dim=1)

    def _scaled(self, head: str, logits: Tensor) -> Tensor:
        return logits / self.get_buffer(f"{head}_temperature") + self.get_buffer(f"{head}_bias")


def join(parts: Sequence[Tensor], shares: Sequence[float]) -> Tensor:
    """Join parts into vectors whose similarity is the weighted mean of theirs.

    Parameters
    ----------
    parts
        Each (batch, d_i).
    shares
        Weight of each one's similarity, together 1.

    Returns
    -------
    (batch, sum of d_i) of unit length
    """
    weighted = [
        math.sqrt(share) * functional.normalize(part, dim=1, eps=_TINY)
        for part, share in zip(parts, shares, strict=True)
    ]
    return functional.normalize(torch.cat(weighted, dim=1), dim=1, eps=_TINY)


def _clip_means(rows: Tensor, counts: list[int]) -> Tensor:
    return torch.stack([piece.mean(dim=0) for piece in torch.split(rows, counts)])
