"""The index at the start: opened where it fits the catalogue, built where it is missing or does not."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from bot.errors import IndexUnusable, StoreUnusable
from bot.logs import logger
from bot.settings import Settings
from bot.steps import step
from data.catalog import Catalog
from data.catalog.following import CatalogIndex
from data.catalog.rebuild import rebuild_index
from data.catalog.rebuilding import Rebuilder, Rebuilt
from data.errors import DatabaseError
from engine.errors import IndexFileError
from engine.index import IndexKind, LiveIndex, read_manifest, served_kind
from engine.index.manifest import MANIFEST_NAME

_log = logger(__name__)


async def open_index(
    settings: Settings, catalog: Catalog, model: str, stack: AsyncExitStack, *, songs: int, changed: bool
) -> CatalogIndex:
    """Open the index of a model's vectors, which ``stack`` closes; what came since it was built is in it.

    Parameters
    ----------
    songs
        How many songs of this model the catalogue holds.
    changed
        Whether many of them came just now, so that the index is better built anew at once.

    Raises
    ------
    IndexUnusable
        It is damaged, belongs to another model, or cannot be written.
    StoreUnusable
        The catalogue cannot be read.
    """
    directory, kind = settings.places.index, settings.finding.index_kind
    if kind is not IndexKind.EXACT and served_kind(kind) is IndexKind.EXACT:
        _log.warning("index_library_missing", kind=kind.value, serves=IndexKind.EXACT.value)
    is_new = not (directory / MANIFEST_NAME).exists()
    try:
        if is_new:
            # Another process of this host may be building it at the same time: one build serves both.
            await _build(settings, catalog, model, unless_newer_than=0)
        elif _is_unlike(settings, model, await catalog.sequence()):
            await _build(settings, catalog, model)
        index = await _open(settings, catalog, model)
        if not is_new and (changed or len(await index.current()) != songs):
            # The catalogue is the truth: it has just grown, or is not the one that this index was built of.
            await asyncio.to_thread(index.close)
            await _build(settings, catalog, model)
            index = await _open(settings, catalog, model)
    except IndexFileError as error:
        raise IndexUnusable(str(error)) from error
    stack.push_async_callback(asyncio.to_thread, index.close)
    return index


def _is_unlike(settings: Settings, model: str, sequence: int) -> bool:
    """Whether what was built of this model's vectors is of another kind than is set, or of a later catalogue."""
    there, kind = read_manifest(settings.places.index), settings.finding.index_kind
    of_kind = kind in {IndexKind.AUTO, IndexKind.EXACT, there.kind} or served_kind(kind) is not kind
    return there.model == model and (not of_kind or there.sequence > sequence)


async def _open(settings: Settings, catalog: Catalog, model: str) -> CatalogIndex:
    kind = settings.finding.index_kind
    with step(_log, "index_opened"):
        live = await asyncio.to_thread(LiveIndex, settings.places.index, model, kind)
    serves = live.current().kind
    rebuilder = Rebuilder(
        database=settings.places.database,
        directory=settings.places.index,
        model=model,
        # Where no kind is set, a rebuild keeps the one that somebody built by command.
        kind=serves if kind is IndexKind.AUTO and serves is not IndexKind.EXACT else kind,
        ended=_log_rebuilt,
    )
    return CatalogIndex(catalog, live, model, rebuilder)


def _log_rebuilt(rebuilt: Rebuilt) -> None:
    tell = _log.error if rebuilt.status else _log.info
    tell("index_rebuilt", status=rebuilt.status, said=rebuilt.said, ms=round(1000 * rebuilt.seconds))


async def _build(settings: Settings, catalog: Catalog, model: str, unless_newer_than: int | None = None) -> None:
    places, kind = settings.places, settings.finding.index_kind
    try:
        with step(_log, "index_built"):
            await rebuild_index(catalog, places.index, model, kind, unless_newer_than=unless_newer_than)
    except DatabaseError as error:
        raise StoreUnusable(error) from error
    except OSError as error:
        raise IndexUnusable(f"{places.index} cannot be written: {error.strerror}") from error
