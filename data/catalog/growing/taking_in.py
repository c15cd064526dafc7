"""Songs and the files they came from into the database, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.entries import CatalogEntry, Point
from data.catalog.growing.facts import filled
from data.catalog.growing.files import KnownFile, write_files
from data.catalog.labelling import labelled
from data.catalog.rows import song_of
from data.catalog.writing import write_entries
from data.tables import SongRow, VectorRow
from engine.embed import Heard
from engine.songs import Song, SongId

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, eq=False)
class NewSong:
    """A song as one file or preview tells it.

    Attributes
    ----------
    song
        What is published of it.
    heard
        What the ear says of it; that counts where the song takes its vector from here.
    ref
        The source's own id of the sound; empty where it has none.
    """

    song: Song
    heard: Heard
    ref: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of songs: how many were new, and how many were known."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class _Kept:
    entry: CatalogEntry
    model: str | None


async def take_in(session: AsyncSession, songs: Sequence[NewSong], files: Sequence[KnownFile], model: str) -> TakenIn:
    """Write songs, and then the files that they came of.

    A known song keeps its facts, and its vector where it is of this model; only gaps are filled. Of several that are
    one song the first counts as known to the others: in whatever portions they come, the outcome is the same.

    Raises
    ------
    VectorError
        A vector is not finite or not of unit length; nothing was changed.
    """
    kept = await _kept(session, [new.song.id for new in songs])
    changed: dict[SongId, CatalogEntry] = {}
    added = 0
    for new in songs:
        before = kept.get(new.song.id)
        if before is None:
            added += 1
            song = labelled(new.song, new.heard)
            entry = CatalogEntry(song, new.heard.vector, None, (new.ref,) if new.ref else ())
        else:
            entry = _joined(before, new, model)
            if entry is before.entry:
                continue
        kept[new.song.id] = _Kept(entry, model)
        changed[new.song.id] = entry
    if changed:
        await write_entries(session, list(changed.values()), model)
    await write_files(session, files)
    return TakenIn(added, len(songs) - added)


def _joined(before: _Kept, new: NewSong, model: str) -> CatalogEntry:
    old = before.entry
    song = filled(old.song, new.song)
    refs = old.source_refs
    if new.ref and new.ref not in refs and new.song.source == old.song.source:
        refs = (*refs, new.ref)
    if before.model != model:
        return CatalogEntry(labelled(song, new.heard), new.heard.vector, old.point, refs)
    if song == old.song and refs == old.source_refs:
        return old
    return CatalogEntry(song, old.vector, old.point, refs)


async def _kept(session: AsyncSession, ids: Sequence[SongId]) -> dict[SongId, _Kept]:
    found: dict[SongId, _Kept] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = await session.execute(
            select(SongRow, VectorRow.model)
            .outerjoin(VectorRow, VectorRow.song == SongRow.id)
            .where(SongRow.id.in_(ids[start : start + _AT_ONCE]))
        )
        for row, model in rows:
            point = None if row.map_x is None or row.map_y is None else Point(row.map_x, row.map_y)
            # Without its vector, what is written leaves the one that is stored untouched.
            found[SongId(row.id)] = _Kept(CatalogEntry(song_of(row), None, point, row.source_refs), model)
    return found
