"""What ``/taste`` says: a member's taste in words and in pictures, and two compared. Markdown but for the pictures."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.en.reasons import fitting
from bot.text.escape import plain
from data.habits import Habits
from engine.songs import Song
from engine.taste.match import Evidence, Match
from engine.taste.shares import Share, Shares

GENRES, MOODS, INSTRUMENTS, ERAS, CLOCK = "Genres", "Moods", "Instruments, by ear", "Eras", "Listening clock"
NOTHING_KNOWN = "nothing known yet"
NO_TIMES = "no times yet"
MOSTLY_THEN = "your busiest hour"
MAP_CAPTION = "near = sounds alike; large = counts more"
LONGEST_WORD = 24
LONGEST_ALT = 1024
"""Characters of an alt text, by Discord."""
_IN_WORDS = 4
"""Shares of each kind in the text."""
_HOURS = 24


def percent(part: float) -> str:
    """A part of the whole."""
    return f"{round(100 * part)} %"


def hour(at: int) -> str:
    """An hour of the day."""
    return f"{at}:00"


def zone(offset: int) -> str:
    """Which clock it is."""
    sign = "+" if offset > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{abs(offset)}" if offset else "UTC"


def in_time(eras: Sequence[Share], most: int = 5) -> tuple[Share, ...]:
    """The largest eras, the earliest first."""
    return tuple(sorted(eras[:most], key=lambda share: share.name))


def heading(songs: int, habits: Habits) -> str:
    """Title, and what it was read from."""
    read = [f"{songs:,} {'song' if songs == 1 else 'songs'} that you like, played or asked about"]
    if habits.plays:
        read.append(f"{habits.plays:,} plays from elsewhere")
    return f"## Your taste\n-# read from {' and '.join(read)}, in all servers"


def in_words(shares: Shares, clock: Sequence[int], offset: int) -> str:
    """The pictures as text."""
    lines = [
        _line(name, found)
        for name, found in (
            (GENRES, shares.genres),
            (MOODS, shares.moods),
            (INSTRUMENTS, shares.instruments),
            (ERAS, in_time(shares.eras)),
        )
    ]
    lines.append(f"**{CLOCK}** \u00b7 {_times(clock, offset)}")
    return "\n".join(lines)


def _line(name: str, found: Sequence[Share]) -> str:
    told = ", ".join(f"{fitting(share.name, LONGEST_WORD)} {percent(share.part)}" for share in found[:_IN_WORDS])
    return f"**{name}** \u00b7 {told or NOTHING_KNOWN}"


def _times(clock: Sequence[int], offset: int) -> str:
    total = sum(clock)
    if not total:
        return NO_TIMES
    local = {(at + offset) % _HOURS: count for at, count in enumerate(clock)}
    busiest = sorted(local, key=lambda at: (-local[at], at))[:3]
    told = ", ".join(f"{hour(at)} ({percent(local[at] / total)})" for at in busiest if local[at])
    return f"busiest at {told}, {zone(offset)}"


def footer(*, private: bool) -> str:
    """Whose it is, and what a share is."""
    seen = "Nobody else sees this" if private else "You showed this to everybody here"
    return (
        f"-# {seen}. A song may have several genres and moods, so shares may add up to more than 100 %. "
        "`/taste show utc_offset:` sets the clock to yours."
    )


def map_alt(songs: int, titles: Sequence[Song]) -> str:
    """What the map shows."""
    named = "; ".join(f"{plain(song.title, 60)} by {plain(song.artist, 40)}" for song in titles)
    return plain(
        f"Map of all songs by sound, near means alike; in green {songs} of your songs, larger the more they count. "
        f"The first: {named}.",
        LONGEST_ALT,
    )


def panel_alt(shares: Shares, clock: Sequence[int], offset: int) -> str:
    """What the bars and the clock show."""
    told = [
        f"{name}: {', '.join(f'{plain(share.name, 24)} {percent(share.part)}' for share in found[:5]) or NOTHING_KNOWN}"
        for name, found in (
            (GENRES, shares.genres),
            (MOODS, shares.moods),
            (INSTRUMENTS, shares.instruments),
            (ERAS, in_time(shares.eras)),
        )
    ]
    return plain(f"Bars. {'. '.join(told)}. {CLOCK}: {_times(clock, offset)}.", LONGEST_ALT)


SHARING_ON = (
    "On: whoever has it on too may compare their taste with yours by `/taste compare` in a server where you both are. "
    "They see the match and its parts in per cent, genres, moods, instruments and eras that at least three of your "
    "songs have, and five songs for both; never a song, an artist or a play of yours. `/taste sharing on:False` ends "
    "it at once."
)
SHARING_OFF = "Off: nobody can compare their taste with yours, and you cannot compare yours with anybody's."


def sharing(*, on: bool) -> str:
    """What letting others compare means."""
    return SHARING_ON if on else SHARING_OFF


def yourself() -> str:
    """A member compares themselves with themselves."""
    return "That is you: 100 %. Name somebody else."


def not_here() -> str:
    """Somebody is named who is not in the server."""
    return "They are not in this server; only members of one server can be compared."


def bots_like_nothing() -> str:
    """A bot is named."""
    return "Bots have no taste that I know of; name a member."


def compared(match: Match, name: str) -> str:
    """Two members compared; for whoever asked."""
    them = fitting(name, LONGEST_WORD)
    lines = [f"## {match.percent} % \u00b7 you and {them}", _meaning(match)]
    if match.shared:
        lines.append(f"**You share** \u00b7 {_words(match.shared)}")
    if match.more_first:
        lines.append(f"**Rather yours** \u00b7 {_words(match.more_first)}")
    if match.more_second:
        lines.append(f"**Rather theirs** \u00b7 {_words(match.more_second)}")
    lines.append(
        f"-# in sound {percent(match.sound)} alike, in genres, moods and times {percent(match.labels)}, in artists "
        f"{percent(match.artists)}; only you see this"
    )
    return "\n".join(lines)


def _meaning(match: Match) -> str:
    told = (
        "the same taste, as far as I know it"
        if match.percent == 100  # noqa: PLR2004
        else f"more alike than {match.percent} of 100 pairs of listeners"
    )
    if match.evidence is Evidence.LITTLE:
        return f"-# {told}; of one of you I know only {match.songs} songs, so this may change much"
    return f"-# {told}"


def _words(labels: Sequence[str]) -> str:
    return ", ".join(fitting(label, LONGEST_WORD) for label in labels)
