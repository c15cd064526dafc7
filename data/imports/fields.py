"""Fields of a stranger's entry: each is what was asked for, bounded, or not there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from data.imports.limits import MAX_NAME_CHARS

MAX_MS = 7 * 24 * 3600 * 1000
"""A play that is said to last longer than a week is no play."""


def name(value: Any) -> str:
    """Read a name: one line without what cannot be printed, at most 300 characters; empty where there is none."""
    if not isinstance(value, str):
        return ""
    kept = value[: 4 * MAX_NAME_CHARS]
    if not kept.isprintable():
        # Lone surrogates break every encoder later on.
        kept = kept.encode("utf-8", "ignore").decode()
        kept = "".join(letter if letter.isprintable() else " " for letter in kept)
    return " ".join(kept.split())[:MAX_NAME_CHARS]


def milliseconds(value: Any) -> int | None:
    """Read a length in milliseconds, also one written as text; ``None`` where it is none or absurd."""
    if isinstance(value, str):
        try:
            value = float(value[:20])
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return int(value) if 0 <= value <= MAX_MS else None


def inside(entry: Mapping[str, Any], *path: str) -> Any:
    """What stands at a path of objects; ``None`` where there is nothing."""
    value: Any = entry
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
