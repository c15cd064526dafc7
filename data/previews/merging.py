"""Many sources' tracks into songs: each once, the likeliest first, the original before what was made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.catalog.search import SURE, SURE_MARGIN
from data.previews.facts import FoundSong, SourceName, TrackFacts
from data.previews.likeness import RELATED, Likeness, likeness
from data.previews.protocol import SongQuery
from data.previews.renditions import Rendition, asked_for, renditions
from engine.songs import artist_key, normalise, title_key, version_key

MAX_SONGS = 25
"""As many as a select menu holds."""
MAX_TRACKS = 50
"""Tracks of one source that are looked at."""
SAME_SECONDS = 3.0
"""Two tracks of one name are one recording when they are at most this much longer or shorter."""
BEHIND = 0.2
"""By so much likeness a live, karaoke, sped-up or other rendition that nobody asked for is put behind."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Songs, best first, each once, and whether the first is surely the one that was meant."""

    songs: tuple[FoundSong, ...]
    sure: bool


@dataclass(slots=True)
class _Group:
    """Tracks of one recording, in the order of their sources."""

    place: tuple[int, int]
    """Where its best placed track stood in its source's answer, and in which answer."""
    tracks: list[TrackFacts] = field(default_factory=list)

    @property
    def seconds(self) -> float | None:
        return next((track.seconds for track in self.tracks if track.seconds), None)

    def song(self) -> FoundSong:
        """One track of each source: the first that can be heard, else the first."""
        chosen: dict[SourceName, TrackFacts] = {}
        for track in self.tracks:
            known = chosen.get(track.source)
            if known is None or (track.can_fetch and not known.can_fetch):
                chosen[track.source] = track
        return FoundSong(tuple(chosen.values()))


@dataclass(frozen=True, slots=True)
class _Ranked:
    group: _Group
    like: Likeness
    unwished: bool
    """It is a rendition that nobody asked for."""

    @property
    def score(self) -> float:
        return self.like.score - BEHIND * self.unwished

    @property
    def whole(self) -> float:
        return self.like.whole - BEHIND * self.unwished


def merge(answers: Sequence[Sequence[TrackFacts]], readings: Sequence[SongQuery]) -> Merged:
    """Put what the sources answered together.

    Parameters
    ----------
    answers
        Each source's tracks, its best first; the sources in the configured order.
    readings
        What was asked for, in every way that it can be read.

    Returns
    -------
    Merged
        At most 25 songs. What has nothing to do with the question is left out. The first is sure where no song of
        another name is nearly as like; two artists' recordings of one bare title are not.
    """
    groups = list(_grouped(answers))
    isrcs = {query.isrc for query in readings if query.isrc}
    named = [group for group in groups if any(track.isrc in isrcs for track in group.tracks)]
    if named:
        # A number names one recording, of whatever kind it is.
        ranked = [_Ranked(group, Likeness(1.0, 1.0), unwished=False) for group in named]
    else:
        ranked = [one for group in groups if (one := _ranked(group, readings)).like.score >= RELATED]
    ranked.sort(key=lambda one: (-round(one.score, 6), one.unwished, one.group.place))
    return Merged(tuple(one.group.song() for one in ranked[:MAX_SONGS]), _is_sure(ranked))


def same_recording(track: TrackFacts, song: FoundSong) -> bool:
    """Whether a track is the song: by its ISRC, else by its name, kind and length."""
    if track.isrc and track.isrc == song.isrc:
        return True
    lengths = [known.seconds for known in song.tracks if known.seconds]
    return any(_name(track) == _name(known) for known in song.tracks) and (
        not lengths or any(_as_long(track.seconds, seconds) for seconds in lengths)
    )


def _ranked(group: _Group, readings: Sequence[SongQuery]) -> _Ranked:
    first = group.tracks[0]
    asked = frozenset[Rendition]().union(*(asked_for(query.text) for query in readings))
    like = max((likeness(readings, track.artist, track.title) for track in group.tracks), key=_best)
    return _Ranked(group, like, unwished=not asked.issuperset(renditions(first.artist, first.title, first.album)))


def _best(like: Likeness) -> tuple[float, float]:
    return (like.score, like.whole)


def _is_sure(ranked: Sequence[_Ranked]) -> bool:
    if not ranked or ranked[0].unwished or ranked[0].whole < SURE:
        return False
    best = ranked[0]
    others = [one.whole for one in ranked if _version(one.group) != _version(best.group)]
    return best.whole - max(others, default=0.0) >= SURE_MARGIN


def _version(group: _Group) -> str:
    return version_key(group.tracks[0].artist, group.tracks[0].title)


def _grouped(answers: Sequence[Sequence[TrackFacts]]) -> Iterable[_Group]:
    """Group tracks by recording; the first with an ISRC or a name founds the group that others of it join."""
    groups: list[_Group] = []
    by_isrc: dict[str, _Group] = {}
    by_name: dict[str, list[_Group]] = {}
    for number, answer in enumerate(answers):
        for place, track in enumerate(answer[:MAX_TRACKS]):
            if not normalise(track.title):
                continue
            name = _name(track)
            group = by_isrc.get(track.isrc or "") or next(
                (one for one in by_name.get(name, ()) if _as_long(track.seconds, one.seconds)), None
            )
            if group is None:
                group = _Group((place, number))
                groups.append(group)
            group.place = min(group.place, (place, number))
            group.tracks.append(track)
            if track.isrc:
                by_isrc.setdefault(track.isrc, group)
            known = by_name.setdefault(name, [])
            if group not in known:
                known.append(group)
    return groups


def _name(track: TrackFacts) -> str:
    """One key for what may be one recording: renditions are told apart by every word of their titles."""
    kinds = renditions(track.artist, track.title, track.album)
    title = normalise(track.title) if kinds else title_key(track.title)
    return f"{artist_key(track.artist)}|{title}|{','.join(sorted(kinds))}"


def _as_long(seconds: float | None, others: float | None) -> bool:
    return not seconds or not others or abs(seconds - others) <= SAME_SECONDS
