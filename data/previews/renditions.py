"""What kind of recording a track is: the song itself, or one of the many things that are made of songs.

A word such as "live" or "cover" counts only where a title describes itself, in brackets or after a dash, for songs are
called so too. Who only plays others' songs is told by the artist's name.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from engine.songs import normalise

MAX_CHARS = 300
"""Of a title that is looked into."""


class Rendition(StrEnum):
    """What was made of a song."""

    LIVE = "live"
    KARAOKE = "karaoke"
    COVER = "cover"
    SPED_UP = "sped_up"
    SLOWED = "slowed"
    NIGHTCORE = "nightcore"
    REMIX = "remix"
    INSTRUMENTAL = "instrumental"
    CHIPTUNE = "chiptune"
    LULLABY = "lullaby"
    ACOUSTIC = "acoustic"
    DEMO = "demo"


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(f" {line.strip()} " for line in text.split(","))


_ANYWHERE: dict[Rendition, tuple[str, ...]] = {
    Rendition.KARAOKE: _phrases("karaoke version, karaoke instrumental, sing along version, backing track, minus one"),
    Rendition.COVER: _phrases(
        "in the style of, made famous by, originally performed by, originally by, tribute to, as made famous, "
        "cover version, string quartet tribute, piano tribute"
    ),
    Rendition.SPED_UP: _phrases("sped up, speed up, spedup, speed up version"),
    Rendition.SLOWED: _phrases("slowed reverb, slowed and reverb, slowed down version, slowed version"),
    Rendition.NIGHTCORE: _phrases("nightcore"),
    Rendition.CHIPTUNE: _phrases("8 bit, 8bit, 16 bit version, chiptune version"),
    Rendition.LULLABY: _phrases(
        "lullaby version, lullaby rendition, lullaby renditions, lullaby cover, music box version"
    ),
}
"""Phrases that say it wherever they stand in a title or an album's name."""
_DESCRIBED: dict[Rendition, tuple[str, ...]] = {
    Rendition.LIVE: _phrases(
        "live at, live from, live in, live on, live version, ao vivo, en vivo, en directo, unplugged, in concert, "
        "live session, live sessions, concert"
    ),
    Rendition.KARAOKE: _phrases("karaoke"),
    Rendition.COVER: _phrases("cover, covers, tribute"),
    Rendition.SPED_UP: _phrases("sped, fast version, speed"),
    Rendition.SLOWED: _phrases("slowed, slow version"),
    Rendition.REMIX: _phrases(
        "remix, remixed, rmx, rework, reworked, mashup, mash up, bootleg, flip, dub mix, club mix"
    ),
    Rendition.INSTRUMENTAL: _phrases("instrumental, instrumental version"),
    Rendition.CHIPTUNE: _phrases("chiptune, 8 bit"),
    Rendition.LULLABY: _phrases("lullaby"),
    Rendition.ACOUSTIC: _phrases("acoustic, acoustico, acustico, piano version, stripped"),
    Rendition.DEMO: _phrases("demo, demos, rehearsal, early take, outtake"),
}
"""Phrases that say it only where a title describes itself."""
_ARTISTS: dict[Rendition, tuple[str, ...]] = {
    Rendition.KARAOKE: _phrases("karaoke, sing along, backing tracks, backing track"),
    Rendition.COVER: _phrases(
        "tribute, cover band, cover versions, tribute band, tributes, covers, string quartet tribute, "
        "vitamin string quartet, hit co, cover guru"
    ),
    Rendition.CHIPTUNE: _phrases("8 bit, 8bit, chiptune"),
    Rendition.LULLABY: _phrases(
        "lullaby, lullabies, rockabye baby, twinkle twinkle little rock star, baby lullaby, music box"
    ),
    Rendition.NIGHTCORE: _phrases("nightcore"),
    Rendition.SPED_UP: _phrases("sped up, speed radio, spedup"),
}
"""Names of those who play others' songs."""
_NOT_A_REMIX = frozenset({
    "original", "album", "mono", "stereo", "single", "radio", "extended", "main", "full", "final", "first", "rough",
    "early", "demo", "vocal",
})  # fmt: skip
"""What may stand before "mix" where nobody made another song of it."""

_BRACKETS = re.compile(r"[(\[{\u3010]([^()\[\]{}\u3010\u3011]*)[)\]}\u3011]")
_DASH = re.compile(r"\s+[-\u2013\u2014~]\s+")


@lru_cache(maxsize=16_384)
def renditions(artist: str, title: str, album: str = "") -> frozenset[Rendition]:
    """What a track is beside the song itself; empty for the original, remastered or not.

    >>> sorted(renditions("Oasis", "Wonderwall (Live at Knebworth)"))
    [<Rendition.LIVE: 'live'>]
    >>> renditions("Oasis", "Live Forever")
    frozenset()
    """
    looked_at = title[:MAX_CHARS]
    described = [*_BRACKETS.findall(looked_at), *_DASH.split(looked_at)[1:]]
    found = _holding(_ANYWHERE, normalise(looked_at)) | _holding(_ARTISTS, normalise(artist[:MAX_CHARS]))
    found |= _holding(_ANYWHERE, normalise(album[:MAX_CHARS]))
    if " live at " in f" {normalise(album[:MAX_CHARS])} ":
        found |= {Rendition.LIVE}
    for words in map(normalise, described):
        found |= _described(words)
    return frozenset(found)


@lru_cache(maxsize=4_096)
def asked_for(text: str) -> frozenset[Rendition]:
    """Which kinds a question names, in brackets or at its end or by a phrase.

    A question such as "Learning to Live" names one by mistake; that costs nothing, for it only lifts what holds others
    back.
    """
    words = normalise(text[:MAX_CHARS])
    last = words.rpartition(" ")[2] if " " in words else ""
    return renditions(text, text) | _described(last) | _holding(_DESCRIBED, words)


def _described(words: str) -> frozenset[Rendition]:
    found = _holding(_DESCRIBED, words)
    split = words.split()
    if split and (split[0] == "live" or split[-1] == "live"):
        found |= {Rendition.LIVE}
    if len(split) > 1 and split[-1] in {"mix", "edit"} and split[-2] not in _NOT_A_REMIX and not split[-2].isdecimal():
        found |= {Rendition.REMIX}
    return found


def _holding(phrases: dict[Rendition, tuple[str, ...]], words: str) -> frozenset[Rendition]:
    padded = f" {words} "
    return frozenset(kind for kind, some in phrases.items() if any(phrase in padded for phrase in some))
