"""Which titles name one song: telling "(Live at Wembley)" from "(I Can't Get No)".

A description of a version stands in brackets after the title's beginning, or after a spaced dash at its end. The words
inside decide: some always describe a version ("remastered"), some only in such company ("live at ...", "radio edit").
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from engine.artists import artist_key
from engine.spelling import normalise

MAX_DESCRIPTIONS = 8
"""Brackets and dashes that are looked into; more than any real title has."""

_BRACKETS = re.compile(r"(?<=\S)\s*[(\[{\u3010]([^()\[\]{}\u3010\u3011]*)[)\]}\u3011]")
_DASH = re.compile(r"\s+[-\u2013\u2014~]\s+")
_GUESTS = re.compile(r"(?<!\d)\s+(?:feat|ft|featuring)\b\.?\s+\S.*$", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALWAYS = _words("""
    remaster remastered remasterizado remix remixed remixes rmx mix version versions edit demo demos instrumental
    karaoke mono stereo unplugged nightcore slowed rework rerecorded remake feat ft featuring soundtrack ost
    acoustic acustico
    ремикс версия ライブ リミックス
""")
"""One of these words is enough."""

_TOGETHER = _words("""
    live radio single album extended session sessions deluxe bonus track original official music video audio lyric
    lyrics studio recorded bbc mtv full length expanded anniversary edition cover visualizer visualiser explicit clean
    hq hd 4k 8d reupload reuploaded upload uploaded
""")
"""These describe a version when nothing but such words and numbers stands beside them."""

_BETWEEN = _words("the and")
_PAIRS = frozenset(
    {
        ("re", "recorded"),
        ("sped", "up"),
        ("alternate", "take"),
        ("alternative", "take"),
        ("ao", "vivo"),
        ("en", "vivo"),
        ("en", "directo"),
    }
)
_COVERS = _words("cover covers covered tribute tributes karaoke")
"""One of these words in a description, or in an artist's name, says that the song is somebody else's."""
_AFTER = frozenset({("style", "of"), ("performed", "by"), ("popularized", "by"), ("famous", "by"), ("tribute", "to")})
"""So do these, with the name of whose song it is behind them."""
_WHERE = _words("at in from on")
_NOT_A_GUEST = _words("the a an my your his her our their its me you him us them it this that these those no all one")
_FILM = frozenset({"film", "motion", "movie", "musical", "series"})


@lru_cache(maxsize=65_536)
def title_key(title: str) -> str:
    """The title without what tells versions apart.

    >>> title_key("Heroes (2017 Remaster)") == title_key("Heroes - Live at Earl's Court")
    True
    >>> title_key("(I Can't Get No) Satisfaction")
    'i cant get no satisfaction'
    """
    whole = " ".join(unicodedata.normalize("NFKC", title).split())
    bare = _GUESTS.sub("", _without_dashed(_without_bracketed(whole)))
    return normalise(bare) or normalise(title) or title.casefold().strip()


def version_key(artist: str, title: str) -> str:
    """One key for the original, live, remastered and other versions of one song by one artist."""
    return f"{artist_key(artist)}|{title_key(title)}"


def is_described(title: str) -> bool:
    """Whether a title says which version it is.

    >>> is_described("Hurt (Live)"), is_described("Hurt")
    (True, False)
    """
    return title_key(title) != normalise(title)


def says_cover(artist: str, title: str) -> bool:
    """Whether a song's name says that it is a cover: by a description in the title, or in the artist's name.

    >>> says_cover("The Piano Tribute Players", "Hurt"), says_cover("Anybody", "Hurt (Johnny Cash Cover)")
    (True, True)
    >>> says_cover("Bruce Springsteen", "Cover Me")
    False
    """
    described = Counter(normalise(title).split()) - Counter(title_key(title).split())
    return not _COVERS.isdisjoint((*described, *normalise(artist).split()))


def _without_bracketed(title: str) -> str:
    """Take out the innermost descriptions first, so that one may stand inside another."""
    for _ in range(MAX_DESCRIPTIONS):
        shorter = _BRACKETS.sub(lambda found: "" if _is_version(found[1], bracketed=True) else found[0], title)
        if shorter == title:
            break
        title = shorter
    return title


def _without_dashed(title: str) -> str:
    parts = _DASH.split(title)
    keep = len(parts)
    while keep > max(1, len(parts) - MAX_DESCRIPTIONS) and _is_version(parts[keep - 1], bracketed=False):
        keep -= 1
    if keep == len(parts):
        return title
    return " - ".join(parts[:keep])


def _is_version(description: str, *, bracketed: bool) -> bool:
    words = normalise(description).split()
    if not words:
        return False
    pairs = set(pairwise(words))
    return (
        not _ALWAYS.isdisjoint(words)
        or not _PAIRS.isdisjoint(pairs)
        or any(first == "take" and second.isdecimal() for first, second in pairs)
        or _is_live_somewhere(words)
        or _only_together(words)
        or (words[0] == "from" and not _FILM.isdisjoint(words))
        or (words[-1] == "cover" and (bracketed or len(words) > 1))
        or "tribute" in words
        or not _AFTER.isdisjoint(pairs)
        or (bracketed and words[0] == "with" and len(words) > 1 and words[1] not in _NOT_A_GUEST)
    )


def _is_live_somewhere(words: list[str]) -> bool:
    """Whether the words read "live at ...", "live in ..."."""
    match words:
        case ["live", where, _, *_]:
            return where in _WHERE
        case _:
            return False


def _only_together(words: list[str]) -> bool:
    telling = [word for word in words if word not in _BETWEEN and not word.isdecimal()]
    return bool(telling) and _TOGETHER.issuperset(telling)
