"""What the ear's heads say of a song, read off its vector: no sound is needed, so it can be asked of any song.

A song's vector is made of parts and projected on fewer numbers by orthonormal columns (:mod:`engine.networks.ear`).
Going back through them gives the CNN's part nearly as it was, all but its length, which standardised numbers share:
about the root of their number. The heads do the rest. On the songs that ship, the energy that is read off the vectors
and the energy that was heard have a correlation of .997 (``python -m benchmarks.prompts``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.index.vectors import unit_rows
from engine.networks.cnn import EMBEDDING_SIZE, Classes
from engine.networks.ear import DIMENSION, Ear

_LENGTH = float(np.sqrt(EMBEDDING_SIZE))
"""Of a standardised embedding: each number has the variance one."""
_SHORTEST = np.float32(1e-6)


class Head(StrEnum):
    """What a word is about, as the ear tells it apart."""

    GENRE = "genre"
    MOOD = "mood"
    QUADRANT = "quadrant"
    INSTRUMENT = "instrument"


@dataclass(frozen=True, slots=True)
class Label:
    """One class of one head."""

    head: Head
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A head as a linear function of the embedding's direction."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    """(EMBEDDING_SIZE, n_classes)"""
    offsets: NDArray[np.float32]
    """(n_classes,)"""


class VectorReader:
    """Reads vectors of one ear's weights. Numbers alone: may be used in several threads at once."""

    def __init__(self, back: NDArray[np.float32], heads: Mapping[Head, _Read]) -> None:
        self._back = back
        self._heads = dict(heads)
        self._columns = {
            Label(head, name): column for head, read in heads.items() for column, name in enumerate(read.names)
        }

    @classmethod
    def of(cls, ear: Ear, classes: Classes) -> Self:
        """Take from an ear what reading needs; the ear stays as it is."""
        back = ear.projection.detach().float().cpu().numpy()[:EMBEDDING_SIZE].T
        deviation, mean = (one.detach().float().cpu().numpy() for one in (ear.cnn_deviation, ear.cnn_mean))
        named = {
            Head.GENRE: classes.genres,
            Head.MOOD: classes.moods,
            Head.QUADRANT: classes.quadrants,
            Head.INSTRUMENT: classes.instruments,
        }
        heads = {}
        for head, names in named.items():
            layer = getattr(ear.cnn, head.value)
            weights = layer.weight.detach().float().cpu().numpy().T
            shift = layer.bias.detach().float().cpu().numpy()
            temperature = float(ear.get_buffer(f"{head.value}_temperature"))
            bias = ear.get_buffer(f"{head.value}_bias").detach().float().cpu().numpy()
            heads[head] = _Read(
                names,
                np.ascontiguousarray(_LENGTH * deviation[:, None] * weights / temperature),
                (mean @ weights + shift) / temperature + bias,
            )
        return cls(np.ascontiguousarray(back), heads)

    @property
    def labels(self) -> tuple[Label, ...]:
        """Every class of every head."""
        return tuple(self._columns)

    def logits(self, vectors: NDArray[np.float32], labels: tuple[Label, ...]) -> NDArray[np.float32]:
        """(n, number of labels): how strongly each is said of each song; a quadrant beside the mean of the four.

        Parameters
        ----------
        vectors
            (n, d) float32 of unit length.
        labels
            All known.

        Raises
        ------
        KeyError
            A label is unknown.
        VectorError
            The vectors are of another size.
        """
        directions = self._directions(vectors)
        columns = [self._column(label) for label in labels]
        weights = np.stack([weights for weights, _ in columns], axis=1) if columns else np.zeros((EMBEDDING_SIZE, 0))
        said: NDArray[np.float32] = directions @ weights.astype(np.float32) + np.array([one for _, one in columns])
        return said.astype(np.float32)

    def energies(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,) how likely each song is of high arousal, 0 to 1 (:attr:`engine.embed.Heard.energy`)."""
        read = self._heads[Head.QUADRANT]
        said = self._directions(vectors) @ read.weights + read.offsets
        likely = np.exp(said - said.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        lively = [read.names.index(name) for name in ("Q1", "Q2")]
        energies: NDArray[np.float32] = likely[:, lively].sum(axis=1)
        return energies

    def direction(self, label: Label) -> NDArray[np.float32]:
        """(d,) float32 of unit length: where songs of which this is said lie.

        Raises
        ------
        KeyError
            The label is unknown.
        """
        towards = self._back @ self._column(label)[0]
        unit: NDArray[np.float32] = (towards / np.linalg.norm(towards)).astype(np.float32)
        return unit

    def _directions(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, EMBEDDING_SIZE) the CNN's part, of unit length."""
        part = unit_rows(vectors, DIMENSION) @ self._back
        directions: NDArray[np.float32] = part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), _SHORTEST)
        return directions

    def _column(self, label: Label) -> tuple[NDArray[np.float32], float]:
        read, column = self._heads[label.head], self._columns[label]
        weights, offset = read.weights[:, column], float(read.offsets[column])
        if label.head is Head.QUADRANT:
            return weights - read.weights.mean(axis=1), offset - float(read.offsets.mean())
        return weights, offset
