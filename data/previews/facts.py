"""What a source says of a song, and what is put together from what several say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.songs import Song, SongId, song_id

MAX_NAME_CHARS = 300
"""No real name is longer; a source is a stranger."""


class SourceName(StrEnum):
    """Where a song was found."""

    OFFLINE = "offline"
    """Freely licensed clips that ship with Segue."""
    LIBRARY = "library"
    """A folder of the operator's own music."""
    DEEZER = "deezer"
    ITUNES = "itunes"
    SPOTIFY = "spotify"
    """Names and ISRC only: its terms forbid feeding its content to a model."""
    YTDLP = "yt-dlp"
    """Off unless the operator turns it on."""
    OEMBED = "oembed"
    """What a page says of itself: a title, and sometimes who made it."""
    LASTFM = "lastfm"
    """Asked for listening histories alone."""
    LISTENBRAINZ = "listenbrainz"
    """Likewise."""


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """What one source says of one track. Everything in it comes from outside and is not escaped.

    Attributes
    ----------
    ref
        The source's own id of the track.
    seconds
        Length of the whole recording.
    link
        The page where it can be heard; empty where there is none.
    cover
        The address of its cover; empty where there is none.
    explicit
        Whether the source marks it so; ``None`` where it does not say.
    can_fetch
        Whether the source can give thirty seconds of sound that may be listened to.
    licence
        Under which the sound may be handed on; empty where it may not.
    """

    source: SourceName
    ref: str
    artist: str
    title: str
    album: str = ""
    year: int | None = None
    seconds: float | None = None
    isrc: str | None = None
    link: str = ""
    cover: str = ""
    explicit: bool | None = None
    can_fetch: bool = False
    licence: str = ""


@dataclass(frozen=True, slots=True)
class FoundSong:
    """One song, and every source's track of it, the source that comes first in the configured order first."""

    tracks: tuple[TrackFacts, ...]

    @property
    def artist(self) -> str:
        """As the first track has it."""
        return self.tracks[0].artist

    @property
    def title(self) -> str:
        """As the first track has it."""
        return self.tracks[0].title

    @property
    def isrc(self) -> str | None:
        """The first that any source gives."""
        return next((track.isrc for track in self.tracks if track.isrc), None)

    @property
    def id(self) -> SongId:
        """The song's stable id, from its name: previews do not say how long the catalogue's own clips were."""
        return song_id(self.artist, self.title)

    def song(self, heard_at: TrackFacts | None = None) -> Song:
        """The facts as the catalogue keeps them.

        Parameters
        ----------
        heard_at
            The track whose sound was listened to: it is named as the source, and linked to.
        """
        first = heard_at or self.tracks[0]

        def known(name: str) -> object:
            return next((value for track in (first, *self.tracks) if (value := getattr(track, name))), None)

        return Song(
            id=self.id,
            artist=self.artist[:MAX_NAME_CHARS],
            title=self.title[:MAX_NAME_CHARS],
            album=str(known("album") or "")[:MAX_NAME_CHARS],
            year=next((track.year for track in (first, *self.tracks) if track.year), None),
            seconds=next((track.seconds for track in (first, *self.tracks) if track.seconds), None),
            isrc=self.isrc,
            source=first.source.value,
            licence=first.licence,
            link=str(known("link") or ""),
            cover=str(known("cover") or ""),
            explicit=next((track.explicit for track in (first, *self.tracks) if track.explicit is not None), None),
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """Thirty seconds of a song, to be heard once and forgotten.

    Attributes
    ----------
    data
        The file's bytes, of any audio format; as untrusted as any stranger's file.
    track
        Whose sound it is.
    """

    data: bytes
    track: TrackFacts


@dataclass(frozen=True, slots=True)
class Found:
    """What a search over all sources came to.

    Attributes
    ----------
    songs
        Best first, each once, at most 25.
    sure
        The first is surely the one that was meant.
    unasked
        Sources that could not be asked now: closed, out of reach, over their limit, or out of time.
    """

    songs: tuple[FoundSong, ...] = ()
    sure: bool = False
    unasked: tuple[SourceName, ...] = ()
