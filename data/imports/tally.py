"""What becomes of a history's plays: how often each song was played and when last, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import MAX_LETTERS
from data.imports.plays import Entry, Play, Skip
from engine.songs import artist_key, normalise, title_key

HOURS = 24
_SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class PlayedSong:
    """A song of a history, under the keys by which the catalogue is searched.

    Attributes
    ----------
    artist
        The artist as the history writes it.
    artist_key, title_key, title_text
        As :func:`engine.songs.artist_key`, :func:`engine.songs.title_key` and :func:`engine.songs.normalise` make them.
    count
        How often it was played.
    last
        Seconds since 1970, UTC.
    """

    artist: str
    artist_key: str
    title_key: str
    title_text: str
    count: int
    last: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What was read.

    Attributes
    ----------
    read
        Entries.
    plays
        Those that count.
    short, other, unreadable
        Skipped: under thirty seconds; no song, or private; without a name or a possible date.
    left_out
        Plays of songs beyond those that are told apart.
    first, last
        Seconds since 1970 of the first and the last play; 0 where there is none.
    clock
        Plays by the hour of the day, UTC.
    """

    read: int = 0
    plays: int = 0
    short: int = 0
    other: int = 0
    unreadable: int = 0
    left_out: int = 0
    first: int = 0
    last: int = 0
    clock: tuple[int, ...] = (0,) * HOURS

    def plus(self, more: Counts) -> Counts:
        """What two parts come to together."""
        firsts = [part.first for part in (self, more) if part.plays]
        return Counts(
            read=self.read + more.read,
            plays=self.plays + more.plays,
            short=self.short + more.short,
            other=self.other + more.other,
            unreadable=self.unreadable + more.unreadable,
            left_out=self.left_out + more.left_out,
            first=min(firsts, default=0),
            last=max(self.last, more.last),
            clock=tuple(one + other for one, other in zip(self.clock, more.clock, strict=True)),
        )

    @classmethod
    def of(cls, found: dict[str, Any]) -> Counts:
        """Read what :func:`dataclasses.asdict` made."""
        return cls(**{**found, "clock": tuple(found["clock"])})


@dataclass(slots=True)
class _Played:
    count: int
    last: int


@dataclass(slots=True)
class Tally:
    """Counts plays, at most so many and of at most so many distinct songs.

    Attributes
    ----------
    most_plays, most_songs, most_letters
        Past the first a history is refused; past the others, of which the last is the length of all names together,
        further songs are counted and not kept.
    """

    most_plays: int
    most_songs: int
    most_letters: int = MAX_LETTERS
    counts: Counts = field(default_factory=Counts)
    _letters: int = 0
    _songs: dict[tuple[str, str], _Played] = field(default_factory=dict)

    def add(self, entries: Iterable[Entry]) -> None:
        """Count entries, all of them or, where one is refused, those before it.

        Raises
        ------
        HistoryRefused
            ``TOO_MANY``, or whatever reading the entries raises.
        """
        skipped = dict.fromkeys(Skip, 0)
        read = plays = left_out = last = 0
        first = 2**62
        clock = [0] * HOURS
        songs, most = self._songs, self.most_plays - self.counts.read
        for entry in entries:
            read += 1
            if read > most:
                raise HistoryRefused(HistoryProblem.TOO_MANY, limit=self.most_plays)
            if not isinstance(entry, Play):
                skipped[entry] += 1
                continue
            plays += entry.count
            clock[entry.at // _SECONDS_PER_HOUR % HOURS] += entry.count
            first, last = min(first, entry.at), max(last, entry.at)
            key = (entry.artist, entry.title)
            known = songs.get(key)
            if known is not None:
                known.count += entry.count
                known.last = max(known.last, entry.at)
            elif len(songs) < self.most_songs and self._letters < self.most_letters:
                self._letters += len(entry.artist) + len(entry.title)
                songs[key] = _Played(entry.count, entry.at)
            else:
                left_out += entry.count
        self.counts = self.counts.plus(
            Counts(
                read=read,
                plays=plays,
                short=skipped[Skip.SHORT],
                other=skipped[Skip.OTHER],
                unreadable=skipped[Skip.UNREADABLE],
                left_out=left_out,
                first=first if plays else 0,
                last=last,
                clock=tuple(clock),
            )
        )

    def songs(self) -> Iterator[PlayedSong]:
        """The songs under their keys, in the order in which they came."""
        for (artist, title), played in self._songs.items():
            key, text = artist_key(artist), normalise(title)
            yield PlayedSong(artist, key, title_key(title), text, played.count, played.last)


def moment(seconds: int) -> datetime:
    """Seconds since 1970 as a moment."""
    return datetime.fromtimestamp(seconds, UTC)
