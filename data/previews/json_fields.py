"""Fields of a stranger's JSON: each is what was asked for, bounded, or not there."""

from __future__ import annotations

import math
import re
from typing import Any

from data.previews.addresses import MAX_ADDRESS_CHARS
from data.previews.client import JsonObject

MAX_TEXT_CHARS = 300
_MAX_WHOLE = 2**63
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_YEAR = re.compile(r"(?P<year>1[89][0-9]{2}|20[0-9]{2})(?:-|$)")


def text(found: JsonObject, *path: str) -> str:
    """Read a text of one line, at most 300 characters, that can be stored and printed; empty where there is none."""
    value = _at(found, path)
    if not isinstance(value, str):
        return ""
    # Longer than that before white space is folded is no name, and lone surrogates break every encoder later on.
    kept = value[: 4 * MAX_TEXT_CHARS].encode("utf-8", "ignore").decode()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in kept).split())[:MAX_TEXT_CHARS]


def address(found: JsonObject, *path: str) -> str:
    """Read an address as it is, for the client's list to judge; empty where there is none or it is too long."""
    value = _at(found, path)
    return value if isinstance(value, str) and len(value) <= MAX_ADDRESS_CHARS else ""


def whole(found: JsonObject, *path: str) -> int | None:
    """Read a whole number that is not negative, also one written as text."""
    value = _at(found, path)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(_MAX_WHOLE)):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < _MAX_WHOLE else None


def seconds(found: JsonObject, *path: str, unit: float = 1.0) -> float | None:
    """Read a length of time in units of ``unit`` seconds; ``None`` where it is none."""
    value = _at(found, path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or not 0 < value < _MAX_WHOLE:
        return None
    return value * unit


def year(found: JsonObject, *path: str) -> int | None:
    """Read the year of a date such as ``1998-04-27``."""
    match = _YEAR.match(text(found, *path))
    return None if match is None else int(match["year"])


def isrc(found: JsonObject, *path: str) -> str | None:
    """Read an ISRC, without hyphens and in capitals."""
    value = text(found, *path).upper().replace("-", "")
    return value if _ISRC.fullmatch(value) else None


def flag(found: JsonObject, *path: str) -> bool | None:
    """Read a yes or no; ``None`` where it does not say."""
    value = _at(found, path)
    return value if isinstance(value, bool) else None


def objects(found: JsonObject, *path: str) -> list[JsonObject]:
    """Read a list, without what is in it that is no object."""
    value = _at(found, path)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _at(found: JsonObject, path: tuple[str, ...]) -> Any:
    value: Any = found
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
