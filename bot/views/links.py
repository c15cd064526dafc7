"""Where a song can be heard: its own link, or a search for it. No request is made."""

from __future__ import annotations

from urllib.parse import quote_plus, urlsplit

from bot.text.escape import plain
from engine.songs import Song

SEARCH = "https://www.youtube.com/results?search_query="
_LONGEST_QUERY = 90
_LONGEST_LINK = 300
_BREAKS_MARKDOWN = frozenset("()<>[]\\ \"'`|*_~")


def listen(song: Song) -> str:
    """A link that is safe inside markdown's round brackets."""
    return song.link if _usable(song.link) else search(song)


def search(song: Song) -> str:
    """A search for artist and title."""
    words = plain(f"{song.artist} {song.title}", _LONGEST_QUERY).removesuffix("\u2026")
    # Two letters that need no quoting in a link would format in markdown.
    return SEARCH + quote_plus(words).replace("~", "%7E").replace("_", "%5F")


def _usable(link: str) -> bool:
    if not link or len(link) > _LONGEST_LINK or not link.isascii() or not link.isprintable():
        return False
    if _BREAKS_MARKDOWN & set(link):
        return False
    parts = urlsplit(link)
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
