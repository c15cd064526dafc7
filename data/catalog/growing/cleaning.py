"""Words that strangers wrote, made fit to be kept: bounded, of one line, without what cannot be seen or stored."""

from __future__ import annotations

import math
import re
import unicodedata

MAX_NAME_LETTERS = 200
"""Longest artist, title or album that is kept; no real one is longer."""
MAX_GENRES = 6
MAX_GENRE_LETTERS = 40
FIRST_YEAR, LAST_YEAR = 1860, 2100
"""The oldest recording of sound is of 1860."""
LONGEST_SECONDS = 86_400.0

_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_BETWEEN_GENRES = re.compile(r"[;,/|\0]")
_WHOLE_GENRES = frozenset({"pop/rock", "rock/pop", "acoustic/instrumental", "hip-hop/rap", "r&b/soul", "folk/country"})
"""Genres whose own name has a stroke in it."""
_NO_GENRE = frozenset({"other", "unknown", "genre", "misc", "miscellaneous", "none", "default", "undefined", "n/a"})
_PLACEHOLDER = re.compile(
    r"(?:audio ?)?(?:track|titel|piste)[\s_-]*\d*"
    r"|\[?(?:unknown|unbekannt|inconnu|no)[\s_]*(?:artist|title|titel|track)?\]?"
    r"|\[?various(?:[\s_]artists)?\]?|v\.?a\.?",
    re.IGNORECASE,
)
"""What programs write where they know nothing."""
_HIDDEN = frozenset({"Cc", "Cs", "Co", "Cn"})
"""Categories of characters that are no text: control codes, halves of pairs, private and unassigned ones."""
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff\u200b\u2060")
"""Marks that turn or hide what stands beside them."""


def clean(text: str, most: int = MAX_NAME_LETTERS) -> str:
    r"""One line of visible text of at most so many letters.

    >>> clean("  Jo\u0301ga\x00 \n live ")
    'Jóga live'
    """
    visible = "".join(
        " " if letter.isspace() or letter == "\0" else letter
        for letter in text[: 4 * most]
        if letter.isspace() or letter == "\0" or _is_text(letter)
    )
    composed = unicodedata.normalize("NFC", " ".join(visible.split()))
    return composed[:most].strip()


def clean_name(text: str) -> str:
    """An artist or a title, cleaned; empty for what a program wrote that knew none.

    >>> clean_name("Track 07"), clean_name("Unknown Artist"), clean_name("Tracks of My Tears")
    ('', '', 'Tracks of My Tears')
    """
    name = clean(text)
    return "" if _PLACEHOLDER.fullmatch(name) else name


def clean_genres(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The genres that some tags name, each once.

    >>> clean_genres(("Rock; Trip Hop", "Other"))
    ('Rock', 'Trip Hop')
    """
    found = []
    for text in texts[:MAX_GENRES]:
        parts = [text] if text.strip().casefold() in _WHOLE_GENRES else _BETWEEN_GENRES.split(text[:MAX_NAME_LETTERS])
        found += [clean(part, MAX_GENRE_LETTERS) for part in parts]
    named = [genre for genre in found if genre and genre.casefold() not in _NO_GENRE and not genre.isdecimal()]
    return tuple(dict.fromkeys(named))[:MAX_GENRES]


def clean_year(text: str) -> int | None:
    """The year in a date, where there is one that can be.

    >>> clean_year("1997-09-16"), clean_year("0000")
    (1997, None)
    """
    years = (int(found) for found in _YEAR.findall(text[:MAX_GENRE_LETTERS]))
    return next((year for year in years if FIRST_YEAR <= year <= LAST_YEAR), None)


def clean_isrc(text: str) -> str | None:
    """An ISRC without its dashes; ``None`` for what is none.

    >>> clean_isrc("gb-aye-97-00123")
    'GBAYE9700123'
    """
    code = "".join(text[:MAX_GENRE_LETTERS].upper().replace("-", "").split())
    return code if _ISRC.fullmatch(code) else None


def clean_seconds(seconds: float | None) -> float | None:
    """A length that can be one."""
    if seconds is None or not math.isfinite(seconds) or not 0 < seconds <= LONGEST_SECONDS:
        return None
    return round(seconds, 2)


def _is_text(letter: str) -> bool:
    return letter not in _TURNING and unicodedata.category(letter) not in _HIDDEN
