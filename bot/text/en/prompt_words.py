"""English words for what somebody wants to hear, and which of the catalogue's or the ear's words they stand for.

The catalogue's own genres, moods and instruments are understood too, and so are the other names for them in
:mod:`bot.text.en.synonyms`. What stands here is what remains: places, times and doings, energy, tempo and voices. A
word that nothing in the catalogue answers to is told as not understood.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.spans import TEMPI
from engine.ranking.facets import Facet


def _facet(
    *moods: str,
    genres: tuple[str, ...] = (),
    instruments: tuple[str, ...] = (),
    tempo: str = "",
    lively: bool | None = None,
) -> Facet:
    if tempo:
        return Facet("", genres, moods, instruments, tempo=TEMPI[tempo], lively=lively)
    return Facet("", genres, moods, instruments, lively=lively)


_VOICES = ("voice", "female voice", "male voice")
_LIVELY, _GENTLE = _facet(lively=True), _facet(lively=False)
_NIGHT = _facet("nocturnal", "dreamy", "atmospheric")
_RAIN = _facet("melancholy", "wistful", "gloomy", "autumnal")
_FOCUS = _facet("calm", "quiet", "restrained", "peaceful")
_SLEEP = _facet("peaceful", "soothing", "calm", "gentle")
_PARTY = _facet("fun", "celebratory", "rowdy", "lively")
_LOVE = _facet("romantic", "passionate", "intimate", "sensual")
_BREAK_UP = _facet("anguished", "bittersweet", "sad", "distraught")
_SUMMER = _facet("summery", "carefree", "cheerful", "sparkling")
_FEAR = _facet("eerie", "menacing", "ominous", "unsettling")
_EPIC = _facet("dramatic", "rousing", "intense", genres=("Orchestral", "Stage & Screen"))
_GAME = _facet(genres=("Game",))
_HOLIDAY = _facet(genres=("Holiday",))
_FILM = _facet(genres=("Stage & Screen", "Orchestral"))
_SPIRIT = _facet("spiritual", "reverent", "peaceful", genres=("New Age", "Religious"))
_SPACE = _facet("ethereal", "atmospheric", "hypnotic", genres=("Ambient",))
_CHILD = _facet(genres=("Children's",))
_STRINGS = _facet(instruments=("strings", "violin", "cello"))
_GUITAR_AND_VOICE = _facet("rustic", "earthy", "intimate", genres=("Folk", "Country"))

PLACES_AND_TIMES: Mapping[str, Facet] = {
    "night": _NIGHT,
    "late night": _NIGHT,
    "midnight": _NIGHT,
    "evening": _NIGHT,
    "rain": _RAIN,
    "rainy": _RAIN,
    "rainy day": _RAIN,
    "autumn": _RAIN,
    "winter": _facet("cold", "bleak", "peaceful"),
    "summer": _SUMMER,
    "beach": _SUMMER,
    "sunny": _SUMMER,
    "sunshine": _SUMMER,
    "spring": _facet("bright", "cheerful", "innocent"),
    "morning": _facet("bright", "gentle", "relaxed"),
    "sunday": _facet("relaxed", "laid-back", "lazy"),
    "city": _facet("slick", "sophisticated", "nocturnal"),
    "forest": _facet("organic", "peaceful", "earthy"),
    "nature": _facet("organic", "peaceful", "earthy"),
    "ocean": _facet("ethereal", "peaceful", "atmospheric"),
    "space": _SPACE,
    "christmas": _HOLIDAY,
    "holiday": _HOLIDAY,
    "holidays": _HOLIDAY,
    "halloween": _FEAR,
    "campfire": _GUITAR_AND_VOICE,
    "church": _SPIRIT,
    "club": _facet(genres=("Electronic",), lively=True),
    "coffee": _facet("relaxed", "mellow", genres=("Jazz", "Folk")),
    "cafe": _facet("relaxed", "mellow", genres=("Jazz", "Folk")),
    "bar": _facet("smooth", "nocturnal", genres=("Jazz", "Blues")),
}
"""Where and when."""

DOINGS: Mapping[str, Facet] = {
    "drive": _LIVELY,
    "driving": _LIVELY,
    "road trip": _facet("carefree", "fun", "rollicking", lively=True),
    "study": _FOCUS,
    "studying": _FOCUS,
    "focus": _FOCUS,
    "concentration": _FOCUS,
    "work": _FOCUS,
    "working": _FOCUS,
    "reading": _FOCUS,
    "sleep": _SLEEP,
    "sleeping": _SLEEP,
    "bedtime": _SLEEP,
    "lullaby": _SLEEP,
    "relax": _facet("relaxed", "soothing", "calm"),
    "unwind": _facet("relaxed", "soothing", "calm"),
    "meditation": _SPIRIT,
    "meditate": _SPIRIT,
    "yoga": _SPIRIT,
    "workout": _facet("energetic", "aggressive", "exciting", lively=True),
    "gym": _facet("energetic", "aggressive", "exciting", lively=True),
    "running": _facet("energetic", "exciting", lively=True),
    "party": _PARTY,
    "dancing": _facet("fun", "lively", genres=("Electronic",)),
    "dinner": _facet("refined", "smooth", "sophisticated", genres=("Jazz", "Easy Listening")),
    "date": _LOVE,
    "kissing": _LOVE,
    "wedding": _LOVE,
    "break up": _BREAK_UP,
    "breakup": _BREAK_UP,
    "heartbreak": _BREAK_UP,
    "crying": _BREAK_UP,
    "funeral": _facet("somber", "bleak", "sad"),
    "gaming": _GAME,
    "battle": _EPIC,
    "fight": _facet("aggressive", "hostile", "fierce"),
    "cooking": _facet("fun", "carefree", "relaxed"),
    "cleaning": _facet("fun", "lively", "cheerful"),
    "praying": _SPIRIT,
}
"""What one does meanwhile."""

FEELINGS: Mapping[str, Facet] = {
    "epic": _EPIC,
    "cinematic": _FILM,
    "film score": _FILM,
    "movie": _FILM,
    "retro game": _GAME,
    "8 bit": _GAME,
    "kids": _CHILD,
    "children": _CHILD,
    "groovy": _facet("spicy", "sexy", genres=("R&B",)),
    "catchy": _facet("cheerful", "fun", "sparkling"),
    "beautiful": _facet("lush", "elegant", "delicate"),
    "pretty": _facet("delicate", "sweet", "elegant"),
    "feel good": _facet("joyous", "cheerful", "good-natured"),
    "good mood": _facet("joyous", "cheerful", "good-natured"),
    "sunny mood": _SUMMER,
    "moody": _facet("brooding", "gloomy", "nocturnal"),
    "emotional": _facet("poignant", "passionate", "bittersweet"),
    "weird": _facet("eccentric", "unsettling", genres=("Avant-Garde",)),
    "trippy": _facet("hypnotic", "dreamy", "atmospheric"),
    "psychedelic": _facet("hypnotic", "dreamy", "atmospheric"),
    "gothic": _facet("gloomy", "ominous", "bleak"),
    "spooky": _FEAR,
    "medieval": _facet("rustic", "refined", genres=("Classical",)),
    "oriental": _facet(genres=("International",)),
    "african": _facet(genres=("International",)),
    "indian": _facet(genres=("International",)),
    "mexican": _facet(genres=("Latin",)),
    "cuban": _facet(genres=("Latin",)),
    "jamaican": _facet(genres=("Reggae",)),
}
"""How it should feel, as far as neither the catalogue nor the ear has the word."""

ENERGY: Mapping[str, Facet] = {
    "energy": _LIVELY,
    "high energy": _LIVELY,
    "energetic": _facet("energetic", lively=True),
    "hard": _facet("aggressive", "fierce", lively=True),
    "wild": _facet("reckless", "rowdy", lively=True),
    "banger": _LIVELY,
    "low energy": _GENTLE,
    "chill": _facet("relaxed", "laid-back", "mellow", lively=False),
    "chilled": _facet("relaxed", "laid-back", "mellow", lively=False),
    "chillout": _facet("relaxed", "laid-back", "mellow", lively=False),
    "lo fi": _facet("relaxed", "mellow", "hypnotic", lively=False),
    "lofi": _facet("relaxed", "mellow", "hypnotic", lively=False),
    "easygoing": _facet("relaxed", "laid-back", "carefree"),
    "gentle": _facet("gentle", "soft", lively=False),
    "soft": _facet("soft", "gentle", lively=False),
    "ballad": _facet("romantic", "sentimental", tempo="slow"),
    "ballads": _facet("romantic", "sentimental", tempo="slow"),
}
"""How much of it."""

TEMPO: Mapping[str, Facet] = {
    **{word: _facet(tempo="slow") for word in ("slow", "slower", "slowly", "downtempo", "slow tempo")},
    **{word: _facet(tempo="medium") for word in ("medium", "mid tempo", "midtempo", "medium tempo", "moderate")},
    **{
        word: _facet(tempo="fast")
        for word in ("fast", "faster", "quick", "uptempo", "up tempo", "fast tempo", "speedy")
    },
}
"""How fast, in the spans of :data:`bot.spans.TEMPI`."""

VOICES: Mapping[str, Facet] = {
    **{
        word: _facet(instruments=_VOICES)
        for word in ("vocals", "vocal", "voice", "voices", "singing", "singer", "singers", "lyrics", "words", "sung")
    },
    **{
        word: _facet(instruments=("female voice",))
        for word in ("female vocals", "female voice", "female singer", "woman singing", "women", "girl singing")
    },
    **{
        word: _facet(instruments=("male voice",))
        for word in ("male vocals", "male voice", "male singer", "man singing", "men", "guy singing")
    },
    "choir": _facet(instruments=("choir",)),
    "acoustic": _facet(instruments=("acoustic guitar", "piano", "strings")),
    "unplugged": _facet(instruments=("acoustic guitar", "piano")),
    "orchestral strings": _STRINGS,
    "guitar solo": _facet(instruments=("electric guitar",)),
}
"""Who sings or plays, as far as :data:`bot.text.en.synonyms.INSTRUMENTS` has no name for it."""

STYLES: Mapping[str, Facet] = {
    "disco": _facet("fun", "celebratory", genres=("R&B",)),
    "rock and roll": _facet("rollicking", genres=("Pop/Rock",)),
    "rock n roll": _facet("rollicking", genres=("Pop/Rock",)),
    "grunge": _facet("angst-ridden", genres=("Alternative Rock",)),
    "britpop": _facet(genres=("Alternative Rock",)),
    "shoegaze": _facet("dreamy", "ethereal", genres=("Alternative Rock",)),
    "trip hop": _facet("nocturnal", "hypnotic", genres=("Electronic",)),
    "downbeat": _facet("hypnotic", "relaxed", genres=("Electronic",)),
    "bossa nova": _facet("gentle", "relaxed", genres=("Latin",)),
    "flamenco": _facet("passionate", genres=("Latin", "International")),
    "tango": _facet("passionate", genres=("Latin",)),
    "big band": _facet("lively", genres=("Jazz",)),
    "smooth jazz": _facet("smooth", "mellow", genres=("Jazz",)),
    "noise": _facet("harsh", "clinical", genres=("Industrial", "Avant-Garde")),
    "spoken word": _facet(genres=("Comedy/Spoken",)),
    "comedy": _facet(genres=("Comedy/Spoken",)),
    "symphony": _facet(genres=("Classical", "Orchestral")),
    "chamber music": _facet("refined", genres=("Classical",)),
    "metal": _facet("aggressive", "fierce", genres=("Metal", "Industrial")),
    "emo": _facet("anguished", "angst-ridden", genres=("Alternative Rock",)),
}
"""Styles that no genre of the catalogue is called."""

PHRASES: Mapping[str, Facet] = {**STYLES, **PLACES_AND_TIMES, **DOINGS, **FEELINGS, **ENERGY, **TEMPO, **VOICES}
"""All of them, by text as :func:`engine.songs.normalise` spells it."""

INSTRUMENTAL = frozenset({"instrumental", "instrumentals", "wordless"})
"""One word for music without voices."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATORS = _words("""
    no not without never nothing non minus except avoid isnt dont arent doesnt hate zero
""")
"""What turns what follows into its opposite."""
LISTING = _words("or nor")
ALSO = "and"
"""After something unwanted, "or" goes on with what is unwanted, and "and" where it is of the same kind."""
IGNORED = _words("""
    a an the any something anything somewhat more most less much many bit little lot of for to in on at by with from
    into during while when where that this these that those which who is are be been was were being am it its i me my
    mine we us our you your he she they im id ill want wants need needs give find play show like likes please hey hello
    can could would should may might let lets get got have has had make makes made music song songs track tracks tune
    tunes sound sounds sounding vibe vibes mood moods feel feels feeling feelings kind kinds sort type style styles
    genre genres good nice great best very too so quite just only maybe perhaps both all cool through around about up
    down out over new old day days time times listen listening hear heard stuff playlist recommend suggest tempo bpm
    beat beats melody melodies full filled ones one instruments instrument long short
""")
"""Words that say nothing about how a song sounds."""
