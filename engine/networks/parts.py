"""Two parts of a vector that are fitted in closed form, after the networks have learned (``engine.training.parts``).

Style is what two of the public taggers in the trunk would call a clip: their embeddings on their principal axes. What
people play and tag alike lies along few wide directions, which it keeps wide.

Likeness is what stays the same while one recording goes on, is copied, played in a room or in noise, and differs from
other recordings: a linear discriminant (Fisher, 1936; Hatch et al., "Within-class covariance normalization for
SVM-based speaker recognition", 2006) of all that was found.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.features.statistics import N_STATISTICS
from engine.networks.cnn import EMBEDDING_SIZE, FEATURES, TAGGER_EMBEDDINGS

FOUND = FEATURES + N_STATISTICS
"""Numbers that are found in a clip: the trunk's features, then the statistics of its sound."""
STYLE_SIZE = 64
LIKENESS_SIZE = 448
LIKENESS_INPUTS = FOUND + EMBEDDING_SIZE
_EMBEDDED = sum(place.stop - place.start for place in TAGGER_EMBEDDINGS)
_KNEE = 0.25


class Style(nn.Module):
    """Features in, principal axes of two taggers' embeddings out."""

    mean: Tensor
    axes: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(_EMBEDDED))
        self.register_buffer("axes", torch.eye(_EMBEDDED, STYLE_SIZE))

    def forward(self, found: Tensor) -> Tensor:
        """(batch, FOUND) -> (batch, STYLE_SIZE)."""
        return (embeddings(found) - self.mean) @ self.axes


class Likeness(nn.Module):
    """All that was found in, discriminants out."""

    mean: Tensor
    deviation: Tensor
    directions: Tensor
    offset: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(LIKENESS_INPUTS))
        self.register_buffer("deviation", torch.ones(LIKENESS_INPUTS))
        self.register_buffer("directions", torch.eye(LIKENESS_INPUTS, LIKENESS_SIZE))
        self.register_buffer("offset", torch.zeros(LIKENESS_SIZE))

    def forward(self, found: Tensor, embedded: Tensor) -> Tensor:
        """(batch, FOUND) and the CNN's (batch, EMBEDDING_SIZE) -> (batch, LIKENESS_SIZE)."""
        return self.compressed(torch.cat([found, embedded], dim=1)) @ self.directions - self.offset

    def compressed(self, x: Tensor) -> Tensor:
        """Square roots of distances from the mean, so that a few loud features do not decide.

        Perronnin, Sanchez & Mensink, "Improving the Fisher kernel for large-scale image classification" (2010).
        """
        standard = (x - self.mean) / self.deviation
        compressed: Tensor = standard.sign() * ((standard.abs() + _KNEE).sqrt() - _KNEE**0.5)
        return compressed


def embeddings(found: Tensor) -> Tensor:
    """(batch, FOUND) -> the taggers' embeddings, side by side."""
    return torch.cat([found[:, place] for place in TAGGER_EMBEDDINGS], dim=1)
