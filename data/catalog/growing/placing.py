"""The places of new songs on the map: between the nearest songs that have one."""

from __future__ import annotations

import numpy as np
from sqlalchemy import bindparam, select, update

from data.catalog.rows import vector_matrix
from data.catalog.writing import mark_changed
from data.database import Database
from data.tables import SongRow, VectorRow
from engine.layout import NEAREST_SONGS, place

READ_SECONDS = 60.0
"""Reading every vector may take this long."""
_ROWS_AT_ONCE = 256
"""Bounds the memory of the similarities: a million songs by so many are a gigabyte."""


async def place_songs(database: Database, model: str) -> int:
    """Give every song with a vector of this model, and without a place, its place; how many there were.

    Songs are placed by those that had a place before, so that their order does not matter. Where no song has one,
    none is given.
    """
    statement = (
        select(SongRow.id, SongRow.map_x, SongRow.map_y, VectorRow.vector)
        .join(VectorRow, VectorRow.song == SongRow.id)
        .where(VectorRow.model == model)
        .order_by(SongRow.id)
    )
    async with database.read(READ_SECONDS) as session:
        unplaced = select(SongRow.id).join(VectorRow, VectorRow.song == SongRow.id)
        if (await session.execute(unplaced.where(SongRow.map_x.is_(None), VectorRow.model == model).limit(1))).first():
            rows = (await session.execute(statement)).all()
        else:
            return 0
    on_map = [row for row in rows if row.map_x is not None and row.map_y is not None]
    new = [row for row in rows if row.map_x is None or row.map_y is None]
    if not on_map or not new:
        return 0
    known = vector_matrix([row.vector for row in on_map])
    points = np.array([(row.map_x, row.map_y) for row in on_map])
    placed = []
    for start in range(0, len(new), _ROWS_AT_ONCE):
        some = new[start : start + _ROWS_AT_ONCE]
        similarities = vector_matrix([row.vector for row in some]) @ known.T
        for row, near in zip(some, similarities, strict=True):
            nearest = np.argsort(-near, kind="stable")[:NEAREST_SONGS]
            x, y = place(near[nearest], points[nearest])
            placed.append({"song": row.id, "x": float(x), "y": float(y)})
    async with database.write() as writing:
        connection = await writing.connection()
        await connection.execute(
            update(SongRow).where(SongRow.id == bindparam("song")).values(map_x=bindparam("x"), map_y=bindparam("y")),
            placed,
        )
        await mark_changed(writing)
    return len(placed)
