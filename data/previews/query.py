"""What a text may mean: "artist - title", "title by artist", a quoted title, or a bare one."""

from __future__ import annotations

import re
import unicodedata

from data.previews.links import find_isrc, without_links
from data.previews.protocol import SongQuery

MAX_CHARS = 200
"""Characters of a text that are searched for; an artist and a title have fewer."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d~\u301c"
_DASH = re.compile(rf"\s+[-{_DASHES}]+\s*|\s*[-{_DASHES}]+\s+|\s*[\u2013\u2014\u2015]\s*")
"""A hyphen needs a space on one side, for many names hold one; a dash needs none."""
_BY = re.compile(r"\s+by\s+", re.IGNORECASE)
_QUOTED = re.compile('["\u201c\u201d\u201e\u00ab\u300c\uff02](.+?)["\u201c\u201d\u00bb\u300d\uff02]')
_QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\uff02`*]')
_WRAPPED = re.compile(r"(['\u2018\u2019])(.+)['\u2018\u2019]")
_BRACKETS = re.compile(r"[(\[{\u3010]([^()\[\]{}\u3010\u3011]*)[)\]}\u3011]")
_BAR = re.compile(r"\s*(?:\||\uff5c|//)\s*")
_WORD = re.compile(r"[\w/]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PACKAGING = _words("""
    official officiel oficial offizielles video videoclip vidéo clip music musik lyric lyrics letra paroles audio
    visualizer visualiser hd hq uhd 4k 8k 1080p 720p mv m/v with on screen full
""")
"""Words that say how a song is packed where videos are shown, not what it is called."""
_TELLING = _PACKAGING - _words("music musik audio with on screen full clip video letra")
"""Without brackets, some of them may end a title; these do not."""
_LOOSE_ENDS = " -\u2013\u2014,;:|/"
_PICTURES = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cc", "Cf"})
"""Unicode's classes of emojis and of what nobody sees."""


def read(text: str) -> tuple[SongQuery, ...]:
    """Tell what may be meant, the likeliest first.

    Parameters
    ----------
    text
        Anything that a member wrote. Links are left out, and whatever is past 200 characters after that.

    Returns
    -------
    tuple of SongQuery
        At most two, none for a text that names nothing. Where there are two, one takes the text apart and the other
        takes it whole: "Stand by Me" may be a title, or "Stand" by somebody called Me.

    Examples
    --------
    >>> [(one.artist, one.title) for one in read("Björk \u2014 Jóga (Official Video)")]
    [('Björk', 'Jóga'), ('', '')]
    """
    isrc = find_isrc(text)
    whole = _without_packaging(_without_pictures(" ".join(without_links(text).split()))[:MAX_CHARS].strip())
    if not whole:
        return (SongQuery(isrc, isrc=isrc),) if isrc else ()
    bare = _unquoted(whole) or whole
    plain = SongQuery(" ".join(_DASH.sub(" ", bare).split()) or bare, isrc=isrc)
    dashed = _DASH.split(bare, maxsplit=1)
    if len(dashed) == len(("artist", "title")) and all(_WORD.search(part) for part in dashed):
        artist, title = (part.strip(_LOOSE_ENDS) for part in dashed)
        return (SongQuery(plain.text, artist, title, isrc), plain)
    titled = _by(bare)
    if titled is not None:
        # Titles hold the word too, and every source can search for words; so the whole text goes first.
        title, artist = titled
        return (plain, SongQuery(plain.text, artist, title, isrc))
    quoted = _QUOTED.search(whole)
    if quoted is not None:
        rest = _unquoted(f"{whole[: quoted.start()]} {whole[quoted.end() :]}").strip(_LOOSE_ENDS)
        if _WORD.search(rest) and _WORD.search(quoted[1]):
            return (SongQuery(plain.text, rest, quoted[1].strip(), isrc), plain)
    return (plain,)


def read_page(title: str, author: str) -> tuple[SongQuery, ...]:
    """Tell what a page's title may mean; who put it there may be the artist, or anybody.

    >>> [(one.artist, one.title) for one in read_page("Teardrop (Official Video)", "Massive Attack")]
    [('Massive Attack', 'Teardrop'), ('', '')]
    """
    readings = read(title)
    if not readings or not author.strip():
        return readings
    bare = readings[0].text
    return (SongQuery(f"{author} {bare}"[:MAX_CHARS].strip(), author, bare), SongQuery(bare))


def _by(text: str) -> tuple[str, str] | None:
    """Title and artist around the last "by"."""
    places = list(_BY.finditer(text))
    if not places:
        return None
    title, artist = text[: places[-1].start()].strip(_LOOSE_ENDS), text[places[-1].end() :].strip(_LOOSE_ENDS)
    return (title, artist) if _WORD.search(title) and _WORD.search(artist) else None


def _without_pictures(text: str) -> str:
    """Emojis gone, unless nothing else names the song: there is a record called by a star."""
    kept = "".join(letter if unicodedata.category(letter) not in _PICTURES else " " for letter in text)
    kept = " ".join(kept.replace("\ufe0f", "").replace("\u20e3", "").split())
    return kept or " ".join(text.split())


def _without_packaging(text: str) -> str:
    bare = _BRACKETS.sub(lambda found: " " if _is_packaging(found[1]) else found[0], text)
    parts = _BAR.split(bare)
    kept = [part for part in parts if not _is_packaging(part)]
    words = " - ".join(part.strip() for part in kept if part.strip()).split()
    end = len(words)
    while end > 1 and words[end - 1].casefold() in _PACKAGING:
        end -= 1
    telling = next((n for n in range(max(end, 1), len(words)) if words[n].casefold() in _TELLING), len(words))
    return " ".join(words[:telling]).strip(_LOOSE_ENDS) or text.strip(_LOOSE_ENDS)


def _is_packaging(words: str) -> bool:
    found = _WORD.findall(words.casefold())
    return bool(found) and _PACKAGING.issuperset(found)


def _unquoted(text: str) -> str:
    wrapped = _WRAPPED.fullmatch(text.strip())
    return " ".join(_QUOTES.sub(" ", wrapped[2] if wrapped else text).split())
