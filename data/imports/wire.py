"""What the process that reads says: lines of JSON, each a kind and a value."""

from __future__ import annotations

from enum import StrEnum

SONGS_A_LINE = 100
MAX_LINE_BYTES = 2 * 1024 * 1024
"""A hundred songs of the longest names, each letter of four bytes, take less."""


class Kind(StrEnum):
    """What a line is."""

    PROGRESS = "progress"
    """Entries read so far."""
    COUNTS = "counts"
    SONGS = "songs"
    END = "end"
    REFUSED = "refused"
