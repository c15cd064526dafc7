"""Every failure is one clear sentence, and none shows what it should not."""

import inspect
from pathlib import Path
from types import SimpleNamespace

import discord
import pytest
from discord import app_commands

from bot import errors
from bot.explain import Explanation, Level, explain, new_error_id
from bot.text.en import failures
from data import errors as store
from data.catalog import Word
from data.imports.errors import HistoryProblem, HistoryRefused
from data.listening import TooManyImports
from data.previews import errors as previews
from data.previews.facts import FoundSong, SourceName, TrackFacts
from engine.errors import AudioError, AudioProblem, EngineError, IndexFileError, ModelError, VectorError
from engine.ranking import Only, Span
from engine.songs import Song, SongId

SONG = Song(SongId("0" * 16), "M*A*S*H", "<@1> **Loud**")
FOUND = FoundSong((TrackFacts(SourceName.DEEZER, "1", "<@1> **Loud**", "M*A*S*H"),))
PATH = Path("/secret/place/segue.sqlite3")


def response(status: int) -> SimpleNamespace:
    return SimpleNamespace(status=status, reason="because")


FAILURES: list[BaseException] = [
    errors.OneOfSongAndClip(both=True),
    errors.OneOfSongAndClip(both=False),
    errors.UnknownSong("@everyone", (SONG,)),
    errors.UnknownSong("x", ()),
    errors.UnknownSong("x", (SONG,), (SourceName.DEEZER, SourceName.ITUNES)),
    errors.AmbiguousSong("x", (SONG, SONG)),
    errors.AmbiguousSong("x", (SONG,), (FOUND,)),
    errors.SoundOutOfReach(FOUND),
    errors.QuotaReached(2_000),
    errors.NotKept(),
    errors.NothingToTakeBack(),
    errors.QuestionClosed(),
    previews.SourceClosed(SourceName.DEEZER, "quota", 5.0),
    errors.UnknownWord(errors.WordKind.GENRE, "polka", ("Folk", "Pop/Rock")),
    errors.UnknownWord(errors.WordKind.MOOD, "xqzz"),
    errors.NothingOfThat(Only("Jazz", "menacing"), 0, ("Rap", "Metal"), ("happy", "calm")),
    errors.NothingOfThat(Only(mood="menacing"), 3, ("Rap",)),
    errors.NothingOfThat(Only("Jazz", tempo=Span(200, 210)), 0, without=(Word("tempo", 12), Word("genre", 1))),
    errors.NothingOfThat(Only("Jazz", only_new=True), 3),
    errors.NothingOfThat(Only(only_new=True), 3),
    errors.UnknownWord(errors.WordKind.INSTRUMENT, "kazoo", ("voice",)),
    errors.UnknownWord(errors.WordKind.ARTIST, "@everyone"),
    errors.UnclearSpan(errors.SpanKind.TEMPO, "quick"),
    errors.UnclearSpan(errors.SpanKind.YEAR, "yesterday"),
    errors.NothingToRecommend(),
    errors.AlreadyAsking(),
    errors.CoolingDown(3.2),
    errors.QueueFull(),
    errors.TooLittleKnown(0, 1),
    errors.TooLittleKnown(2, 3),
    errors.TooLittleKnown(2, 3, other=True),
    errors.NotSharing(other=False),
    errors.NotSharing(other=True),
    errors.OneOfSongClipAndPrompt(both=True),
    errors.OneOfSongClipAndPrompt(both=False),
    errors.SameSong(SONG, walk=True),
    errors.SameSong(SONG, walk=False),
    errors.NoWay(),
    errors.NothingUnderstood("x"),
    errors.AnswerGone(),
    errors.UnknownPick(),
    errors.HeardTooLate(60),
    *(HistoryRefused(problem, limit=52_428_800) for problem in HistoryProblem),
    TooManyImports(20),
    errors.ImportRunning(),
    errors.ImportsBusy(),
    errors.ImportStopped(),
    errors.WeightsUnusable("gone"),
    errors.CatalogueUnusable("gone", "make it"),
    errors.IndexUnusable("gone"),
    *(AudioError(problem, measured=1.0, limit=3.0) for problem in AudioProblem),
    VectorError("nan"),
    ModelError("gone"),
    IndexFileError("gone"),
    store.DatabaseLocked(PATH, "locked"),
    store.DatabaseSlow(PATH, "slow"),
    store.DatabaseReadOnly(PATH, "read-only"),
    store.DatabaseFull(PATH, "full"),
    store.DatabaseCorrupt(PATH, "malformed"),
    store.DatabaseNewer(PATH, "newer"),
    store.DatabaseUnavailable(PATH, "gone"),
    store.CatalogEmpty(),
    store.CatalogFileError(PATH, "damaged"),
    store.ModelMismatch(expected="a", found="b"),
    discord.Forbidden(response(403), "Missing Permissions"),
    discord.NotFound(response(404), "Unknown interaction"),
    discord.DiscordServerError(response(503), "down"),
    app_commands.MissingPermissions(["manage_guild"]),
    app_commands.NoPrivateMessage(),
    TimeoutError(),
    RuntimeError("token MTIz.secret"),
    EngineError("other"),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_a_failure_is_one_sentence_without_internals(failure: BaseException) -> None:
    explanation = explain(failure)
    sentence = explanation.sentence
    assert sentence[0].isupper() or sentence[0] == "\u201c"
    assert sentence[-1] in ".?!" or sentence.endswith("rebuild.")
    assert "\n" not in sentence
    assert len(sentence) < 600
    for hidden in ("/secret", "Error", "Traceback", "MTIz", "None", "locked\n"):
        assert hidden not in sentence


def test_every_kind_of_bad_clip_has_a_sentence_of_its_own() -> None:
    sentences = {explain(AudioError(problem)).sentence for problem in AudioProblem}
    assert len(sentences) == len(AudioProblem)


def test_every_kind_of_bad_history_has_a_sentence_of_its_own() -> None:
    sentences = {explain(HistoryRefused(problem)).sentence for problem in HistoryProblem}
    assert len(sentences) == len(HistoryProblem)


def test_every_exception_of_a_question_has_a_sentence_of_its_own() -> None:
    unexpected = explain(RuntimeError()).sentence
    for failure in FAILURES:
        if isinstance(failure, errors.SegueError | AudioError | store.DataError | VectorError | HistoryRefused):
            assert explain(failure).sentence != unexpected, failure


def test_every_class_of_the_tree_is_tried_here() -> None:
    tried = {type(failure) for failure in FAILURES}
    leaves = {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.SegueError) and not kind.__subclasses__()
    }
    of_the_start = {
        errors.SettingsWrong,
        errors.TokenMissing,
        errors.TokenWrong,
        errors.IntentMissing,
        errors.DiscordUnreachable,
        errors.StoreUnusable,
    }
    assert leaves - of_the_start <= tried


def test_a_sentence_tells_the_bounds() -> None:
    assert "25 MB" in explain(AudioError(AudioProblem.TOO_LARGE, limit=25 * 1024 * 1024)).sentence
    assert "3 seconds" in explain(AudioError(AudioProblem.TOO_SHORT, measured=1.0, limit=3.0)).sentence
    assert "30 minutes" in explain(AudioError(AudioProblem.TOO_LONG, limit=1800.0)).sentence


def test_outside_text_is_harmless() -> None:
    sentence = explain(errors.UnknownSong("@everyone `x`", (SONG,))).sentence
    assert "@everyone" not in sentence
    assert r"\*\*Loud\*\*" in sentence
    assert "<@1>" not in sentence


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (
            errors.NothingOfThat(
                Only("Jazz", "calm", "piano", Span(200, 210), Span(1950, 1959), "Björk", clean=True),
                0,
                without=(Word("tempo", 1_200), Word("year", 1)),
            ),
            "I know no song that is Jazz and calm, has piano, has 200\u2013210 bpm, came out in 1950\u20131959, "
            "is not by Björk and is not marked explicit; without `tempo:` there are 1,200, without `year:` there is 1.",
        ),
        (
            errors.NothingOfThat(Only("Jazz", only_new=True), 3),
            "You know every song already that is Jazz; leave out `only_new:` to hear them again.",
        ),
        (
            errors.NothingOfThat(Only(only_new=True), 3),
            "You know every song already that comes near; leave out `only_new:` to hear them again.",
        ),
        (
            errors.NothingOfThat(Only(year=Span(low=2020)), 3),
            "You asked about, disliked or blocked every song I know that came out since 2020.",
        ),
    ],
    ids=["everything", "known", "all known", "refused"],
)
def test_where_nothing_is_left_it_says_of_what_and_what_helps(failure: Exception, sentence: str) -> None:
    assert explain(failure).sentence == sentence


def test_a_wrapped_failure_is_opened() -> None:
    wrapped = app_commands.CommandInvokeError(
        SimpleNamespace(name="recommend", qualified_name="recommend"),  # type: ignore[arg-type]
        errors.QueueFull(),
    )
    assert explain(wrapped) == explain(errors.QueueFull())


@pytest.mark.parametrize(
    ("failure", "retry", "level"),
    [
        (errors.QueueFull(), True, Level.WARNING),
        (errors.CoolingDown(1), True, Level.INFO),
        (errors.UnknownSong("x"), False, Level.INFO),
        (AudioError(AudioProblem.SILENT), False, Level.INFO),
        (AudioError(AudioProblem.CRASHED), False, Level.WARNING),
        (store.DatabaseLocked(PATH, "locked"), True, Level.WARNING),
        (store.DatabaseFull(PATH, "full"), False, Level.ERROR),
        (RuntimeError(), False, Level.ERROR),
    ],
)
def test_what_the_operator_gets(failure: BaseException, retry: bool, level: Level) -> None:
    explanation = explain(failure)
    assert (explanation.retry, explanation.level) == (retry, level)
    assert isinstance(explanation, Explanation)


def test_error_ids_are_short_and_differ() -> None:
    ids = {new_error_id() for _ in range(500)}
    assert len(ids) > 490
    assert all(len(one) == 6 and one.isalnum() for one in ids)


def test_a_sentence_can_carry_its_id() -> None:
    assert failures.with_id("It broke.", "ABC234") == "It broke. (id ABC234)"


@pytest.mark.parametrize(("seconds", "shown"), [(0.1, "1 second."), (1.4, "1 second."), (2.6, "3 seconds.")])
def test_the_wait_is_told_in_whole_seconds(seconds: float, shown: str) -> None:
    assert failures.cooling_down(seconds).endswith(shown)
