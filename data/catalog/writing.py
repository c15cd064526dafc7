"""Songs into the database: facts, vectors, the order of changes and who brought them, all or none."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.changes import chunks, forget_removals, next_sequence
from data.catalog.entries import CatalogEntry, checked
from data.catalog.rows import row_of, vector_bytes
from data.catalog.servers import Brought, note_brought
from data.markers import put_marker
from data.tables import SongRow, SongServerRow, VectorRow
from engine.songs import SongId

REVISION_MARKER = "catalog.revision"
"""Changes with every change of the catalogue, by whichever process."""


async def write_entries(
    session: AsyncSession, entries: Sequence[CatalogEntry], model: str, brought: Brought | None = None
) -> None:
    """Write facts and vectors of songs inside a transaction, and who brought them.

    Raises
    ------
    VectorError
        A vector is not finite or not of unit length.
    """
    private = brought is not None and brought.private
    rows = [row_of(entry) | {"private": private} for entry in entries]
    known = [entry for entry in entries if entry.vector is not None]
    vectors = checked(np.stack([entry.vector for entry in known if entry.vector is not None])) if known else None
    everybodys = (
        frozenset[str]() if brought is None else await _everybodys(session, [entry.song.id for entry in entries])
    )
    if rows:
        songs = insert(SongRow)
        facts: dict[str, Any] = {name: songs.excluded[name] for name in rows[0] if name not in {"id", "private"}}
        facts["private"] = SongRow.private & songs.excluded.private
        await session.execute(songs.on_conflict_do_update(index_elements=[SongRow.id], set_=facts), rows)
    if vectors is not None:
        sequence = await next_sequence(session)
        await forget_removals(session, [entry.song.id for entry in known])
        sounds = insert(VectorRow)
        replaced = {name: sounds.excluded[name] for name in ("model", "vector", "sequence")}
        await session.execute(
            sounds.on_conflict_do_update(index_elements=[VectorRow.song], set_=replaced),
            [
                {"song": entry.song.id, "model": model, "vector": vector_bytes(vector), "sequence": sequence}
                for entry, vector in zip(known, vectors, strict=True)
            ],
        )
    ids = [entry.song.id for entry in entries]
    if brought is None:
        for chunk in chunks(ids):
            await session.execute(delete(SongServerRow).where(SongServerRow.song.in_(chunk)))
    else:
        for song in ids:
            if song not in everybodys:
                await note_brought(session, song, brought)
    await mark_changed(session)


async def mark_changed(session: AsyncSession) -> None:
    """Let every process see that what it keeps of the catalogue is old."""
    await put_marker(session, REVISION_MARKER, secrets.token_hex(8))


async def _everybodys(session: AsyncSession, ids: Sequence[SongId]) -> frozenset[str]:
    """Songs that are known already and that no server brought: nobody can take them back."""
    brought = select(SongServerRow.song)
    found: set[str] = set()
    for chunk in chunks(ids):
        statement = select(SongRow.id).where(SongRow.id.in_(chunk), SongRow.id.not_in(brought))
        found.update((await session.execute(statement)).scalars())
    return frozenset(found)
