"""The composition root: the one place that knows which implementation is used; it opens all in order and closes all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bot.admission import Admission
from bot.atlas import Atlas
from bot.choosing import Choosing
from bot.discovering import Discovering
from bot.errors import StoreUnusable, WeightsUnusable
from bot.fetching import Fetching
from bot.finding import Finder
from bot.growing import Growing
from bot.hearing import Hearing
from bot.housekeeping import Housekeeping
from bot.importing import Importing
from bot.indexing import open_index
from bot.judging import Judging
from bot.logs import logger
from bot.pairing import Pairing
from bot.recommender import Recommender
from bot.seeds import Seeds
from bot.settings import Settings
from bot.starting import catalogue_unusable
from bot.steps import ms_since, step
from bot.taste_model import TasteModel
from bot.taste_training import TasteTraining
from bot.tastes import Tastes
from bot.variety import Variety
from data.answers import Answers
from data.catalog import Catalog
from data.catalog.following import CatalogIndex
from data.database import Database
from data.errors import CatalogEmpty, CatalogError, DatabaseError, ModelMismatch
from data.evidence import EvidenceStore
from data.guild_settings import GuildSettingsStore
from data.habits import HabitStore
from data.history import History
from data.imports.services.opening import open_services
from data.listening import Listening
from data.markers import Markers
from data.member_settings import MemberSettingsStore
from data.migrations import migrate
from data.open_questions import OpenQuestions
from data.opinions import Opinions
from data.previews.chain import Previews
from data.previews.covers import Covers
from data.previews.opening import open_covers, open_previews
from data.privacy import Privacy
from data.retention import Retention
from data.taught import Taught
from data.times import Clock, utc_now
from engine.audio import SAMPLE_RATE, DecodeLimits, DecoderPool
from engine.collaborative.hybrid import Hybrid
from engine.embed import Embedder, Heard, MicroBatcher
from engine.errors import ModelError

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
    member_settings: MemberSettingsStore
    opinions: Opinions
    judging: Judging
    tastes: Tastes
    taste_model: TasteModel
    training: TasteTraining
    discovering: Discovering
    pairing: Pairing
    markers: Markers
    privacy: Privacy
    importing: Importing
    decoder: DecoderPool
    batcher: MicroBatcher
    index: CatalogIndex
    admission: Admission
    fetching: Fetching
    choosing: Choosing
    growing: Growing
    covers: Covers
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
            # An answer multiplies small matrices: a second thread of NumPy's would wait for work at full speed and cost
            # more processor time than the whole answer. Torch, which hears, has threads of its own.
            stack.enter_context(threadpool_limits(1, user_api="blas"))
            decoder = await _open_decoder(settings, stack)
            ear = await _load_ear(settings) if ear is None else ear
            database = await _open_database(settings, stack)
            catalog = Catalog(database)
            catalogued = await _import_catalogue(settings, catalog, ear)
            index = await open_index(
                settings, catalog, ear.model, stack, songs=catalogued.songs, changed=catalogued.changed
            )
            batcher = await _open_batcher(settings, ear, stack)
            history, answers, opinions = History(database, clock), Answers(database), Opinions(database)
            admission = Admission(settings.manners.queue, settings.manners.cool_down_seconds)
            covers = _open_covers(settings, stack)
            hearing = Hearing(decoder, batcher, dimension=ear.dimension, seconds=settings.hearing.answer_seconds)
            fetching = Fetching(
                catalog,
                _open_sources(settings, stack),
                hearing,
                model=ear.model,
                keep=settings.previews.fetched,
                most=settings.previews.server_songs,
                clock=clock,
            )
            evidence = EvidenceStore(database, clock)
            hybrid = await _open_listeners(ear.model)
            taste_model = TasteModel(catalog, hybrid)
            stack.push_async_callback(taste_model.close)
            finder = Finder(
                catalog,
                history,
                evidence,
                taste_model,
                GuildSettingsStore(database),
                candidates=settings.finding.candidates,
                picks=settings.finding.picks,
                recent_days=settings.finding.recent_days,
            )
            recommender = Recommender(
                catalog=catalog,
                history=history,
                answers=answers,
                index=index,
                hearing=hearing,
                fetching=fetching,
                finder=finder,
                admission=admission,
                device=ear.device,
                reader=ear.reader if isinstance(ear, Embedder) else None,
                clock=clock,
            )
            member_settings = MemberSettingsStore(database, clock)
            tastes = Tastes(
                catalog=catalog,
                evidence=evidence,
                habits=HabitStore(database),
                settings=member_settings,
                index=index,
                atlas=Atlas(catalog),
                reader=ear.reader if isinstance(ear, Embedder) else None,
            )
            discovering = Discovering(
                recommender=recommender,
                finder=finder,
                tastes=tastes,
                variety=Variety(catalog, history, picks=settings.finding.picks),
                catalog=catalog,
                history=history,
                index=index,
                device=ear.device,
                picks=settings.finding.picks,
                clock=clock,
            )
            training = TasteTraining(
                taught=Taught(database),
                evidence=evidence,
                catalog=catalog,
                index=index,
                model=taste_model,
                directory=settings.places.models,
                base=hybrid.base,
                ear=ear.model,
            )
            await _take_up(training)
            with step(_log, "recommender_warmed_up"):
                await recommender.warm_up()
                await taste_model.make(await index.current())
            stack.push_async_callback((await Housekeeping.open(Retention(database, clock))).close)
            training.start()
            stack.push_async_callback(training.close)
            services = cls(
                settings=settings,
                database=database,
                catalog=catalog,
                history=history,
                answers=answers,
                guild_settings=GuildSettingsStore(database),
                member_settings=member_settings,
                opinions=opinions,
                judging=Judging(
                    catalog=catalog,
                    history=history,
                    opinions=opinions,
                    index=index,
                    seeds=Seeds(catalog, hearing, fetching),
                    words=recommender.words,
                    clock=clock,
                ),
                tastes=tastes,
                taste_model=taste_model,
                training=training,
                discovering=discovering,
                pairing=Pairing(catalog, history, index, tastes, discovering),
                markers=Markers(database),
                privacy=Privacy(database, clock),
                importing=_open_importing(settings, database, clock, stack, taste_model),
                decoder=decoder,
                batcher=batcher,
                index=index,
                admission=admission,
                fetching=fetching,
                choosing=Choosing(OpenQuestions(database), clock),
                growing=Growing(
                    catalog, index, fetching, keep=settings.previews.fetched, most=settings.previews.server_songs
                ),
                covers=covers,
                recommender=recommender,
                device=ear.device,
                _closing=stack.pop_all(),
            )
        _log.info("services_ready", songs=len(await index.current()), device=ear.device, ms=ms_since(started))
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
    with step(_log, "decoders_started", workers=settings.hearing.decoders):
        decoder = await asyncio.to_thread(DecoderPool, settings.hearing.decoders, limits)
    stack.push_async_callback(asyncio.to_thread, decoder.close)
    return decoder


async def _load_ear(settings: Settings) -> Ear:
    try:
        with step(_log, "weights_loaded"):
            return await asyncio.to_thread(Embedder.load, settings.places.weights, settings.hearing.device)
    except ModelError as error:
        raise WeightsUnusable(str(error)) from error


async def _open_database(settings: Settings, stack: AsyncExitStack) -> Database:
    try:
        with step(_log, "database_opened"):
            await asyncio.to_thread(migrate, settings.places.database)
            database = await Database.open(settings.places.database)
    except DatabaseError as error:
        raise StoreUnusable(error) from error
    stack.push_async_callback(database.close)
    return database


async def _import_catalogue(settings: Settings, catalog: Catalog, ear: Ear) -> _Catalogued:
    try:
        with step(_log, "catalogue_ready"):
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


async def _open_listeners(ear: str) -> Hybrid:
    """What ships of how people listen; where it does not fit the ear, answers are by sound and by likes alone."""
    try:
        with step(_log, "listeners_opened"):
            return await asyncio.to_thread(Hybrid.open, ear=ear)
    except ModelError as error:
        _log.warning("listeners_unusable", cause=str(error))
        return Hybrid.content_only()


async def _take_up(training: TasteTraining) -> None:
    """What was learned from members before; a folder that cannot be read or written costs that alone."""
    try:
        with step(_log, "taste_opened"):
            await training.open()
    except OSError as error:
        _log.warning("taste_unusable", cause=str(error.strerror))
    except DatabaseError as error:
        raise StoreUnusable(error) from error


def _open_sources(settings: Settings, stack: AsyncExitStack) -> Previews | None:
    """The chain of sources, where any is set up."""
    settings.places.cache.mkdir(parents=True, exist_ok=True)
    previews = open_previews(settings.sources)
    if previews is not None:
        stack.push_async_callback(previews.close)
    return previews


def _open_covers(settings: Settings, stack: AsyncExitStack) -> Covers:
    covers = open_covers(settings.places.covers, settings.sources)
    stack.push_async_callback(covers.close)
    return covers


def _open_importing(
    settings: Settings, database: Database, clock: Clock, stack: AsyncExitStack, taste_model: TasteModel
) -> Importing:
    services = open_services(settings.histories)
    for service in services.values():
        stack.push_async_callback(service.close)
    return Importing(
        database,
        Listening(database, clock),
        MemberSettingsStore(database, clock),
        services,
        scratch=settings.places.cache,
        most_bytes=settings.importing.import_bytes,
        at_once=settings.importing.imports,
        knows=taste_model.listening.hybrid.knows,
        clock=clock,
    )


async def _open_batcher(settings: Settings, ear: Ear, stack: AsyncExitStack) -> MicroBatcher:
    batcher = MicroBatcher(ear, settings.hearing.batch_clips, settings.hearing.batch_wait_ms / 1000)
    stack.push_async_callback(asyncio.to_thread, batcher.close)
    noise = np.random.default_rng(0).standard_normal(int(WARM_UP_SECONDS * SAMPLE_RATE)).astype(np.float32)
    try:
        with step(_log, "ear_warmed_up", device=ear.device):
            await asyncio.wrap_future(batcher.submit(0.1 * noise))
    except ModelError as error:
        raise WeightsUnusable(str(error)) from error
    return batcher
