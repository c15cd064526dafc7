"""What a playlist says: files and names, and how many lines said nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MAX_ENTRIES = 10_000
"""Entries that are looked at; a longer list is cut, and says so."""
BEYOND = f"the list goes on after {MAX_ENTRIES:,} entries"
NOTHING_SAID = "it names neither a file nor an artist and a title"
ELSEWHERE = "it is an address in the network, which is not opened"


@dataclass(frozen=True, slots=True)
class Entry:
    """One song of a playlist.

    Attributes
    ----------
    location
        A file, as it was written: relative to the playlist or absolute, or a ``file:`` address; empty where there is
        none.
    """

    location: str = ""
    artist: str = ""
    title: str = ""
    album: str = ""
    isrc: str | None = None

    @property
    def named(self) -> bool:
        """Whether it says which song it is without a file."""
        return bool(self.isrc or (self.artist and self.title))


@dataclass(slots=True)
class Playlist:
    """The entries of a playlist, and what was wrong with the others, by reason."""

    entries: list[Entry] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def take(self, entry: Entry) -> bool:
        """Take an entry that says something; ``False`` once there are too many."""
        if len(self.entries) + self.wrong.total() >= MAX_ENTRIES:
            self.wrong[BEYOND] += 1
            return False
        if entry.location or entry.named:
            self.entries.append(entry)
        else:
            self.wrong[NOTHING_SAID] += 1
        return True
