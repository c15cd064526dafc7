"""What can go wrong in the engine. The exceptions carry facts; the sentences are written by who talks to people.

::

    EngineError
    ├── AudioError        a clip that cannot be heard; ``problem`` says why
    ├── VectorError       a vector that is not finite, not of unit length, of the wrong size, or unknown
    ├── ModelError        weights that are missing, damaged, or not the ones a vector was made with
    ├── IndexFileError    an index file that is missing, damaged, or of another model
    └── InteractionsError plays that are malformed, too few, too many, or of other items than a model's
"""

from __future__ import annotations

from enum import StrEnum


class EngineError(Exception):
    """The root of everything that the engine raises on purpose."""


class AudioProblem(StrEnum):
    """Why a clip was refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_AUDIO = "not_audio"
    PLAYLIST = "playlist"
    NO_SOUND = "no_sound"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    SILENT = "silent"
    NOISE = "noise"
    DAMAGED = "damaged"
    UNREASONABLE = "unreasonable"
    """A sample rate, channel count or duration that no music has."""
    TOO_SLOW = "too_slow"
    TOO_HUNGRY = "too_hungry"
    """It asked for more memory than a clip may use."""
    CRASHED = "crashed"


class AudioError(EngineError):
    """A clip that cannot be heard.

    Attributes
    ----------
    problem
        Why.
    measured, limit
        The quantity that decided and its bound, in the problem's unit (seconds or bytes), where there is one.
    """

    def __init__(self, problem: AudioProblem, *, measured: float | None = None, limit: float | None = None) -> None:
        super().__init__(problem, measured, limit)
        self.problem = problem
        self.measured = measured
        self.limit = limit

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the facts when the error crosses from a worker process."""
        return _audio_error, (self.problem, self.measured, self.limit)

    def __str__(self) -> str:
        bound = "" if self.limit is None else f" (limit {self.limit:g})"
        size = "" if self.measured is None else f": {self.measured:g}{bound}"
        return f"{self.problem.value}{size}"


def _audio_error(problem: AudioProblem, measured: float | None, limit: float | None) -> AudioError:
    return AudioError(problem, measured=measured, limit=limit)


class VectorError(EngineError):
    """A vector that is not finite, not of unit length, of the wrong size, or not known."""


class ModelError(EngineError):
    """Weights that are missing, damaged, or not those that a vector was made with."""


class IndexFileError(EngineError):
    """An index file that is missing, damaged, or belongs to another model."""


class InteractionsError(EngineError):
    """Plays that are malformed, too few or too many to learn from, or of other items than a model's."""
