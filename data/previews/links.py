"""Links to songs, found in a text and parsed to typed ids: nothing of a member's address survives.

A link is taken only where a known host stands whole at its beginning; what follows the id is not looked at. Where an
address is asked later, it is built from the id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_CHARS = 4_000
"""Characters of a text that are looked at; Discord allows no longer message."""


class Service(StrEnum):
    """Whose link it is."""

    SPOTIFY = "spotify"
    DEEZER = "deezer"
    APPLE = "apple"
    YOUTUBE = "youtube"
    SOUNDCLOUD = "soundcloud"
    BANDCAMP = "bandcamp"


class Kind(StrEnum):
    """What it leads to."""

    TRACK = "track"
    ALBUM = "album"
    PLAYLIST = "playlist"
    SHORT = "short"
    """Something that only the service knows: an address of its shortener, whose answer is a link again."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link, as far as it may be believed.

    Attributes
    ----------
    id
        The service's own: 22 letters and digits (Spotify), digits (Deezer, Apple), 11 characters (YouTube), or
        ``artist/slug`` (SoundCloud, Bandcamp).
    country
        Two small letters, where the link says which country's shop is meant.
    """

    service: Service
    kind: Kind
    id: str
    country: str = ""

    @property
    def uri(self) -> str:
        """The link without an address: ``spotify:track:ID``, ``youtube:ID``, ``soundcloud:artist/slug``."""
        kind = f"{self.kind.value}:" if self.service is Service.SPOTIFY else ""
        return f"{self.service.value}:{kind}{self.id}"


_OPENS = r"(?<![A-Za-z0-9._~%/?#@&=+\\-])(?:https?://)?"
"""A link begins a text or follows what no address contains; so the path of another host holds none."""
_ENDS = r"(?![A-Za-z0-9_-])"
_SLUG = r"[^\s/?#]{1,300}"
_APPLE = rf"{_OPENS}(?:geo\.)?(?:music|itunes)\.apple\.com/(?:(?P<country>[a-z]{{2}})/)?"
_SOUNDCLOUD_PAGES = "charts|discover|jobs|messages|mobile|notifications|pages|search|settings|stream|tags|upload|you"
_SOUNDCLOUD_LISTS = (
    "albums|comments|followers|following|likes|playlists|popular-tracks|reposts|sets|spotlight|toptracks|tracks"
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    service: Service
    kind: Kind | None
    """``None`` where the address itself says it."""
    expression: re.Pattern[str]


def _pattern(service: Service, kind: Kind | None, expression: str) -> _Pattern:
    return _Pattern(service, kind, re.compile(expression, re.ASCII))


_PATTERNS = (
    _pattern(
        Service.SPOTIFY,
        None,
        rf"{_OPENS}(?:open|play)\.spotify\.com/(?:intl-[a-z]{{2}}/)?(?:embed/)?(?:user/[^\s/?#]{{1,100}}/)?"
        rf"(?P<kind>track|album|playlist)/(?P<id>[A-Za-z0-9]{{22}}){_ENDS}",
    ),
    _pattern(
        Service.SPOTIFY,
        None,
        rf"(?<![A-Za-z0-9._%/?#@&=+:-])spotify:(?P<kind>track|album|playlist):(?P<id>[A-Za-z0-9]{{22}}){_ENDS}",
    ),
    _pattern(Service.SPOTIFY, Kind.SHORT, rf"{_OPENS}spotify\.link/(?P<id>[A-Za-z0-9]{{4,32}}){_ENDS}"),
    _pattern(
        Service.DEEZER,
        None,
        rf"{_OPENS}(?:www\.)?deezer\.com/(?:[a-z]{{2}}(?:-[a-z]{{2}})?/)?"
        rf"(?P<kind>track|album|playlist)/(?P<id>[0-9]{{1,19}}){_ENDS}",
    ),
    _pattern(
        Service.DEEZER,
        Kind.SHORT,
        rf"{_OPENS}link\.deezer\.com/s/(?P<id>[A-Za-z0-9]{{4,32}}){_ENDS}",
    ),
    _pattern(
        Service.APPLE,
        Kind.TRACK,
        rf"{_APPLE}album/(?:{_SLUG}/)?(?:id)?[0-9]{{1,19}}\?(?:[^\s#]{{0,300}}&)?i=(?P<id>[0-9]{{1,19}}){_ENDS}",
    ),
    _pattern(Service.APPLE, Kind.TRACK, rf"{_APPLE}song/(?:{_SLUG}/)?(?P<id>[0-9]{{1,19}}){_ENDS}"),
    _pattern(Service.APPLE, Kind.ALBUM, rf"{_APPLE}album/(?:{_SLUG}/)?(?:id)?(?P<id>[0-9]{{1,19}}){_ENDS}"),
    _pattern(
        Service.YOUTUBE,
        Kind.TRACK,
        rf"{_OPENS}(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com/"
        rf"(?:watch\?(?:[^\s#]{{0,300}}&)?v=|shorts/|live/|embed/)(?P<id>[A-Za-z0-9_-]{{11}}){_ENDS}",
    ),
    _pattern(Service.YOUTUBE, Kind.TRACK, rf"{_OPENS}youtu\.be/(?P<id>[A-Za-z0-9_-]{{11}}){_ENDS}"),
    _pattern(Service.SOUNDCLOUD, Kind.SHORT, rf"{_OPENS}on\.soundcloud\.com/(?P<id>[A-Za-z0-9]{{4,32}}){_ENDS}"),
    _pattern(
        Service.SOUNDCLOUD,
        Kind.TRACK,
        rf"{_OPENS}(?:(?:www|m)\.)?soundcloud\.com/(?P<id>(?!(?:{_SOUNDCLOUD_PAGES})/)[a-z0-9_-]{{1,60}}"
        rf"/(?!(?:{_SOUNDCLOUD_LISTS}){_ENDS})[a-z0-9_-]{{1,160}}){_ENDS}",
    ),
    _pattern(
        Service.BANDCAMP,
        Kind.TRACK,
        rf"{_OPENS}(?P<artist>[a-z0-9][a-z0-9-]{{0,61}}[a-z0-9])\.bandcamp\.com/track/(?P<id>[a-z0-9-]{{1,160}}){_ENDS}",
    ),
)
_ISRC = re.compile(r"(?<![\w-])([A-Z]{2})-?([A-Z0-9]{3})-?([0-9]{2})-?([0-9]{5})(?![\w-])", re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(
    r"[<(]*(?:\b[a-z][a-z0-9+.-]{0,20}://|\bspotify:|\bwww\.)\S*|[<(]*\b[a-z0-9-]+(?:\.[a-z0-9-]+)+/\S*",
    re.ASCII | re.IGNORECASE,
)


def find_link(text: str) -> Link | None:
    """Find the first link to a song, album or playlist in a text of any kind.

    >>> find_link("hear this: https://open.spotify.com/intl-de/track/0123456789abcdefghijAB?si=x !").id
    '0123456789abcdefghijAB'
    >>> find_link("https://open.spotify.com.example.org/track/0123456789abcdefghijAB") is None
    True
    """
    looked_at = text[:MAX_CHARS]
    searched = [pattern.expression.search(looked_at) for pattern in _PATTERNS]
    found = [(match.start(), number) for number, match in enumerate(searched) if match is not None]
    if not found:
        return None
    number = min(found)[1]
    pattern, match = _PATTERNS[number], searched[number]
    assert match is not None
    parts = match.groupdict()
    name = f"{parts['artist']}/{parts['id']}" if parts.get("artist") else parts["id"]
    return Link(pattern.service, pattern.kind or Kind(parts["kind"]), name, parts.get("country") or "")


def find_isrc(text: str) -> str | None:
    """Find the first ISRC in a text, with or without hyphens, as twelve capital letters and digits.

    >>> find_isrc("what about gb-ayk-98-00012?")
    'GBAYK9800012'
    """
    match = _ISRC.search(_ADDRESS.sub(" ", text[:MAX_CHARS]))
    return None if match is None else "".join(match.groups()).upper()


def without_links(text: str) -> str:
    """The text without any address and without an ISRC: what is left may name a song."""
    bare = _ISRC.sub(" ", _ADDRESS.sub(" ", text[:MAX_CHARS]))
    return " ".join(bare.split()).strip("<>|: ")
