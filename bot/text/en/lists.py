"""What stands on the lists of favourites and of blocks, and what ``/rate`` and ``/block`` answer. Markdown."""

from __future__ import annotations

from bot.judging import ArtistBlocked, Rated
from bot.text.en.reasons import fitting
from bot.text.en.replies import named, stars
from bot.text.escape import escaped, plain
from data.history import EventKind
from data.opinions import Held, Opinion
from engine.songs import Song

LONGEST_TITLE, LONGEST_ARTIST = 60, 44
LONGEST_OPTION = 100
"""Characters of a select's label and description, by Discord."""

FAVOURITES = "## Your favourites"
BLOCKS = "## Never again"
NO_FAVOURITES = (
    "Nothing yet. Press *Like* on a card, or give a song four or five stars with `/rate`, and it stands here."
)
NO_BLOCKS = "Nothing is blocked. `/block artist`, `/block song` and *Never this artist* on a card do that."
REMOVE_FAVOURITE = "Take a song off the list"
REMOVE_BLOCK = "Let something come again"
BACK, NEXT = "Back", "Next"
_STAR, _NO_STAR = "\N{BLACK STAR}", "\N{WHITE STAR}"
_MOST_STARS = 5
_GONE = "a song that is not in the catalogue any more"


def rated(given: Rated) -> str:
    """What a rating did."""
    if not given.changed:
        return f"You gave {stars(given.stars)} to {named(given.song)} already."
    before = "" if given.before is None else f", no longer {given.before}"
    return f"Noted: {stars(given.stars)} for {named(given.song)}{before}. `/history undo` takes it back."


def artist_blocked(given: ArtistBlocked) -> str:
    """What blocking an artist did."""
    artist = escaped(given.artist)
    if not given.changed:
        return f"You never get {artist} already."
    return f"Noted: you will never get {artist} again; `/block show` lets you change your mind."


def removed(opinion: Opinion | None) -> str:
    """What was taken off a list; it may have been off it already."""
    if opinion is None:
        return "That is not on your list any more."
    if opinion.kind in {EventKind.BLOCKED_ARTIST, EventKind.BLOCKED_SONG}:
        return f"{_subject(opinion)} may come again."
    return f"{_subject(opinion)} is off your list, and I know nothing of what you think of it any more."


def line(number: int, opinion: Opinion, link: str) -> str:
    """One entry of a list."""
    return " \u00b7 ".join(part for part in (f"{number}. {_subject(opinion)}", _worth(opinion), link) if part)


def _subject(opinion: Opinion) -> str:
    if opinion.kind is EventKind.BLOCKED_ARTIST:
        name = (opinion.artist or "") if opinion.song is None else opinion.song.artist
        return f"everything by {fitting(name, LONGEST_ARTIST)}"
    return _GONE if opinion.song is None else _short(opinion.song)


def _short(song: Song) -> str:
    return f"*{fitting(song.title, LONGEST_TITLE)}* by {fitting(song.artist, LONGEST_ARTIST)}"


def _worth(opinion: Opinion) -> str:
    if opinion.stars is None:
        return ""
    return _STAR * opinion.stars + _NO_STAR * (_MOST_STARS - opinion.stars)


def option(number: int, opinion: Opinion) -> str:
    """An entry in the select that takes it off."""
    song = opinion.song
    if opinion.kind is EventKind.BLOCKED_ARTIST:
        name = (opinion.artist or "") if song is None else song.artist
    else:
        name = _GONE if song is None else song.title
    return plain(f"{number} \u00b7 {name}", LONGEST_OPTION)


def option_detail(opinion: Opinion) -> str | None:
    """The smaller line of an entry in the select."""
    if opinion.kind is EventKind.BLOCKED_ARTIST:
        return "artist"
    return None if opinion.song is None else plain(opinion.song.artist, LONGEST_OPTION) or None


def footer(held: Held) -> str:
    """Which entries are on the page."""
    last = held.first + len(held.opinions)
    return f"-# {held.first + 1}\u2013{last} of {held.total}, newest first \u00b7 nobody else sees this"
