"""One song's way to its sound: from its own tracks, else from the same recording at another source."""

from __future__ import annotations

from collections.abc import Sequence

from data.previews.asking import ask
from data.previews.errors import PreviewError, SourceUnavailable, TrackMissing
from data.previews.facts import FoundSong, Preview, SourceName, TrackFacts
from data.previews.merging import same_recording
from data.previews.protocol import PreviewSource, SongQuery

ELSEWHERE_LIMIT = 5
"""Tracks that a source is asked for when the song is known and only its sound is wanted."""


class Hearing:
    """The attempt to hear one song.

    Attributes
    ----------
    asking
        The source whose turn it is, for an error that names it.
    """

    def __init__(self, sources: Sequence[PreviewSource], song: FoundSong) -> None:
        self._sources = {source.name: source for source in sources}
        self._song = song
        self._failure: PreviewError | None = None
        self.asking: SourceName = song.tracks[0].source

    async def preview(self) -> Preview:
        """Go from track to track until one can be heard.

        Raises
        ------
        PreviewError
            The last reason why a source could not be asked; else the last reason why it has no sound.
        """
        for track in self._song.tracks:
            preview = await self._fetched(track)
            if preview is not None:
                return preview
        tried = {track.source for track in self._song.tracks if track.can_fetch}
        for source in self._sources.values():
            preview = None if source.name in tried else await self._from(source)
            if preview is not None:
                return preview
        raise self._failure or TrackMissing(self._song.tracks[0].source, "no sound at any source")

    async def _from(self, source: PreviewSource) -> Preview | None:
        song = self._song
        self.asking = source.name
        query = SongQuery(f"{song.artist} {song.title}".strip(), song.artist, song.title, song.isrc)
        answer = await ask(source, query, ELSEWHERE_LIMIT, self._note)
        for track in answer.tracks or ():
            preview = await self._fetched(track) if same_recording(track, song) else None
            if preview is not None:
                return preview
        return None

    async def _fetched(self, track: TrackFacts) -> Preview | None:
        source = self._sources.get(track.source)
        if source is None or not track.can_fetch:
            return None
        self.asking = track.source
        try:
            return Preview(await source.fetch(track.ref), track)
        except PreviewError as error:
            self._note(error)
            return None

    def _note(self, error: PreviewError) -> None:
        """Keep the last failure; one that may pass outweighs an absence, which somebody may remember."""
        if isinstance(error, SourceUnavailable) or not isinstance(self._failure, SourceUnavailable):
            self._failure = error
