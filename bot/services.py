"""The composition root: the one place that knows which implementation is used; it opens all in order and closes all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from bot.admission import Admission
from bot.errors import IndexUnusable, StoreUnusable, WeightsUnusable
from bot.finding import Finder
from bot.hearing import Hearing
from bot.logs import logger
from bot.recommender import Recommender
from bot.settings import Settings
from bot.starting import catalogue_unusable
from data.answers import Answers
from data.catalog import Catalog
from data.database import Database
from data.errors import CatalogEmpty, CatalogError, DatabaseError, ModelMismatch
from data.guild_settings import GuildSettingsStore
from data.history import History
from data.markers import Markers
from data.migrations import migrate
from data.privacy import Privacy
from data.times import Clock, utc_now
from engine.audio import SAMPLE_RATE, DecodeLimits, DecoderPool
from engine.embed import Embedder, Heard, MicroBatcher
from engine.errors import IndexFileError, ModelError
from engine.index import IndexKind, LiveIndex, annoy_available, build_index
from engine.index.manifest import MANIFEST_NAME

WARM_UP_SECONDS = 4.0
"""Length of the noise that is embedded once, so that the first question does not pay for it."""

_SECONDS_PER_MINUTE = 60

_log = logger(__name__)


class Ear(Protocol):
    """Whatever makes vectors; :class:`engine.embed.Embedder` unless told otherwise."""

    @property
    def model(self) -> str:
        """Content hash of the weights."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def device(self) -> str:
        """Where it runs, in words."""

    def embed(self, waveforms: Sequence[NDArray[np.float32]]) -> list[Heard]:
        """Hear clips."""


@dataclass(frozen=True, slots=True)
class _Catalogued:
    """What the catalogue holds for this ear, and whether it has just changed."""

    songs: int
    changed: bool


@dataclass(slots=True)
class Services:
    """Everything that answers, opened; :meth:`close` closes it again.

    Attributes
    ----------
    device
        Where the ear really runs.
    """

    settings: Settings
    database: Database
    catalog: Catalog
    history: History
    answers: Answers
    guild_settings: GuildSettingsStore
    markers: Markers
    privacy: Privacy
    decoder: DecoderPool
    batcher: MicroBatcher
    index: LiveIndex
    admission: Admission
    recommender: Recommender
    device: str
    _closing: AsyncExitStack = field(repr=False)

    @classmethod
    async def open(cls, settings: Settings, *, ear: Ear | None = None, clock: Clock = utc_now) -> Self:
        """Open everything in order; what was opened is closed again when a later step fails.

        Parameters
        ----------
        ear
            In place of the shipped weights.
        clock
            Dates events and answers.

        Raises
        ------
        StoreUnusable, WeightsUnusable, CatalogueUnusable, IndexUnusable
            Each says what mends it.
        """
        started = time.perf_counter()
        async with AsyncExitStack() as stack:
            decoder = await _open_decoder(settings, stack)
            ear = await _load_ear(settings) if ear is None else ear
            database = await _open_database(settings, stack)
            catalog = Catalog(database)
            catalogued = await _import_catalogue(settings, catalog, ear)
            index = await _open_index(settings, catalog, catalogued, ear, stack)
            batcher = await _open_batcher(settings, ear, stack)
            history, answers = History(database, clock), Answers(database)
            admission = Admission(settings.manners.queue, settings.manners.cool_down_seconds)
            recommender = Recommender(
                catalog=catalog,
                history=history,
                answers=answers,
                live_index=index,
                hearing=Hearing(decoder, batcher, dimension=ear.dimension, seconds=settings.hearing.answer_seconds),
                finder=Finder(
                    catalog,
                    history,
                    candidates=settings.finding.candidates,
                    picks=settings.finding.picks,
                    recent_days=settings.finding.recent_days,
                ),
                admission=admission,
                device=ear.device,
                clock=clock,
            )
            with _step("recommender_warmed_up"):
                await recommender.warm_up()
            services = cls(
                settings=settings,
                database=database,
                catalog=catalog,
                history=history,
                answers=answers,
                guild_settings=GuildSettingsStore(database),
                markers=Markers(database),
                privacy=Privacy(database, clock),
                decoder=decoder,
                batcher=batcher,
                index=index,
                admission=admission,
                recommender=recommender,
                device=ear.device,
                _closing=stack.pop_all(),
            )
        _log.info("services_ready", songs=len(index.current()), device=ear.device, ms=_ms_since(started))
        return services

    async def close(self) -> None:
        """Finish what runs and let go of everything, the last opened first; a second call does nothing."""
        await self._closing.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def _open_decoder(settings: Settings, stack: AsyncExitStack) -> DecoderPool:
    limits = DecodeLimits(
        max_bytes=settings.hearing.clip_bytes, max_seconds=settings.hearing.clip_minutes * _SECONDS_PER_MINUTE
    )
    with _step("decoders_started", workers=settings.hearing.decoders):
        decoder = await asyncio.to_thread(DecoderPool, settings.hearing.decoders, limits)
    stack.push_async_callback(asyncio.to_thread, decoder.close)
    return decoder


async def _load_ear(settings: Settings) -> Ear:
    try:
        with _step("weights_loaded"):
            return await asyncio.to_thread(Embedder.load, settings.places.weights, settings.hearing.device)
    except ModelError as error:
        raise WeightsUnusable(str(error)) from error


async def _open_database(settings: Settings, stack: AsyncExitStack) -> Database:
    try:
        with _step("database_opened"):
            await asyncio.to_thread(migrate, settings.places.database)
            database = await Database.open(settings.places.database)
    except DatabaseError as error:
        raise StoreUnusable(error) from error
    stack.push_async_callback(database.close)
    return database


async def _import_catalogue(settings: Settings, catalog: Catalog, ear: Ear) -> _Catalogued:
    try:
        with _step("catalogue_ready"):
            imported = await catalog.import_shipped(settings.places.shipped)
            counts = await catalog.models()
    except DatabaseError as error:
        raise StoreUnusable(error) from error
    except CatalogError as error:
        raise catalogue_unusable(error) from error
    songs = next((count.songs for count in counts if count.model == ear.model), 0)
    if not songs:
        found = counts[0].model if counts else None
        raise catalogue_unusable(CatalogEmpty() if found is None else ModelMismatch(expected=ear.model, found=found))
    return _Catalogued(songs, changed=imported.songs > 0)


async def _open_index(
    settings: Settings, catalog: Catalog, catalogued: _Catalogued, ear: Ear, stack: AsyncExitStack
) -> LiveIndex:
    directory, kind = settings.places.index, settings.finding.index_kind
    if kind is not IndexKind.EXACT and not annoy_available():
        _log.warning("annoy_missing", serves=IndexKind.EXACT.value)
    is_new = not (directory / MANIFEST_NAME).exists()
    if is_new:
        await _build_index(settings, catalog, ear)
    try:
        live = await _open_live(settings, ear)
        if not is_new and (catalogued.changed or len(live.current()) != catalogued.songs):
            # The catalogue is the truth: it has just grown, or a start was cut off before the index followed it.
            live.close()
            await _build_index(settings, catalog, ear)
            live = await _open_live(settings, ear)
    except IndexFileError as error:
        raise IndexUnusable(str(error)) from error
    stack.callback(live.close)
    return live


async def _open_live(settings: Settings, ear: Ear) -> LiveIndex:
    with _step("index_opened"):
        return await asyncio.to_thread(LiveIndex, settings.places.index, ear.model, settings.finding.index_kind)


async def _build_index(settings: Settings, catalog: Catalog, ear: Ear) -> None:
    try:
        with _step("index_built"):
            found = await catalog.vectors(ear.model)
            await asyncio.to_thread(
                build_index,
                settings.finding.index_kind,
                settings.places.index,
                found.ids,
                found.vectors,
                found.model,
            )
    except DatabaseError as error:
        raise StoreUnusable(error) from error
    except OSError as error:
        raise IndexUnusable(f"{settings.places.index} cannot be written: {error.strerror}") from error


async def _open_batcher(settings: Settings, ear: Ear, stack: AsyncExitStack) -> MicroBatcher:
    batcher = MicroBatcher(ear, settings.hearing.batch_clips, settings.hearing.batch_wait_ms / 1000)
    stack.push_async_callback(asyncio.to_thread, batcher.close)
    noise = np.random.default_rng(0).standard_normal(int(WARM_UP_SECONDS * SAMPLE_RATE)).astype(np.float32)
    try:
        with _step("ear_warmed_up", device=ear.device):
            await asyncio.wrap_future(batcher.submit(0.1 * noise))
    except ModelError as error:
        raise WeightsUnusable(str(error)) from error
    return batcher


@contextmanager
def _step(event: str, **facts: object) -> Iterator[None]:
    started = time.perf_counter()
    yield
    _log.info(event, ms=_ms_since(started), **facts)


def _ms_since(started: float) -> int:
    return round(1000 * (time.perf_counter() - started))
