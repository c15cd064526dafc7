"""Errors keep their facts wherever they travel."""

import pickle

import pytest

from engine.errors import AudioError, AudioProblem, EngineError, IndexFileError, ModelError, VectorError


@pytest.mark.parametrize("problem", AudioProblem)
def test_an_audio_error_crosses_processes_whole(problem: AudioProblem) -> None:
    error = pickle.loads(pickle.dumps(AudioError(problem, measured=2.5, limit=3.0)))
    assert isinstance(error, AudioError)
    assert (error.problem, error.measured, error.limit) == (problem, 2.5, 3.0)


def test_an_audio_error_says_what_decided() -> None:
    assert str(AudioError(AudioProblem.TOO_SHORT, measured=2.5, limit=3)) == "too_short: 2.5 (limit 3)"
    assert str(AudioError(AudioProblem.TOO_SHORT, measured=2.5)) == "too_short: 2.5"
    assert str(AudioError(AudioProblem.NOT_AUDIO)) == "not_audio"


@pytest.mark.parametrize("kind", [AudioError, VectorError, ModelError, IndexFileError])
def test_whoever_catches_engine_errors_catches_all(kind: type[Exception]) -> None:
    assert issubclass(kind, EngineError)


def test_problems_are_stable_words() -> None:
    # They are stored in logs and chosen by in the texts of the bot.
    assert AudioProblem("too_long") is AudioProblem.TOO_LONG
    assert len({problem.value for problem in AudioProblem}) == len(AudioProblem)
