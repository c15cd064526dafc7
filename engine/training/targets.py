"""What is asked of the CNN for every clip: labels, and what the six teachers say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.training.instruments import JAMENDO, MAGNATAGATUNE, instruments_heard
from engine.training.labels import Labels

_TINY = 1e-5
_JOINT_WEIGHTS = {"msd_musicnn": 1.5, "msd_fcn": 2.0}
"""Of a teacher's similarity in the joint one, 1 for the others: these two know genres best."""
_INSTRUMENT_TAGGERS = {JAMENDO: "jamendo_musicnn", MAGNATAGATUNE: "mtat_musicnn"}

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One teacher on all clips.

    Attributes
    ----------
    embedding
        (n_clips, d) float32.
    tags
        (n_clips, n_tags) float32 probabilities, and their names.
    """

    embedding: Numbers
    tags: Numbers
    tag_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """What a batch should come to; rows are clips.

    Attributes
    ----------
    genre, genre_known, mood, mood_known
        (batch, n_classes).
    quadrant, cluster, emotify
        (batch,) int64, -1 where unknown.
    instrument
        (batch, n_instruments) probabilities.
    embeddings
        (batch, d) of all teachers side by side, standardised.
    tags
        (batch, n_tags) probabilities of all teachers side by side.
    joint
        (batch, d) embeddings of all teachers, each standardised and of unit length; centred, deviation about 1.
    """

    genre: Tensor
    genre_known: Tensor
    mood: Tensor
    mood_known: Tensor
    quadrant: Tensor
    cluster: Tensor
    emotify: Tensor
    instrument: Tensor
    embeddings: Tensor
    tags: Tensor
    joint: Tensor

    def of(self, clips: NDArray[np.int64]) -> Targets:
        """The rows of some clips."""
        rows = torch.from_numpy(clips)
        return Targets(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    def to(self, device: torch.device) -> Targets:
        """The same on a device."""
        return Targets(**{field.name: getattr(self, field.name).to(device) for field in fields(self)})


def make_targets(labels: Labels, opinions: Mapping[str, Opinion], learned: NDArray[np.int64]) -> Targets:
    """Targets of all clips, standardised on those that may be learned from.

    Parameters
    ----------
    opinions
        By the teacher's name.
    """
    embeddings = [_standardised(one.embedding, learned) for one in opinions.values()]
    weights = [math.sqrt(_JOINT_WEIGHTS.get(name, 1.0)) for name in opinions]
    parts = [np.float32(weight) * _unit(one) for weight, one in zip(weights, embeddings, strict=True)]
    joint = _unit(np.concatenate(parts, axis=1))
    centred = joint - joint[learned].mean(axis=0)
    instruments = instruments_heard(
        {tagger: opinions[name].tags for tagger, name in _INSTRUMENT_TAGGERS.items()},
        {tagger: opinions[name].tag_names for tagger, name in _INSTRUMENT_TAGGERS.items()},
    )
    return Targets(
        genre=torch.from_numpy(labels.genre),
        genre_known=torch.from_numpy(labels.genre_known),
        mood=torch.from_numpy(labels.mood),
        mood_known=torch.from_numpy(labels.mood_known),
        quadrant=torch.from_numpy(labels.quadrant),
        cluster=torch.from_numpy(labels.cluster),
        emotify=torch.from_numpy(labels.emotify),
        instrument=torch.from_numpy(instruments),
        embeddings=_tensor(embeddings),
        tags=_tensor([one.tags for one in opinions.values()]),
        joint=torch.from_numpy((centred / centred[learned].std()).astype(np.float32)),
    )


def _standardised(rows: Numbers, learned: NDArray[np.int64]) -> Numbers:
    standard: Numbers = (rows - rows[learned].mean(axis=0)) / (rows[learned].std(axis=0) + _TINY)
    return standard


def _unit(rows: Numbers) -> Numbers:
    unit: Numbers = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _TINY)
    return unit


def _tensor(parts: Sequence[Numbers]) -> Tensor:
    return torch.from_numpy(np.concatenate(parts, axis=1).astype(np.float32))
