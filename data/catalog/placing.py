"""Where a song that the map was not made with belongs on it."""

from __future__ import annotations

import asyncio

import numpy as np
from numpy.typing import NDArray

from data.catalog.entries import Point
from data.catalog.store import Catalog
from engine.index import Index
from engine.layout import place

NEIGHBOURS = 8
"""Songs whose places say where another belongs."""


async def placed(catalog: Catalog, index: Index, vector: NDArray[np.float32]) -> Point:
    """Between its nearest songs that have a place; the centre where none has, or the vector is another ear's."""
    if vector.shape != (index.dimension,) or not len(index):
        return Point(0.0, 0.0)
    near = await asyncio.to_thread(index.query, vector, NEIGHBOURS)
    places = await catalog.coordinates(near.ids)
    known = np.isfinite(places).all(axis=1)
    x, y = place(near.similarities[known], places[known])
    return Point(float(x), float(y))
