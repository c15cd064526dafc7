"""What stands on an answer's card. Everything from outside is escaped here; what is returned is Discord's markdown."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.en.reasons import because, fitting
from bot.text.en.sources import place
from bot.text.escape import plain
from engine.ranking import Pick, ReasonKind, also_shared
from engine.songs import Song

LONGEST_TITLE = 70
LONGEST_ARTIST = 56
LONGEST_VERSION, MOST_VERSIONS = 40, 2
LONGEST_OPTION = 100
"""Characters of a select's label and description, by Discord."""
LONGEST_ALT = 1024
"""Characters of an alt text, by Discord."""

_CLOSENESS = (
    (0.95, "almost the same sound"),
    (0.85, "very close"),
    (0.70, "close"),
    (0.50, "related"),
    (0.25, "a step away"),
)
"""Cosine similarity from which the words hold, best first."""

LIKE, DISLIKE, SKIP, MORE, NEVER = "Like", "Not for me", "Not now", "More like this", "Never this artist"
WHY = "Why"
CHOOSE = "Choose a pick for the buttons below"
BACK = "Back"
NOTHING_LEFT = "That is all"
MAP_CAPTION = "near = sounds alike"
OTHERS = "others"
BY_MOOD, BY_GENRE = "Map by mood", "Map by genre"
BESIDE, NEAR, FAR = "right beside it", "near,", "farther,"
DIRECTIONS = ("right", "upper right", "above", "upper left", "left", "lower left", "below", "lower right")
"""Where a pick lies from the question, counter-clockwise from the right."""


def closeness(similarity: float) -> str:
    """A cosine similarity in words."""
    return next((words for least, words in _CLOSENESS if similarity >= least), "far away")


def like_song(song: Song) -> str:
    """The heading of an answer about a song."""
    return f"## More like {fitting(song.title, LONGEST_TITLE)}\n{by_line(song)}"


def this_is(song: Song) -> str:
    """The heading of an answer about a clip that was recognised."""
    title, artist = fitting(song.title, LONGEST_TITLE), fitting(song.artist, LONGEST_ARTIST)
    return f"## This is *{title}* by {artist}\nand these follow on from it"


def like_clip(name: str) -> str:
    """The heading of an answer about a clip that nobody knows."""
    called = f"`{plain(name, LONGEST_TITLE).replace('`', chr(0x2019))}`" if plain(name) else "your clip"
    return f"## It sounds like these\n{called} is no song I know, so I went by its sound alone"


def relaxed() -> str:
    """Why known songs come again."""
    return "-# You had some of these lately: nothing new is left this near."


def by_line(song: Song) -> str:
    """Artist and year."""
    year = f" \u00b7 {song.year}" if song.year else ""
    return f"{fitting(song.artist, LONGEST_ARTIST)}{year}"


def pick(number: int, picked: Pick, link: str, mark: str, *, mixed: bool = False, named: bool = True) -> str:
    """One pick: number and title, artist and year, why, how near, and where to hear it.

    Parameters
    ----------
    mixed
        Whether nothing single was asked about: then it is said beside which song the pick lies, where there is one.
    named
        Whether the reasons may name what the asker likes: nobody else may read that.
    """
    sign = f" {mark}" if mark else ""
    why = because(picked.reasons, also_shared(picked), picked.similarity, named=named)
    near = f"{closeness(picked.similarity)} \u00b7 {picked.similarity:.2f}"
    if mixed:
        near = _beside(picked)
    lines = (
        f"### {number} \u00b7 {fitting(picked.song.title, LONGEST_TITLE)}{sign}",
        by_line(picked.song),
        f"-# {why}" if why else "",
        f"-# {near} \u00b7 {link}" if near else f"-# {link}",
    )
    return "\n".join(line for line in lines if line)


def _beside(picked: Pick) -> str:
    """Beside which of several songs a pick lies, where its reasons do not say so, and how near; empty without any."""
    asked = [term.subject for term in picked.terms if term.kind == ReasonKind.SOUNDS_ALIKE]
    if not any(asked):
        return ""
    said = any(reason.kind is ReasonKind.SOUNDS_ALIKE for reason in picked.reasons)
    where = "likeness" if said else f"beside *{fitting(asked[0], LONGEST_VERSION)}* \u00b7"
    return f"{where} {picked.similarity:.2f}"


def other_versions(picked: Pick) -> str:
    """Small print: in which other versions the song is known; who plays it, where it is somebody else."""
    named = [
        f"*{fitting(song.title, LONGEST_VERSION)}*"
        + ("" if song.artist_key == picked.song.artist_key else f" by {fitting(song.artist, LONGEST_VERSION)}")
        for song in picked.versions[:MOST_VERSIONS]
    ]
    more = len(picked.versions) - len(named)
    return f"-# also: {', '.join(named)}{f' and {more} more' if more else ''}"


def link(address: str, *, exact: bool) -> str:
    """The link to listen; the address is safe already."""
    if not exact:
        return f"[find it to listen]({address})"
    there = place(address)
    return f"[listen on {there}]({address})" if there else f"[listen]({address})"


def option(number: int, song: Song) -> str:
    """A pick in the select."""
    return plain(f"{number} \u00b7 {song.title}", LONGEST_OPTION)


def option_artist(song: Song) -> str:
    """The smaller line of a pick in the select; never empty."""
    return plain(song.artist, LONGEST_OPTION) or "\u2014"


def show(first: int, last: int) -> str:
    """The button to the next page."""
    return f"Show {first}\u2013{last}" if last > first else f"Show {first}"


def footer(first: int, last: int, total: int) -> str:
    """Which picks are on the page."""
    return f"-# {first}\u2013{last} of {total} \u00b7 the buttons act on the chosen pick, for whoever presses"


def print_alt(song_title: str, artist: str) -> str:
    """What the sound-print shows."""
    song = f"{plain(song_title)} by {plain(artist)}"
    return f"Sound-print of {song}: a shape drawn from how it sounds"


def cover_alt(song: Song) -> str:
    """What the thumbnail of a song with a cover shows; where the cover cannot be had it is the print."""
    return f"Cover, or else sound-print, of {plain(song.title)} by {plain(song.artist)}"


def clip_alt(name: str) -> str:
    """What a clip's sound-print shows."""
    return f"Sound-print of the clip {plain(name)}: a shape drawn from how it sounds"


def map_alt(query: str, songs: int, described: Sequence[str], colours: str = "", end: str = "") -> str:
    """What the map shows.

    Parameters
    ----------
    described
        Each pick and where it lies.
    colours
        What the songs' colours mean (:func:`colours_alt`); empty where all are alike.
    end
        Where a walk ends; empty where it is none.
    """
    onward = f", and the line from there to {plain(end, 80)}" if end else ""
    asked, picks = ("White ring", "White discs") if colours else ("Green", "Red")
    return plain(
        f"Map of {songs:,} songs by sound; near means alike.{colours} {asked}: {plain(query, 80)}{onward}. "
        f"{picks}: {'; '.join(described)}.",
        LONGEST_ALT,
    )


def colours_alt(by: str, groups: Sequence[str], counts: Sequence[int]) -> str:
    """What the colours of the map mean, for :func:`map_alt`: each group and how many songs are in it."""
    told = ", ".join(f"{plain(name, 24)} {count:,}" for name, count in zip(groups, counts, strict=True))
    return f" Coloured by {by}: {told}."


def placed(number: int, song: Song, where: str, group: str = "") -> str:
    """One pick on the map, for :func:`map_alt`, and the group whose colour it has."""
    coloured = f", {plain(group, 24)}" if group else ""
    return f"{number} {plain(song.title, 60)} by {plain(song.artist, 40)}, {where}{coloured}"
