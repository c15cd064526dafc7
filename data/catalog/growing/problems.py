"""Why a file of music did not become a song: one reason a file, kept with it and said in one sentence."""

from __future__ import annotations

from enum import StrEnum

from engine.errors import AudioProblem


class FileProblem(StrEnum):
    """What can be wrong with a file before its sound is looked at."""

    PROTECTED = "protected"
    """Its sound is encrypted (FairPlay, Widevine and their like)."""
    UNREADABLE = "unreadable"
    NOT_A_FILE = "not_a_file"
    """A link, a pipe, a device or a socket by the time it was opened."""
    GONE = "gone"
    CHANGED = "changed"
    """It was written to while it was read."""


class FileRefused(Exception):
    """A file that cannot be taken in.

    Attributes
    ----------
    problem
        Why.
    """

    def __init__(self, problem: FileProblem | AudioProblem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return self.problem.value


PASSING = frozenset({FileProblem.UNREADABLE, FileProblem.GONE, FileProblem.CHANGED, AudioProblem.TOO_SLOW})
"""Problems that lie in the moment and not in the file's bytes: such a file is tried again the next time."""

_SENTENCES = {
    FileProblem.PROTECTED: "it is protected against copying (DRM)",
    FileProblem.UNREADABLE: "it may not be read",
    FileProblem.NOT_A_FILE: "it is not an ordinary file",
    FileProblem.GONE: "it is gone",
    FileProblem.CHANGED: "it changed while it was read",
    AudioProblem.EMPTY: "it is empty",
    AudioProblem.TOO_LARGE: "it is too large",
    AudioProblem.NOT_AUDIO: "it is not audio",
    AudioProblem.PLAYLIST: "it is a list of other files",
    AudioProblem.NO_SOUND: "there is no sound in it",
    AudioProblem.TOO_SHORT: "it is too short",
    AudioProblem.TOO_LONG: "it is too long for a song",
    AudioProblem.SILENT: "it is silent",
    AudioProblem.NOISE: "it is nothing but noise",
    AudioProblem.DAMAGED: "it is damaged",
    AudioProblem.UNREASONABLE: "its sample rate, channels or length make no sense",
    AudioProblem.TOO_SLOW: "it takes too long to decode",
    AudioProblem.TOO_HUNGRY: "it takes too much memory to decode",
    AudioProblem.CRASHED: "the decoder does not survive it",
}


def sentence(problem: str) -> str:
    """What an operator reads of a problem, as it is kept with a file.

    >>> sentence("protected")
    'it is protected against copying (DRM)'
    """
    return _SENTENCES.get(problem, problem)  # type: ignore[call-overload,no-any-return]
