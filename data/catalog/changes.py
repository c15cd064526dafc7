"""The order of the catalogue's changes, by which an index knows what has come and gone since it was built."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.rows import vector_matrix
from data.markers import get_marker, put_marker
from data.tables import RemovalRow, SongRow, VectorRow
from engine.songs import SongId

SEQUENCE_MARKER = "catalog.sequence"
"""Holds the number of the last change."""

_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What happened to the vectors of one model after a change.

    Attributes
    ----------
    sequence
        The number of the last change that is in here.
    ids, vectors
        n songs that came or got another vector, in the order of their changes, and their (n, d) float32 unit vectors;
        (0, 0) where there are none.
    removed
        Songs that are gone.
    """

    sequence: int
    ids: tuple[SongId, ...]
    vectors: NDArray[np.float32]
    removed: frozenset[SongId]


async def last_sequence(session: AsyncSession) -> int:
    """The number of the last change; 0 before the first."""
    return int(await get_marker(session, SEQUENCE_MARKER) or 0)


async def next_sequence(session: AsyncSession) -> int:
    """Number the change that a writing session is about to make."""
    sequence = await last_sequence(session) + 1
    await put_marker(session, SEQUENCE_MARKER, str(sequence))
    return sequence


async def changes_since(session: AsyncSession, sequence: int, model: str) -> Changes:
    """Read what came and went after the change of that number."""
    last = await last_sequence(session)
    came = await session.execute(
        select(VectorRow.song, VectorRow.vector)
        .where(VectorRow.sequence > sequence, VectorRow.model == model)
        .order_by(VectorRow.sequence, VectorRow.song)
    )
    rows = came.all()
    gone = await session.execute(select(RemovalRow.song).where(RemovalRow.sequence > sequence))
    removed = frozenset(SongId(row.song) for row in gone)
    if not rows:
        return Changes(last, (), np.zeros((0, 0), np.float32), removed)
    matrix = await asyncio.to_thread(vector_matrix, [row.vector for row in rows])
    return Changes(last, tuple(SongId(row.song) for row in rows), matrix, removed)


async def remove_songs(session: AsyncSession, ids: Sequence[SongId]) -> int:
    """Remove songs with all that hangs on them, as one change; how many there were."""
    removed = 0
    sequence: int | None = None
    for chunk in chunks(ids):
        known = (await session.execute(select(SongRow.id).where(SongRow.id.in_(chunk)))).scalars().all()
        if not known:
            continue
        sequence = sequence or await next_sequence(session)
        await session.execute(delete(SongRow).where(SongRow.id.in_(known)))
        gone = insert(RemovalRow)
        await session.execute(
            gone.on_conflict_do_update(index_elements=[RemovalRow.song], set_={"sequence": gone.excluded.sequence}),
            [{"song": song, "sequence": sequence} for song in known],
        )
        removed += len(known)
    return removed


async def forget_removals(session: AsyncSession, ids: Sequence[SongId]) -> None:
    """Take note that songs are there again."""
    for chunk in chunks(ids):
        await session.execute(delete(RemovalRow).where(RemovalRow.song.in_(chunk)))


def chunks(ids: Sequence[SongId]) -> Iterator[Sequence[SongId]]:
    """As many ids at a time as one statement takes."""
    return (ids[start : start + _IDS_AT_ONCE] for start in range(0, len(ids), _IDS_AT_ONCE))
