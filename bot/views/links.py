"""Where a song can be heard: its own link, or a search for it. No request is made."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit

from bot.text.escape import plain
from engine.songs import Song

SEARCH = "https://www.youtube.com/results?search_query="
_LONGEST_NAMES = 90
_LONGEST_QUERY = 130
_LONGEST_LINK = 200
"""Characters: five links share a card's 4,000 with everything else."""
_BREAKS_MARKDOWN = frozenset("()<>[]\\ \"'`|*_~")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that is safe inside markdown's round brackets; ``exact`` leads to the song itself, else to a search."""

    address: str
    exact: bool


def listen(song: Song) -> Link:
    """Where a song can be heard."""
    return Link(song.link, exact=True) if _usable(song.link) else Link(_search(song), exact=False)


def _search(song: Song) -> str:
    """A search for artist and title."""
    words = plain(f"{song.artist} {song.title}", _LONGEST_NAMES).removesuffix("\u2026")
    query = _quoted(words)
    while len(query) > _LONGEST_QUERY:
        words = words[:-1]
        query = _quoted(words)
    return SEARCH + query


def _quoted(words: str) -> str:
    # Two letters that need no quoting in a link would format in markdown.
    return quote_plus(words.strip()).replace("~", "%7E").replace("_", "%5F")


def _usable(link: str) -> bool:
    if not link or len(link) > _LONGEST_LINK or not link.isascii() or not link.isprintable():
        return False
    if _BREAKS_MARKDOWN & set(link):
        return False
    parts = urlsplit(link)
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
