"""The catalogue: songs and their vectors, the truth that every index is derived from."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from data.catalog.changes import Changes, changes_since, chunks, last_sequence, remove_songs
from data.catalog.entries import CatalogEntry, CatalogVectors, Point
from data.catalog.rows import LABEL_COLUMNS, SONG_COLUMNS, labelled_song, song_of, vector_matrix
from data.catalog.search import Match, search
from data.catalog.servers import Brought, ServerCount, brought_songs, count_brought, hidden_songs, last_added
from data.catalog.shipped import SHIPPED_DIRECTORY, read_shipped, shipped_digest
from data.catalog.vocabulary import Vocabulary
from data.catalog.writing import REVISION_MARKER, mark_changed, write_entries
from data.database import Database
from data.errors import CatalogEmpty, ModelMismatch
from data.ids import GuildId
from data.markers import get_marker, put_marker
from data.tables import SongRow, SongServerRow, VectorRow
from engine.songs import Song, SongId

ALL_VECTORS_SECONDS = 60.0
"""Reading every vector may take this long: some seconds for each million songs."""
ALL_LABELS_SECONDS = 60.0
"""As long for every song's labels."""
IMPORTED_MARKER = "catalog.imported."
"""Before the digest of files that were taken in."""
MAX_KEPT = 50_000
"""Songs whose facts are kept in memory: about a kilobyte each."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    songs
        How many songs were written; 0 when these files had been imported before.
    """

    songs: int


@dataclass(frozen=True, slots=True)
class ModelCount:
    """How many songs have a vector of one model."""

    model: str
    songs: int


@dataclass(frozen=True, slots=True)
class _Placed:
    song: Song
    point: Point | None


class _Look:
    """Which state of the catalogue a block of :meth:`Catalog.steady` has seen; nothing yet at its beginning."""

    seen = False
    revision: str | None = None

    def holds(self, revision: str | None) -> bool:
        return self.seen and self.revision == revision


_LOOK: ContextVar[_Look | None] = ContextVar("catalogue seen", default=None)


class Catalog:
    """All songs that are known, in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[SongId, _Placed] = {}
        self._revision: str | None = None
        self._vocabulary: tuple[str | None, Vocabulary] | None = None
        self._hidden: tuple[str | None, dict[GuildId | None, frozenset[SongId]]] = (None, {})

    async def import_shipped(self, directory: Path = SHIPPED_DIRECTORY, *, again: bool = False) -> Imported:
        """Take in a catalogue from its files, once: the same content is not imported twice.

        Songs that are known already get the facts and the vector of the files; no song is removed.

        Parameters
        ----------
        again
            Import even what was imported before, for instance after vectors of another model came in.

        Raises
        ------
        CatalogFileError
            A file is missing or damaged; nothing was changed.
        DatabaseError
            The database refused; nothing was changed.
        """
        marker = IMPORTED_MARKER + await asyncio.to_thread(shipped_digest, directory)
        async with self._database.read() as session:
            if not again and await get_marker(session, marker) is not None:
                return Imported(0)
        shipped = await asyncio.to_thread(read_shipped, directory)
        async with self._database.write() as session:
            await write_entries(session, shipped.entries, shipped.model)
            await put_marker(session, IMPORTED_MARKER + shipped.digest, str(len(shipped.entries)))
        return Imported(len(shipped.entries))

    async def add(self, entries: Sequence[CatalogEntry], model: str, brought: Brought | None = None) -> None:
        """Add songs, or replace the facts and vectors of known ones, in one transaction.

        Parameters
        ----------
        model
            Content hash of the weights that made the vectors.
        brought
            The server that brings them; ``None`` for songs that are everybody's.

        Raises
        ------
        VectorError
            A vector is not finite or not of unit length; nothing was changed.
        """
        async with self._database.write() as session:
            await write_entries(session, entries, model, brought)

    async def remove(self, ids: Sequence[SongId]) -> int:
        """Remove songs and their vectors in one transaction; how many of them there were.

        What members did with them stays in their history.
        """
        async with self._database.write() as session:
            removed = await remove_songs(session, ids)
            if removed:
                await mark_changed(session)
            return removed

    async def remove_last_added(self, guild: GuildId) -> Song | None:
        """Take back the song that a server added last by command; ``None`` when it added none.

        A song that another server brought too stays there.
        """
        async with self._database.write() as session:
            song = await last_added(session, guild)
            if song is None:
                return None
            facts = song_of((await session.execute(select(*SONG_COLUMNS).where(SongRow.id == song))).one())
            await session.execute(delete(SongServerRow).where(SongServerRow.song == song, SongServerRow.guild == guild))
            others = select(func.count()).select_from(SongServerRow).where(SongServerRow.song == song)
            if not (await session.execute(others)).scalar_one():
                await remove_songs(session, [song])
            await mark_changed(session)
            return facts

    async def brought_by(self, guild: GuildId) -> ServerCount:
        """Count the songs that a server brought."""
        async with self._database.read() as session:
            return await count_brought(session, guild)

    async def songs_of(self, guild: GuildId) -> tuple[SongId, ...]:
        """The songs that a server brought, the newest first, at most :data:`MAX_KEPT`."""
        async with self._database.read() as session:
            return await brought_songs(session, guild, MAX_KEPT)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within the block, ask the database once and no more whether songs kept in memory are still so.

        Changes that are committed meanwhile may or may not be seen by what the block reads.
        """
        token = _LOOK.set(_Look())
        try:
            yield
        finally:
            _LOOK.reset(token)

    async def hidden(self, guild: GuildId | None) -> frozenset[SongId]:
        """Songs that are not to be seen in a server (``None``: outside servers), kept until the catalogue changes."""
        look = _LOOK.get()
        if look is not None and look.holds(self._hidden[0]) and guild in self._hidden[1]:
            return self._hidden[1][guild]
        async with self._database.read() as session:
            revision = await _revision(session)
            if self._hidden[0] != revision:
                self._hidden = (revision, {})
            kept = self._hidden[1]
            if guild not in kept:
                kept[guild] = await hidden_songs(session, guild)
            return kept[guild]

    async def changes(self, model: str, since: int) -> Changes:
        """Read which vectors of a model came and went after a change."""
        async with self._database.read(ALL_VECTORS_SECONDS) as session:
            return await changes_since(session, since, model)

    async def sequence(self) -> int:
        """The number of the last change that concerns vectors."""
        async with self._database.read() as session:
            return await last_sequence(session)

    async def get(self, ids: Sequence[SongId]) -> dict[SongId, Song]:
        """Read the facts of songs; those that nobody knows are left out."""
        known = await self._placed(ids)
        return {song: known[song].song for song in ids if song in known}

    async def vectors(self, model: str) -> CatalogVectors:
        """Read all vectors of a model, in the order in which the songs came in.

        Raises
        ------
        CatalogEmpty
            There is no vector at all.
        ModelMismatch
            There are vectors, but of other weights.
        """
        statement = (
            select(VectorRow.song, VectorRow.vector)
            .join(SongRow, SongRow.id == VectorRow.song)
            .where(VectorRow.model == model)
            .order_by(SongRow.number)
        )
        async with self._database.read(ALL_VECTORS_SECONDS) as session:
            sequence = await last_sequence(session)
            rows = (await session.execute(statement)).all()
        if not rows:
            counts = await self.models()
            if not counts:
                raise CatalogEmpty
            raise ModelMismatch(expected=model, found=counts[0].model)
        matrix = await asyncio.to_thread(vector_matrix, [row.vector for row in rows])
        return CatalogVectors(tuple(SongId(row.song) for row in rows), matrix, model, sequence)

    async def coordinates(self, ids: Sequence[SongId]) -> NDArray[np.float32]:
        """Read where songs lie on the map.

        Returns
        -------
        (n, 2) float32
            In the order of ``ids``, each in [-1, 1]; not a number where a song has no place.
        """
        known = await self._placed(ids)
        nowhere = (float("nan"), float("nan"))
        points = (known[song].point if song in known else None for song in ids)
        places = [nowhere if point is None else (point.x, point.y) for point in points]
        return np.array(places, np.float32).reshape(len(ids), 2)

    async def search(self, text: str, limit: int = 25, guild: GuildId | None = None) -> list[Match]:
        """Find songs that a server sees by what somebody typed, best first; see :func:`data.catalog.search.search`."""
        async with self._database.read() as session:
            return await search(session, text, limit, guild)

    async def sample(self, limit: int, generator: random.Random) -> list[Song]:
        """Draw songs at random, for whoever has typed nothing yet."""
        async with self._database.read() as session:
            last = (await session.execute(select(func.max(SongRow.number)))).scalar_one() or 0
            numbers = generator.sample(range(1, last + 1), min(limit, last))
            rows = await session.execute(select(*SONG_COLUMNS).where(SongRow.number.in_(numbers), ~SongRow.private))
            return [song_of(row) for row in rows]

    async def vocabulary(self) -> Vocabulary:
        """The words of all songs, kept in memory until anybody changes the catalogue."""
        look = _LOOK.get()
        if look is not None and self._vocabulary is not None and look.holds(self._vocabulary[0]):
            return self._vocabulary[1]
        labels = select(*LABEL_COLUMNS).order_by(SongRow.number)
        async with self._database.read(ALL_LABELS_SECONDS) as session:
            revision = await _revision(session)
            if self._vocabulary is not None and self._vocabulary[0] == revision:
                return self._vocabulary[1]
            rows = (await session.execute(labels)).all()
        made = await asyncio.to_thread(Vocabulary, [labelled_song(row) for row in rows])
        self._vocabulary = (revision, made)
        return made

    async def count(self) -> int:
        """Count the songs."""
        async with self._database.read() as session:
            return (await session.execute(select(func.count()).select_from(SongRow))).scalar_one()

    async def models(self) -> tuple[ModelCount, ...]:
        """Say which weights made the vectors, the most used first."""
        statement = (
            select(VectorRow.model, func.count())
            .group_by(VectorRow.model)
            .order_by(func.count().desc(), VectorRow.model)
        )
        async with self._database.read() as session:
            return tuple(ModelCount(*row) for row in (await session.execute(statement)))

    async def model(self) -> str | None:
        """Name the weights that made most of the vectors; ``None`` where there is no vector."""
        counts = await self.models()
        return counts[0].model if counts else None

    async def _placed(self, ids: Sequence[SongId]) -> dict[SongId, _Placed]:
        """Facts and places of songs, kept in memory until anybody changes the catalogue."""
        look = _LOOK.get()
        if not ids or (look is not None and look.holds(self._revision) and all(song in self._kept for song in ids)):
            return self._kept
        async with self._database.read() as session:
            revision = await _revision(session)
            if revision != self._revision or len(self._kept) + len(ids) > MAX_KEPT:
                self._kept, self._revision = {}, revision
            kept = self._kept
            for chunk in chunks([song for song in ids if song not in kept]):
                statement = select(*SONG_COLUMNS, SongRow.map_x, SongRow.map_y).where(SongRow.id.in_(chunk))
                for row in await session.execute(statement):
                    point = None if row.map_x is None or row.map_y is None else Point(row.map_x, row.map_y)
                    kept[SongId(row.id)] = _Placed(song_of(row), point)
        return kept


async def _revision(session: AsyncSession) -> str | None:
    """Which state of the catalogue a reading session sees."""
    revision = await get_marker(session, REVISION_MARKER)
    look = _LOOK.get()
    if look is not None:
        look.seen, look.revision = True, revision
    return revision
