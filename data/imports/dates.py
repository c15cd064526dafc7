"""Moments as the exports write them, in UTC; what cannot be one is refused.

Read here: ISO 8601, ``2023-01-15 13:45``, ``15 Jan 2023, 13:45``, and seconds or milliseconds since 1970. Dates whose
day and month can be confused are not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

EARLIEST = int(datetime(2002, 1, 1, tzinfo=UTC).timestamp())
"""Audioscrobbler, the oldest of such lists, began in 2002; players without a clock tell of 1970."""
AHEAD_SECONDS = 24 * 3600
"""A clock may go wrong by a day."""
MAX_DATE_CHARS = 64

_MONTHS = {
    month: place
    for place, month in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_EPOCH = re.compile(r"[0-9]{9,13}(?:\.[0-9]{1,9})?", re.ASCII)
_MILLISECONDS_FROM = 10**11
_WORDED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?P<day>[0-9]{1,2})\s+(?P<month>[A-Za-z]{3})[a-z]*\.?,?\s+(?P<year>[0-9]{4}),?\s+"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?:\s*(?:UTC|GMT|Z|\+0000))?",
    re.ASCII,
)
_SPACED_ZONE = re.compile(r"\s*(?:UTC|GMT)$|\s+(?=[+-][0-9]{2}:?[0-9]{2}$)", re.ASCII)
_DAY = re.compile(r"[0-9]{8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dates:
    """Reads moments that lie between 2002 and a day from now.

    Attributes
    ----------
    now
        Seconds since 1970.
    """

    now: int

    def read(self, text: str) -> int | None:
        """Read a moment; ``None`` where it is none, absurd, or in the future."""
        text = text.strip()
        if not text or len(text) > MAX_DATE_CHARS:
            return None
        return self.bounded(_epoch(text) if _EPOCH.fullmatch(text) else _iso(text) or _worded(text))

    def bounded(self, at: float | None) -> int | None:
        """A number of seconds since 1970, where it is one that a play can have."""
        if at is None or not EARLIEST <= at <= self.now + AHEAD_SECONDS:
            return None
        return int(at)

    def day(self, text: str, hour: int) -> int | None:
        """Read a day such as ``20230115``, at a whole hour."""
        if _DAY.fullmatch(text) is None or not 0 <= hour <= 23:  # noqa: PLR2004 - hours of a day
            return None
        try:
            return self.bounded(datetime(int(text[:4]), int(text[4:6]), int(text[6:]), hour, tzinfo=UTC).timestamp())
        except ValueError:
            return None


def _epoch(text: str) -> float:
    number = float(text)
    return number / 1000 if number >= _MILLISECONDS_FROM else number


def _iso(text: str) -> float | None:
    try:
        read = datetime.fromisoformat(_SPACED_ZONE.sub("", text) if text[-1].isalnum() else text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _worded(text: str) -> float | None:
    found = _WORDED.fullmatch(text)
    month = None if found is None else _MONTHS.get(found["month"].casefold())
    if found is None or month is None:
        return None
    parts = (int(found[name] or 0) for name in ("day", "hour", "minute", "second"))
    day, hour, minute, second = parts
    try:
        return datetime(int(found["year"]), month, day, hour, minute, second, tzinfo=UTC).timestamp()
    except ValueError:
        return None
