"""Why a listening history cannot be taken in. Facts only; the sentences are the bot's."""

from __future__ import annotations

from enum import StrEnum


class HistoryProblem(StrEnum):
    """What is wrong with a file, or with what a service answers."""

    EMPTY = "empty"
    """No bytes, or no play in it."""
    TOO_LARGE = "too_large"
    """``limit`` is the most bytes that are taken."""
    UNKNOWN = "unknown"
    """Nothing that any format recognises."""
    NOT_TEXT = "not_text"
    """Bytes that are neither UTF-8 nor UTF-16."""
    DAMAGED = "damaged"
    """It breaks off, or does not follow its own format."""
    UNREASONABLE = "unreasonable"
    """An entry is larger or more nested than any real one."""
    ENCRYPTED = "encrypted"
    NESTED = "nested"
    """An archive that holds its history in another archive."""
    CROWDED = "crowded"
    """An archive of more files than any export has."""
    BOMB = "bomb"
    """An archive that unpacks to more than it may."""
    TOO_MANY = "too_many"
    """``limit`` is the most plays that are read."""
    MIXED = "mixed"
    """Files of several services, or of several kinds of export."""
    TOO_SLOW = "too_slow"
    TOO_HUNGRY = "too_hungry"
    CRASHED = "crashed"
    UNKNOWN_USER = "unknown_user"
    """The service has no such member."""
    HIDDEN = "hidden"
    """The service shows that history to nobody, or not to whoever runs Segue."""
    NO_KEY = "no_key"
    """The operator has set no key for the service: nothing was sent."""
    KEY_REFUSED = "key_refused"
    """The service does not take the operator's key."""
    OUT_OF_REACH = "out_of_reach"
    """The service does not answer as it should right now."""


class HistoryRefused(Exception):
    """A listening history that was not taken in; nothing was changed.

    It is no ``DataError``: those come with the database's library, and the process that reads files must not load it.

    Attributes
    ----------
    problem
        Why.
    limit
        The bound that decided, in the problem's unit, where there is one.
    """

    def __init__(self, problem: HistoryProblem, limit: int | None = None) -> None:
        super().__init__(problem, limit)
        self.problem = problem
        self.limit = limit

    def __str__(self) -> str:
        return self.problem.value if self.limit is None else f"{self.problem.value} (limit {self.limit})"
