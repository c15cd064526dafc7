"""From any exception to one sentence for the member, and what the log needs to know of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import errors
from bot.text.en import failures as say
from bot.text.en import importing as histories
from data import errors as store
from data.imports.errors import HistoryProblem, HistoryRefused
from data.listening import TooManyImports
from data.previews import errors as previews
from engine.errors import AudioError, AudioProblem, IndexFileError, ModelError, VectorError

_ID_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No letters that look alike when they are read aloud."""

_ID_LENGTH = 6


class Level(StrEnum):
    """How much an operator should care."""

    INFO = "info"
    """The member's own business: a bad clip, an unknown song."""
    WARNING = "warning"
    """Passing or outside: busy, Discord's errors, a lock."""
    ERROR = "error"
    """Something to mend."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What to say of a failure.

    Attributes
    ----------
    sentence
        For the member; markdown, outside text escaped.
    retry
        Whether the same question may work a little later.
    level
        How to log it.
    """

    sentence: str
    retry: bool
    level: Level


def explain(exception: BaseException) -> Explanation:
    """One clear sentence for any exception; those that only wrap another are opened first."""
    cause = _innermost(exception)
    return next(_BY_CLASS[kind] for kind in type(cause).__mro__ if kind in _BY_CLASS)(cause)


def new_error_id() -> str:
    """Six letters that join what a member reads to what the log holds."""
    return "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))


def _innermost(exception: BaseException) -> BaseException:
    while isinstance(exception, app_commands.CommandInvokeError | commands.CommandInvokeError):
        exception = exception.original
    if isinstance(exception, app_commands.TransformerError) and exception.__cause__ is not None:
        return exception.__cause__
    return exception


def _asked(sentence: str) -> Explanation:
    return Explanation(sentence, retry=False, level=Level.INFO)


def _later(sentence: str) -> Explanation:
    return Explanation(sentence, retry=True, level=Level.INFO)


def _passing(sentence: str) -> Explanation:
    return Explanation(sentence, retry=True, level=Level.WARNING)


def _outside(sentence: str) -> Explanation:
    return Explanation(sentence, retry=False, level=Level.WARNING)


def _broken(sentence: str) -> Explanation:
    return Explanation(sentence, retry=False, level=Level.ERROR)


_CLIP_SENTENCES: dict[AudioProblem, Callable[[float | None], str]] = {
    AudioProblem.EMPTY: lambda _: say.clip_empty(),
    AudioProblem.TOO_LARGE: say.clip_too_large,
    AudioProblem.NOT_AUDIO: lambda _: say.clip_not_audio(),
    AudioProblem.PLAYLIST: lambda _: say.clip_playlist(),
    AudioProblem.NO_SOUND: lambda _: say.clip_no_sound(),
    AudioProblem.TOO_SHORT: say.clip_too_short,
    AudioProblem.TOO_LONG: say.clip_too_long,
    AudioProblem.SILENT: lambda _: say.clip_silent(),
    AudioProblem.NOISE: lambda _: say.clip_noise(),
    AudioProblem.DAMAGED: lambda _: say.clip_damaged(),
    AudioProblem.UNREASONABLE: lambda _: say.clip_unreasonable(),
    AudioProblem.TOO_SLOW: lambda _: say.clip_too_slow(),
    AudioProblem.TOO_HUNGRY: lambda _: say.clip_too_hungry(),
    AudioProblem.CRASHED: lambda _: say.clip_crashed(),
}

_ATTACKS = frozenset({AudioProblem.TOO_SLOW, AudioProblem.TOO_HUNGRY, AudioProblem.CRASHED})
"""What an operator wants to hear of: it cost a worker."""


def _refused_clip(error: AudioError) -> Explanation:
    sentence = _CLIP_SENTENCES[error.problem](error.limit)
    return _outside(sentence) if error.problem in _ATTACKS else _asked(sentence)


_COSTLY = frozenset({HistoryProblem.BOMB, HistoryProblem.TOO_SLOW, HistoryProblem.TOO_HUNGRY, HistoryProblem.CRASHED})
"""What an operator wants to hear of likewise, and what only the operator can mend."""


def _refused_history(error: HistoryRefused) -> Explanation:
    sentence = histories.refused(error.problem, error.limit)
    if error.problem is HistoryProblem.OUT_OF_REACH:
        return _passing(sentence)
    return _outside(sentence) if error.problem in _COSTLY | {HistoryProblem.KEY_REFUSED} else _asked(sentence)


_UNKNOWN_WORDS = {
    errors.WordKind.GENRE: say.unknown_genre,
    errors.WordKind.MOOD: say.unknown_mood,
    errors.WordKind.INSTRUMENT: say.unknown_instrument,
    errors.WordKind.ARTIST: say.unknown_artist,
}
_UNCLEAR_SPANS = {errors.SpanKind.TEMPO: say.unclear_tempo, errors.SpanKind.YEAR: say.unclear_year}

# The class itself or its nearest ancestor decides.
_BY_CLASS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    BaseException: lambda _: _broken(say.unexpected()),
    TimeoutError: lambda _: _passing(say.took_too_long()),
    # The question.
    errors.OneOfSongAndClip: lambda e: _asked(say.both_song_and_clip() if e.both else say.neither_song_nor_clip()),
    errors.OneOfSongClipAndPrompt: lambda e: _asked(say.several_questions() if e.both else say.no_question()),
    errors.SameSong: lambda e: _asked(say.same_song(e.song, walk=e.walk)),
    errors.NoWay: lambda _: _asked(say.no_way()),
    errors.NothingUnderstood: lambda e: _asked(say.nothing_understood(e.text)),
    errors.UnknownSong: lambda e: _asked(say.unknown_song(e.text, e.nearest, e.unasked)),
    errors.AmbiguousSong: lambda e: _asked(say.ambiguous_song(e.text, [*e.songs, *(one.song() for one in e.found)])),
    errors.SoundOutOfReach: lambda e: _asked(say.sound_out_of_reach(e.found.song())),
    errors.UnknownWord: lambda e: _asked(_UNKNOWN_WORDS[e.kind](e.text, e.nearest)),
    errors.UnclearSpan: lambda e: _asked(_UNCLEAR_SPANS[e.kind](e.text)),
    errors.NothingOfThat: lambda e: _asked(say.nothing_of_that(e.only, e.songs, e.genres, e.moods, e.without)),
    errors.NothingToRecommend: lambda _: _asked(say.nothing_to_recommend()),
    errors.TooLittleKnown: lambda e: _asked(say.too_little_known(e.songs, e.least, other=e.other)),
    errors.NotSharing: lambda e: _asked(say.not_sharing(other=e.other)),
    errors.AnswerGone: lambda _: _asked(say.answer_gone()),
    errors.UnknownPick: lambda _: _asked(say.unknown_pick()),
    errors.QuestionClosed: lambda _: _asked(say.question_closed()),
    errors.QuotaReached: lambda e: _asked(say.quota_reached(e.most)),
    errors.NotKept: lambda _: _asked(say.not_kept()),
    errors.NothingToTakeBack: lambda _: _asked(say.nothing_to_take_back()),
    # Too much at once.
    errors.AlreadyAsking: lambda _: _later(say.already_asking()),
    errors.CoolingDown: lambda e: _later(say.cooling_down(e.seconds)),
    errors.QueueFull: lambda _: _passing(say.queue_full()),
    errors.HeardTooLate: lambda e: _passing(say.heard_too_late(e.seconds)),
    # Histories from elsewhere.
    HistoryRefused: _refused_history,
    TooManyImports: lambda e: _asked(histories.too_many_imports(e.most)),
    errors.ImportRunning: lambda _: _later(histories.import_running()),
    errors.ImportsBusy: lambda _: _passing(histories.imports_busy()),
    errors.ImportStopped: lambda _: _asked(histories.import_stopped()),
    # The clip and the ear.
    AudioError: _refused_clip,
    VectorError: lambda _: _asked(say.vector_unusable()),
    ModelError: lambda _: _broken(say.ear_broken()),
    errors.WeightsUnusable: lambda _: _broken(say.ear_broken()),
    IndexFileError: lambda _: _broken(say.index_broken()),
    errors.IndexUnusable: lambda _: _broken(say.index_broken()),
    # The store.
    store.DataError: lambda _: Explanation(say.database_failed(), retry=True, level=Level.ERROR),
    store.DatabaseLocked: lambda _: _passing(say.database_locked()),
    store.DatabaseSlow: lambda _: _passing(say.database_locked()),
    store.DatabaseReadOnly: lambda _: _broken(say.database_read_only()),
    store.DatabaseFull: lambda _: _broken(say.database_full()),
    store.DatabaseNewer: lambda _: _broken(say.database_newer()),
    store.DatabaseCorrupt: lambda _: _broken(say.database_corrupt()),
    store.CatalogError: lambda _: _broken(say.catalogue_broken()),
    store.HistoryPaused: lambda _: _asked(say.history_paused()),
    store.PayloadTooLarge: lambda _: _broken(say.unexpected()),
    previews.PreviewError: lambda _: _passing(say.source_failed()),
    errors.CatalogueUnusable: lambda _: _broken(say.catalogue_broken()),
    # Discord.
    discord.Forbidden: lambda _: _outside(say.may_not_post()),
    discord.HTTPException: lambda _: _passing(say.discord_failed()),
    app_commands.BotMissingPermissions: lambda _: _outside(say.may_not_post()),
    app_commands.MissingPermissions: lambda _: _asked(say.missing_permissions()),
    app_commands.NoPrivateMessage: lambda _: _asked(say.not_in_private()),
    app_commands.CommandOnCooldown: lambda e: _later(say.cooling_down(e.retry_after)),
}
