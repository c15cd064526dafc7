"""What a page of Spotify, YouTube or SoundCloud says of itself, without a key: a title, and often who made it.

References
----------
https://oembed.com
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.previews import json_fields as fields
from data.previews.client import HttpClient
from data.previews.errors import SourceConfused, TrackMissing
from data.previews.facts import SourceName, TrackFacts
from data.previews.gate import Gate, Pace
from data.previews.protocol import SongQuery

HOSTS = ("open.spotify.com", "www.youtube.com", "soundcloud.com")
PACE = Pace(calls=10, seconds=10.0)

_NOISE = re.compile(
    r"\s*[(\[][^()\[\]]*\b(?:official|video|videoclip|audio|lyrics?|visuali[sz]er|hd|hq|4k|mv|m/v)\b[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
"""What a channel adds to a song's title in brackets. Live, remix and cover are no noise: they are other recordings."""
_CHANNEL = re.compile(r"(?:\s+-\s+Topic|\s*VEVO)$")
_DASH = re.compile(r"\s+[-–—]\s+")


@dataclass(frozen=True, slots=True)
class Bases:
    """Where each place's ``/oembed`` is."""

    spotify: str = "https://open.spotify.com"
    youtube: str = "https://www.youtube.com"
    soundcloud: str = "https://soundcloud.com"


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, and whom to ask about it."""

    base: str
    address: str
    place: str


@dataclass(frozen=True, slots=True)
class VideoTitle:
    """What a video's title says; the artist is empty where it does not."""

    artist: str
    title: str


class Oembed:
    """Titles of pages, by refs such as ``spotify:track:ID``, ``youtube:ID`` and ``soundcloud:artist/slug``.

    Parameters
    ----------
    client
        Allowed to ask :data:`HOSTS` and ``bases``.
    """

    def __init__(self, client: HttpClient, gate: Gate, bases: Bases | None = None) -> None:
        self._client = client
        self._gate = gate
        bases = bases or Bases()
        self._shapes: Mapping[re.Pattern[str], _Page] = {
            re.compile(r"spotify:track:([0-9A-Za-z]{22})"): _Page(
                bases.spotify, "https://open.spotify.com/track/{}", "spotify"
            ),
            re.compile(r"youtube:([0-9A-Za-z_-]{11})"): _Page(
                bases.youtube, "https://www.youtube.com/watch?v={}", "youtube"
            ),
            re.compile(r"soundcloud:([0-9a-z_-]{1,100}/[0-9a-z_-]{1,200})"): _Page(
                bases.soundcloud, "https://soundcloud.com/{}", "soundcloud"
            ),
        }

    @property
    def name(self) -> SourceName:
        """OEmbed."""
        return SourceName.OEMBED

    async def search(self, query: SongQuery, limit: int) -> Sequence[TrackFacts]:
        """Nothing: only a page that is known can be asked about."""
        return ()

    async def resolve(self, ref: str) -> TrackFacts:
        """Ask what a page says of itself; the artist is empty where it does not say."""
        page = self._page(ref)
        asked = {"url": page.address, "format": "json"}
        found = await self._gate.ask(lambda: self._client.get_json(f"{page.base.rstrip('/')}/oembed", asked))
        title, author = fields.text(found, "title"), fields.text(found, "author_name")
        if not title:
            raise SourceConfused(self.name, "a page without a title")
        if page.place == "youtube":
            split = split_video_title(title, author)
        elif page.place == "soundcloud":
            split = VideoTitle(author, title.removesuffix(f" by {author}") if author else title)
        else:
            split = VideoTitle(author, title)
        return TrackFacts(
            source=self.name,
            ref=ref,
            artist=split.artist,
            title=split.title,
            link=page.address,
            cover=fields.address(found, "thumbnail_url"),
        )

    async def fetch(self, ref: str) -> bytes:
        """Raise ``TrackMissing``: a page's title has no sound."""
        raise TrackMissing(self.name, "no sound, only a title")

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    def _page(self, ref: str) -> _Page:
        for shape, page in self._shapes.items():
            match = shape.fullmatch(ref)
            if match is not None:
                return _Page(page.base, page.address.format(match[1]), page.place)
        raise TrackMissing(self.name, "no id of a page")


def split_video_title(title: str, channel: str) -> VideoTitle:
    """Tell artist and title apart in a video's title.

    Parameters
    ----------
    title
        Such as ``Artist - Title (Official Video)``, or the title alone.
    channel
        Who published it; taken for the artist where the title names none.
    """
    bare = _NOISE.sub("", title).strip() or title
    parts = _DASH.split(bare, maxsplit=1)
    if len(parts) > 1 and all(parts):
        return VideoTitle(parts[0].strip(), parts[1].strip())
    return VideoTitle(_CHANNEL.sub("", channel), bare)
