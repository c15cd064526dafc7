"""The ear: both networks side by side, their outputs joined into one vector of unit length.

The CNN hears a clip as a whole and as loud as it is; the autoencoder hears it in segments and levelled, and its output
is averaged over them. Each network's output is standardised by what it gave on the training clips, the CNN's is
balanced too (``balance_of``), and made of unit length; then the two are joined with weights whose squares add to one,
so that the similarity of two songs is the weighted mean of what each network thinks of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.features.log_mel import N_MELS, LogMel
from engine.features.segments import cut, level
from engine.networks.autoencoder import CODE_SIZE, Autoencoder
from engine.networks.cnn import EMBEDDING_SIZE, Classes, Cnn

DIMENSION = EMBEDDING_SIZE + CODE_SIZE
"""Length of a joined vector: the CNN's part first."""
AUTOENCODER_SHARE = 0.05
"""Part of the autoencoder in the similarity of two songs."""
BALANCE = 0.5
"""How far the CNN's directions are made equally wide, from 0 to 1."""
HEADS = ("genre", "mood", "quadrant", "cluster", "emotify", "instrument")
_TINY = 1e-6
_LEAST_WIDTH = 1e-2
"""Part of the mean variance that is added to a direction's own: what hardly varies is not blown up."""


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
    genre, mood, instrument
        (batch, n_classes) probabilities, each for itself.
    quadrant, cluster, emotify
        (batch, n_classes) probabilities that add to one.
    """

    vectors: Tensor
    cnn: Tensor
    autoencoder: Tensor
    genre: Tensor
    mood: Tensor
    quadrant: Tensor
    cluster: Tensor
    emotify: Tensor
    instrument: Tensor
    logits: HeadLogits


class Ear(nn.Module):
    """Log-mel, autoencoder and CNN; inference from waveforms."""

    cnn_mean: Tensor
    cnn_deviation: Tensor
    cnn_balance: Tensor
    autoencoder_mean: Tensor
    autoencoder_deviation: Tensor
    autoencoder_share: Tensor

    def __init__(self, classes: Classes) -> None:
        super().__init__()
        self.log_mel = LogMel()
        self.cnn = Cnn(classes)
        self.autoencoder = Autoencoder()
        for name, size in (("cnn", EMBEDDING_SIZE), ("autoencoder", CODE_SIZE)):
            self.register_buffer(f"{name}_mean", torch.zeros(size))
            self.register_buffer(f"{name}_deviation", torch.ones(size))
        self.register_buffer("cnn_balance", torch.eye(EMBEDDING_SIZE))
        self.register_buffer("autoencoder_share", torch.tensor(AUTOENCODER_SHARE))
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
        cnn = torch.cat([self.cnn(log_mel[None]) for log_mel in log_mels])
        pieces = [cut(level(log_mel[:N_MELS])) for log_mel in log_mels]
        code = _clip_means(self.autoencoder.encode(torch.cat(pieces)), [len(piece) for piece in pieces])
        standard_cnn, standard_code = self.standard(cnn, code)
        logits = HeadLogits(**{head: getattr(self.cnn, head)(cnn) for head in HEADS})
        scaled = HeadLogits(**{head: self._scaled(head, getattr(logits, head)) for head in HEADS})
        return EarOutput(
            vectors=join(standard_cnn, standard_code, float(self.autoencoder_share)),
            cnn=standard_cnn,
            autoencoder=standard_code,
            genre=scaled.genre.sigmoid(),
            mood=scaled.mood.sigmoid(),
            quadrant=scaled.quadrant.softmax(dim=1),
            cluster=scaled.cluster.softmax(dim=1),
            emotify=scaled.emotify.softmax(dim=1),
            instrument=scaled.instrument.sigmoid(),
            logits=logits,
        )

    def _scaled(self, head: str, logits: Tensor) -> Tensor:
        return logits / self.get_buffer(f"{head}_temperature") + self.get_buffer(f"{head}_bias")

    def standard(self, cnn: Tensor, code: Tensor) -> tuple[Tensor, Tensor]:
        """What both networks give, standardised; the CNN's part balanced too.

        Parameters
        ----------
        cnn, code
            (n, EMBEDDING_SIZE) and (n, CODE_SIZE).
        """
        with torch.autocast(cnn.device.type, enabled=False):
            balanced = ((cnn - self.cnn_mean) / self.cnn_deviation).float() @ self.cnn_balance
        return balanced, (code - self.autoencoder_mean) / self.autoencoder_deviation

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
        self.cnn_balance.copy_(balance_of((cnn - self.cnn_mean) / self.cnn_deviation))
        self.autoencoder_mean.copy_(code.mean(dim=0))
        self.autoencoder_deviation.copy_(code.std(dim=0).clamp(min=_TINY))


def balance_of(standard: Tensor) -> Tensor:
    """The symmetric matrix that narrows wide directions: whitening, gone ``BALANCE`` of the way.

    A few directions of an embedding carry most of its variance and would decide alone which clips are near; whitened
    all the way, noise would have as much to say as music (Kessy, Lewin & Strimmer, "Optimal whitening", 2018: ZCA).

    Parameters
    ----------
    standard
        (n, d) standardised.

    Returns
    -------
    (d, d), rounded as it will be stored
    """
    variances, directions = torch.linalg.eigh(torch.cov(standard.double().T))
    widths = (variances.clamp(min=0) + _LEAST_WIDTH * variances.mean()) ** (-BALANCE / 2)
    balance: Tensor = (directions * widths) @ directions.T
    return balance.half().float()


def join(standard_cnn: Tensor, standard_code: Tensor, autoencoder_share: float) -> Tensor:
    """Join what both networks say into vectors whose similarity is the weighted mean of theirs.

    Parameters
    ----------
    standard_cnn, standard_code
        (batch, EMBEDDING_SIZE) and (batch, CODE_SIZE), standardised.
    autoencoder_share
        Weight of the autoencoder's similarity, 0 to 1.

    Returns
    -------
    (batch, DIMENSION) of unit length
    """
    parts = (
        math.sqrt(1 - autoencoder_share) * functional.normalize(standard_cnn, dim=1, eps=_TINY),
        math.sqrt(autoencoder_share) * functional.normalize(standard_code, dim=1, eps=_TINY),
    )
    return functional.normalize(torch.cat(parts, dim=1), dim=1, eps=_TINY)


def _clip_means(rows: Tensor, counts: list[int]) -> Tensor:
    return torch.stack([piece.mean(dim=0) for piece in torch.split(rows, counts)])
