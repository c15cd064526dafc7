"""Rows of the six public taggers: four layers of musicnn, embedding and tags of the other five, and all six joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.evaluation.ear.rows import Hearing, Kind, Row

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """One output of one tagger, the mean over a clip's windows.

    Attributes
    ----------
    vectors
        (n + v, d) whole clips first, then the views.
    """

    name: str
    vectors: Vectors


def rows_of(heard: Hearing, musicnn: Sequence[Layer], others: Sequence[Layer], six: Mapping[str, Vectors]) -> list[Row]:
    """A row a layer, and one of the six embeddings joined.

    Parameters
    ----------
    six
        The embedding of each tagger by its name.
    """
    rows = [heard.row(f"musicnn {layer.name}", Kind.MUSICNN, layer.vectors) for layer in musicnn]
    rows += [heard.row(layer.name, Kind.TAGGER, layer.vectors) for layer in others]
    rows.append(heard.joint("all six joined", Kind.JOINED, list(six.values())))
    return rows
