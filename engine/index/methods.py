"""Which library serves which kind of index, and what serves where it is missing."""

from __future__ import annotations

from engine.index.annoy import Annoy
from engine.index.faiss import Hnsw, Ivf
from engine.index.method import Method
from engine.index.protocol import IndexKind

METHODS: dict[IndexKind, Method] = {IndexKind.ANNOY: Annoy(), IndexKind.IVF: Ivf(), IndexKind.HNSW: Hnsw()}
"""By kind; ``EXACT`` needs no library."""


def served_kind(kind: IndexKind | str) -> IndexKind:
    """What is built when a kind is asked for: itself, or ``EXACT`` where its library cannot be imported here.

    ``AUTO`` asks for Annoy.

    Raises
    ------
    ValueError
        There is no such kind.
    """
    wanted = IndexKind(kind)
    method = METHODS.get(IndexKind.ANNOY if wanted is IndexKind.AUTO else wanted)
    if method is None or not method.available():
        return IndexKind.EXACT
    return IndexKind.ANNOY if wanted is IndexKind.AUTO else wanted
