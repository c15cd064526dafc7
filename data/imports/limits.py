"""What one listening history may cost. Every bound is met before the work that it bounds is done."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
MAX_NAME_CHARS = 300
"""Of an artist or a title; the rest is cut. No real name is longer."""
MAX_ENTRY_CHARS = 128 * 1024
"""Of one entry of JSON or one row of a table. Spotify's entries have about 900, ListenBrainz' up to some thousands."""
MAX_LETTERS = 8_000_000
"""Of all names that are told apart in one history: 100,000 songs of 80 each."""
SHORT_MS = 30_000
"""A play that is shorter is a skip. Last.fm's rule for what it counts as a play."""


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file may cost.

    Attributes
    ----------
    unpacked_bytes
        Of all text that is read, unpacked.
    ratio
        Bytes unpacked for each byte of the archive's member, past its first MiB. Histories pack 10 to 30 times, while
        deflate can reach 1,032.
    members
        Files in an archive. Spotify's has dozens, ListenBrainz' one a month.
    directory_bytes
        Of an archive's list of its files.
    plays
        Entries that are read; 137 a day for forty years.
    songs, letters
        Distinct songs that are told apart, and how long their names are together; plays of further ones are counted
        and not kept.
    wall_seconds, cpu_seconds, memory_bytes
        Of the process that reads; memory is address space, of which an idle interpreter has some 20 MiB.
    """

    unpacked_bytes: int = 2048 * MIB
    ratio: int = 100
    members: int = 2_000
    directory_bytes: int = MIB
    plays: int = 2_000_000
    songs: int = 100_000
    letters: int = MAX_LETTERS
    wall_seconds: float = 240.0
    cpu_seconds: int = 120
    memory_bytes: int = 512 * MIB
