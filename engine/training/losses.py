"""What the CNN is asked for at once, each term about one in size at the start."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.networks.cnn import EMBEDDING_SIZE, Cnn
from engine.training.labels import UNKNOWN
from engine.training.targets import Targets

_LABEL_SMOOTHING = 0.1
_TEMPERATURE = 0.1
_WEIGHTS = {
    "genre": 0.3,
    "mood": 0.15,
    "quadrant": 0.1,
    "cluster": 0.03,
    "emotify": 0.3,
    "instrument": 1.0,
    "embeddings": 1.0,
    "tags": 2.0,
    "joint": 1.0,
    "geometry": 8.0,
    "same_song": 0.1,
}


class TeacherHeads(nn.Module):
    """Where the CNN is compared with the teachers; not part of the product."""

    def __init__(self, targets: Targets) -> None:
        super().__init__()
        self.embeddings = nn.Linear(EMBEDDING_SIZE, targets.embeddings.shape[1])
        self.tags = nn.Linear(EMBEDDING_SIZE, targets.tags.shape[1])
        self.joint = nn.Linear(EMBEDDING_SIZE, targets.joint.shape[1])


def cnn_losses(cnn: Cnn, heads: TeacherHeads, first: Tensor, second: Tensor, targets: Targets) -> dict[str, Tensor]:
    """Weighted terms of the CNN's loss by name.

    ``embeddings``, ``tags`` and ``joint`` are what the six teachers say of the clip (distillation: Hinton, Vinyals &
    Dean, 2015); ``geometry`` is which clips they find alike (relational distillation: Tung & Mori, 2019), which is what
    a nearest-neighbour search lives on; ``same_song`` asks each clip for its own disguise (van den Oord, Li &
    Vinyals, 2018).

    Parameters
    ----------
    first, second
        (batch, EMBEDDING_SIZE): every clip heard twice, at different places.
    """
    both = torch.cat([first, second])

    def known_bce(head: nn.Module, labels: Tensor, known: Tensor) -> Tensor:
        return _known_bce(head(both), labels.repeat(2, 1), known.repeat(2, 1))

    def known_cross_entropy(head: nn.Module, classes: Tensor) -> Tensor:
        return _known_cross_entropy(head(both), classes.repeat(2))

    terms = {
        "genre": known_bce(cnn.genre, targets.genre, targets.genre_known),
        "mood": known_bce(cnn.mood, targets.mood, targets.mood_known),
        "quadrant": known_cross_entropy(cnn.quadrant, targets.quadrant),
        "cluster": known_cross_entropy(cnn.cluster, targets.cluster),
        "emotify": known_cross_entropy(cnn.emotify, targets.emotify),
        "instrument": _binary(cnn.instrument(both), targets.instrument.repeat(2, 1)),
        "embeddings": functional.mse_loss(heads.embeddings(both), targets.embeddings.repeat(2, 1)),
        "tags": _binary(heads.tags(both), targets.tags.repeat(2, 1)),
        "joint": functional.mse_loss(heads.joint(both), targets.joint.repeat(2, 1)),
        "geometry": (_difference(first, targets.joint) + _difference(second, targets.joint)) / 2,
        "same_song": _same_song(first, second),
    }
    return {name: _WEIGHTS[name] * value for name, value in terms.items()}


def _binary(logits: Tensor, probabilities: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logits, probabilities)


def _difference(embedded: Tensor, joint: Tensor) -> Tensor:
    return functional.mse_loss(_alike(embedded, embedded), _alike(joint, joint))


def _alike(a: Tensor, b: Tensor) -> Tensor:
    return functional.normalize(a - a.mean(dim=0), dim=1) @ functional.normalize(b - b.mean(dim=0), dim=1).T


def _same_song(first: Tensor, second: Tensor) -> Tensor:
    centre = torch.cat([first, second]).mean(dim=0)
    logits = functional.normalize(first - centre, dim=1) @ functional.normalize(second - centre, dim=1).T / _TEMPERATURE
    right = torch.arange(len(logits), device=logits.device)
    return (functional.cross_entropy(logits, right) + functional.cross_entropy(logits.T, right)) / 2


def _known_bce(logits: Tensor, labels: Tensor, known: Tensor) -> Tensor:
    """Mean over each clip's known classes, then over the labelled clips: a source with few classes counts as much."""
    loss = functional.binary_cross_entropy_with_logits(logits, labels, reduction="none")
    by_clip = (loss * known).sum(dim=1) / known.sum(dim=1).clamp(min=1)
    return by_clip.sum() / known.any(dim=1).sum().clamp(min=1)


def _known_cross_entropy(logits: Tensor, classes: Tensor) -> Tensor:
    """Mean over the labelled rows, weighted by how many they are: a batch with two of them should not shout."""
    known = classes != UNKNOWN
    loss = functional.cross_entropy(
        logits, classes, ignore_index=UNKNOWN, reduction="sum", label_smoothing=_LABEL_SMOOTHING
    )
    return torch.where(known.any(), loss / known.sum().clamp(min=len(classes) // 8), torch.zeros_like(loss))
