"""What became of an import: numbers alone, kept with it and told to its member."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Self

from data.imports.tally import HOURS


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import.

    Attributes
    ----------
    read
        Entries of the file, or of the service.
    matched_songs, matched_artists
        Songs of the catalogue, and artists, that were found in it; each is counted once.
    song_plays, artist_plays
        Plays of those songs; and plays of other songs of those artists, by the artist alone.
    unmatched
        Plays of artists that nobody here knows; not kept.
    skipped_short, skipped_other, skipped_unreadable
        Entries that are no plays, see :class:`data.imports.plays.Skip`.
    since, until
        The first and the last play.
    clock
        Plays by the hour of the day, UTC; 24 numbers.
    complete
        ``False`` where the service tells of older plays, which were not read.
    content
        SHA-256 of the files' bytes, to know them again; empty for a service.
    """

    read: int
    matched_songs: int
    matched_artists: int
    song_plays: int
    artist_plays: int
    unmatched: int
    skipped_short: int
    skipped_other: int
    skipped_unreadable: int
    since: datetime
    until: datetime
    clock: tuple[int, ...] = (0,) * HOURS
    complete: bool = True
    content: str = ""

    @property
    def plays(self) -> int:
        """Plays that counted, matched or not."""
        return self.song_plays + self.artist_plays + self.unmatched

    def to_json(self) -> str:
        """As it is kept."""
        moments = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return json.dumps({**asdict(self), **moments})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote."""
        found: dict[str, Any] = json.loads(text)
        moments = {name: datetime.fromisoformat(found[name]).astimezone(UTC) for name in ("since", "until")}
        return cls(**{**found, **moments, "clock": tuple(found["clock"])})

    def tells_of_the_same(self, other: ImportReport) -> bool:
        """Whether two reports of one source tell of the same plays: by their content, or by their times."""
        if self.content and self.content == other.content:
            return True
        # The files of one export may meet in a minute; more in common is no chance.
        return self.since < other.until and other.since < self.until
