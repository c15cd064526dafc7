"""A few or many songs that are at hand, searched by how like their names are to what was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from data.previews.facts import TrackFacts
from data.previews.likeness import RELATED, likeness
from data.previews.protocol import SongQuery
from engine.songs import normalise

NEAR = 200
"""Songs that are compared closely, after a first look at all of them."""


class Shelf:
    """Songs at hand, by their names and ISRCs."""

    def __init__(self, tracks: Sequence[TrackFacts]) -> None:
        self._tracks = tuple(tracks)
        self._titles = [normalise(track.title) for track in self._tracks]
        self._names = [f"{normalise(track.artist)} {title}" for track, title in zip(tracks, self._titles, strict=True)]
        self._by_isrc = {track.isrc: track for track in self._tracks if track.isrc}

    def search(self, query: SongQuery, limit: int) -> list[TrackFacts]:
        """The songs that may be meant, best first; by the ISRC alone where that is known.

        Fast enough for a hundred thousand songs, but not for the event loop.
        """
        known = self._by_isrc.get(query.isrc or "")
        if known is not None:
            return [known]
        wanted = normalise(query.text)
        if not wanted or query.text == query.isrc:
            return []
        near = {
            number
            for scorer, names in ((fuzz.token_set_ratio, self._names), (fuzz.ratio, self._titles))
            for _, _, number in process.extract(wanted, names, scorer=scorer, limit=NEAR, score_cutoff=100 * RELATED)
        }
        ranked = [(likeness((query,), self._tracks[n].artist, self._tracks[n].title).score, n) for n in near]
        ranked.sort(key=lambda one: (-one[0], one[1]))
        return [self._tracks[number] for score, number in ranked[:limit] if score >= RELATED]
