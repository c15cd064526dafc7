"""What the CNN is asked for at once, each term about one in size at the start."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.networks.cnn import EMBEDDING_SIZE, Cnn
from engine.teachers.musicnn import N_PENULTIMATE
from engine.teachers.teacher import N_TAGS
from engine.training.batches import Targets
from engine.training.labels import UNKNOWN

_LABEL_SMOOTHING = 0.1
_WEIGHTS = {
    "genre": 2.0,
    "mood": 1.0,
    "quadrant": 0.5,
    "cluster": 0.5,
    "emotify": 0.5,
    "teacher_embedding": 1.0,
    "teacher_tags": 2.0,
    "teacher_geometry": 4.0,
}


class TeacherHeads(nn.Module):
    """Where the embedding is compared with the teacher; not part of the product."""

    def __init__(self) -> None:
        super().__init__()
        self.penultimate = nn.Linear(EMBEDDING_SIZE, N_PENULTIMATE)
        self.tags = nn.Linear(EMBEDDING_SIZE, N_TAGS)


def cnn_losses(cnn: Cnn, heads: TeacherHeads, embedded: Tensor, targets: Targets) -> dict[str, Tensor]:
    """Weighted terms of the CNN's loss by name.

    ``teacher_*`` distil musicnn (Hinton, Vinyals & Dean, 2015): its embedding, its tags, and which crops it finds alike
    (relational distillation: Tung & Mori, 2019), which is what a nearest-neighbour search lives on.

    Parameters
    ----------
    embedded
        (batch, EMBEDDING_SIZE).
    """
    terms = {
        "genre": _known_bce(cnn.genre(embedded), targets.genre, targets.genre_known),
        "mood": _known_bce(cnn.mood(embedded), targets.mood, targets.mood_known),
        "quadrant": _known_cross_entropy(cnn.quadrant(embedded), targets.quadrant),
        "cluster": _known_cross_entropy(cnn.cluster(embedded), targets.cluster),
        "emotify": _known_cross_entropy(cnn.emotify(embedded), targets.emotify),
        "teacher_embedding": functional.mse_loss(heads.penultimate(embedded), targets.penultimate),
        "teacher_tags": functional.binary_cross_entropy_with_logits(heads.tags(embedded), targets.tags),
        "teacher_geometry": functional.mse_loss(_alike(embedded), _alike(targets.penultimate)),
    }
    return {name: _WEIGHTS[name] * value for name, value in terms.items()}


def _alike(vectors: Tensor) -> Tensor:
    unit = functional.normalize(vectors - vectors.mean(dim=0), dim=1)
    return unit @ unit.T


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
