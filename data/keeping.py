"""What becomes of a song that was fetched for an answer."""

from __future__ import annotations

from enum import StrEnum


class Keep(StrEnum):
    """Who knows it from then on."""

    OFF = "off"
    """Nobody: it is forgotten with the answer."""
    SERVER = "server"
    """The server where it was asked for."""
    SHARED = "shared"
    """Everybody."""
