"""Rows of the six public taggers: four layers of musicnn, embedding and tags of the other five, and all six joined."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from engine.evaluation.ear.rows import Hearing, Kind, Row
from engine.evaluation.peers import TAGS
from engine.teachers.musicnn import Musicnn
from engine.teachers.teacher import EMBEDDING, MAX_POOL, MEAN_POOL

Vectors = npt.NDArray[np.float32]
Layers = Mapping[str, Vectors]
"""By the layer's name (``EMBEDDING``, ``TAGS``, ...), (n + v, d) means over windows: whole clips first, then views."""

_MUSICNN_NAMES = {TAGS: "taggram", EMBEDDING: "penultimate", MEAN_POOL: "mean pool", MAX_POOL: "max pool"}


def tagger_rows(heard: Hearing, taggers: Mapping[str, Layers]) -> tuple[Row, ...]:
    """A row a layer, and one of all embeddings joined, each standardised and of unit length.

    Parameters
    ----------
    taggers
        The layers of each tagger by its name; all have ``EMBEDDING`` and ``TAGS``, musicnn both pools too.
    """
    rows = [
        heard.row(f"musicnn {name}", Kind.MUSICNN, taggers[Musicnn.name][layer])
        for layer, name in _MUSICNN_NAMES.items()
    ]
    rows += [
        heard.row(f"{tagger} {layer}", Kind.TAGGER, layers[layer])
        for tagger, layers in taggers.items()
        if tagger != Musicnn.name
        for layer in (EMBEDDING, TAGS)
    ]
    embeddings = [layers[EMBEDDING] for layers in taggers.values()]
    rows.append(heard.joint("all six joined", Kind.JOINED, embeddings))
    return tuple(rows)
