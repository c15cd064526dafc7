"""``python -m bot --check``: what is ready and what is missing, line by line, changing nothing."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import av
import numpy as np

from bot.errors import SegueError
from bot.settings import Settings
from bot.starting import catalogue_unusable, explain_start, explain_store
from bot.text.en import console as say
from bot.text.en import start
from bot.tokens import application_id_of, checked_token
from data.catalog import read_shipped
from data.errors import CatalogError, DatabaseError, DatabaseOlder, ModelMismatch
from data.migrations import check_schema
from engine.audio import SAMPLE_RATE, decode
from engine.embed.embedder import choose_device
from engine.embed.weights import load_ear, read_facts
from engine.errors import AudioError, IndexFileError, ModelError
from engine.index import IndexKind, open_index, served_kind
from engine.index.manifest import MANIFEST_NAME

DECODERS = ("mp3", "aac", "vorbis", "opus", "flac", "pcm_s16le")
"""FFmpeg's names of what members attach."""

_TONE_SECONDS = 4
_TONE_HZ = (220.0, 277.2, 329.6)
_FULL_SCALE = 32_767


class State(StrEnum):
    """How one thing stands."""

    READY = "ready"
    LATER = "later"
    """Made by the first start."""
    UNKNOWN = "unknown"
    """Only Discord knows, and it was not asked."""
    MISSING = "missing"

    @property
    def is_missing(self) -> bool:
        """Whether Segue cannot run because of it."""
        return self is State.MISSING


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that Segue needs."""

    subject: str
    state: State
    text: str


@dataclass(frozen=True, slots=True)
class Application:
    """What Discord says of a token."""

    name: str
    grants_message_content: bool


class Portal(Protocol):
    """Whoever can ask Discord."""

    async def __call__(self, token: str) -> Application | None:
        """What Discord says, or ``None`` when it cannot be reached.

        Raises
        ------
        TokenWrong
            Discord does not know the token.
        """


async def check(settings: Settings, portal: Portal) -> AsyncIterator[Line]:
    """Look at everything in the order in which a start would need it."""
    async for line in _check_discord(settings, portal):
        yield line
    for look in (_check_weights, _check_device, _check_database, _check_catalogue, _check_index, _check_decoding):
        yield await asyncio.to_thread(look, settings)


async def _check_discord(settings: Settings, portal: Portal) -> AsyncIterator[Line]:
    application = None
    try:
        token = checked_token(settings.discord.token)
        application = await portal(token)
        text = (
            say.token_form(application_id_of(token) or 0) if application is None else say.token_taken(application.name)
        )
        yield Line("token", State.UNKNOWN if application is None else State.READY, text)
    except SegueError as error:
        yield Line("token", State.MISSING, explain_start(error))
    if not settings.discord.message_content:
        yield Line("intents", State.READY, say.intents_plain())
    elif application is None:
        yield Line("intents", State.UNKNOWN, say.intents_unasked())
    elif application.grants_message_content:
        yield Line("intents", State.READY, say.intents_granted())
    else:
        yield Line("intents", State.MISSING, start.intent_missing())


def _check_weights(settings: Settings) -> Line:
    try:
        facts = read_facts(settings.places.weights)
        load_ear(settings.places.weights, facts)
    except ModelError as error:
        return Line("weights", State.MISSING, start.weights_unusable(str(error)))
    return Line("weights", State.READY, say.weights_ready(facts.model, facts.dimension))


def _check_device(settings: Settings) -> Line:
    try:
        device = choose_device(settings.hearing.device)
    except ModelError as error:
        return Line("device", State.MISSING, str(error))
    return Line("device", State.READY, str(device))


def _check_database(settings: Settings) -> Line:
    path = settings.places.database
    if not path.exists():
        return Line("database", State.LATER, say.database_new(str(path)))
    try:
        check_schema(path)
    except DatabaseOlder:
        return Line("database", State.LATER, say.database_older(str(path)))
    except DatabaseError as error:
        return Line("database", State.MISSING, explain_store(error))
    return Line("database", State.READY, say.database_ready(str(path)))


def _check_catalogue(settings: Settings) -> Line:
    try:
        shipped = read_shipped(settings.places.shipped)
        model = _model_of_the_weights(settings)
        if model is not None and model != shipped.model:
            raise ModelMismatch(expected=model, found=shipped.model)
    except CatalogError as error:
        return Line("catalogue", State.MISSING, explain_start(catalogue_unusable(error)))
    return Line("catalogue", State.READY, say.catalogue_ready(len(shipped.entries), shipped.model))


def _check_index(settings: Settings) -> Line:
    directory = settings.places.index
    if not (directory / MANIFEST_NAME).exists():
        return Line("index", State.LATER, say.index_new())
    wanted = settings.finding.index_kind
    try:
        index = open_index(directory, model=_model_of_the_weights(settings), verify=True)
    except IndexFileError as error:
        return Line("index", State.MISSING, start.index_unusable(str(error)))
    built, songs = index.kind, len(index)
    index.close()
    if wanted is not IndexKind.EXACT and served_kind(wanted) is IndexKind.EXACT:
        is_faiss = wanted in {IndexKind.IVF, IndexKind.HNSW}
        sentence = say.index_without_faiss if is_faiss else say.index_without_annoy
        return Line("index", State.READY, sentence(IndexKind.EXACT.value, songs))
    if wanted not in {IndexKind.AUTO, IndexKind.EXACT, built}:
        return Line("index", State.LATER, say.index_of_other_kind(built.value, wanted.value))
    served = IndexKind.EXACT if wanted is IndexKind.EXACT else built
    return Line("index", State.READY, say.index_ready(served.value, songs))


def _model_of_the_weights(settings: Settings) -> str | None:
    try:
        return read_facts(settings.places.weights).model
    except ModelError:
        return None


def _check_decoding(_settings: Settings) -> Line:
    lacking = [name for name in DECODERS if name not in av.codecs_available]
    if lacking:
        return Line("decoding", State.MISSING, say.decoding_lacks(", ".join(lacking)))
    try:
        decode(_tone())
    except AudioError as error:
        return Line("decoding", State.MISSING, say.decoding_broken(str(error)))
    return Line("decoding", State.READY, say.decoding_ready(av.__version__))


def _tone() -> bytes:
    """A chord as a WAV file."""
    times = np.arange(_TONE_SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    chord = np.mean([np.sin(2 * np.pi * hertz * times) for hertz in _TONE_HZ], axis=0)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes((0.5 * _FULL_SCALE * chord).astype("<i2").tobytes())
    return file.getvalue()
