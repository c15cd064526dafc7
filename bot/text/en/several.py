"""What stands above an answer about several songs: a mix or a walk. Outside text is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from bot.questions import Seed
from bot.text.en.reasons import fitting
from bot.text.escape import plain
from engine.songs import Song

LONGEST_TITLE, LONGEST_ARTIST = 40, 28
LONGEST_END, LONGEST_ALT = 60, 80
MIX_ON_MAP = "the mix"


def mix_heading(seed: Seed) -> str:
    """The songs that were added and subtracted."""
    added = "\n".join(f"**+** {_named(song)}" for song in seed.songs)
    taken = "\n".join(f"**\u2212** {_named(song)}" for song in seed.unlikes)
    return "\n".join(line for line in ("## Your mix", added, taken) if line)


def walk_heading(seed: Seed, steps: int) -> str:
    """Where a walk begins and ends, and over how many songs."""
    start, end = seed.songs
    songs = "one song" if steps == 1 else f"{steps} songs"
    return (
        f"## {fitting(start.title, LONGEST_END)} \u2192 {fitting(end.title, LONGEST_END)}\n"
        f"From {fitting(start.artist, LONGEST_ARTIST)} to {fitting(end.artist, LONGEST_ARTIST)}\n"
        f"-# {songs} between, each near the one before it"
    )


def mix_alt(seed: Seed) -> str:
    """What the sound-print of a mix shows."""
    return f"Sound-print of a mix of {_titles(seed.songs)}: a shape drawn from how they sound together"


def walk_alt(seed: Seed) -> str:
    """What the picture of a walk's ends shows."""
    return f"Sound-prints of {_titles(seed.songs)}, half of each"


def _named(song: Song) -> str:
    return f"*{fitting(song.title, LONGEST_TITLE)}* by {fitting(song.artist, LONGEST_ARTIST)}"


def _titles(songs: Sequence[Song]) -> str:
    return " and ".join(plain(song.title, LONGEST_ALT) for song in songs)
