"""What the bot answers to commands and buttons, apart from cards and failures. Markdown; outside text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.questions import Feedback, FeedbackKind
from bot.text.escape import escaped
from data.history import Event, EventKind, HistoryEntry
from engine.songs import Song

_UNDO = "`/history undo` takes it back."


def feedback(given: Feedback) -> str:
    """What a press did."""
    song, artist = named(given.song), escaped(given.song.artist)
    if not given.changed:
        return {
            FeedbackKind.LIKE: f"You like {song} already.",
            FeedbackKind.DISLIKE: f"You said already that {song} is not for you.",
            FeedbackKind.SKIP: f"You skipped {song} already.",
            FeedbackKind.MORE_LIKE: f"You wanted more like {song} already.",
            FeedbackKind.BLOCK_SONG: f"You never get {song} already.",
            FeedbackKind.BLOCK_ARTIST: f"You never get {artist} already.",
        }[given.kind]
    return {
        FeedbackKind.LIKE: f"Noted: you like {song}. Your next answers lean towards it; {_UNDO}",
        FeedbackKind.DISLIKE: f"Noted: {song} is not for you, and you will not get it again; {_UNDO}",
        FeedbackKind.SKIP: f"Noted: not {song} now; {_UNDO}",
        FeedbackKind.MORE_LIKE: f"Noted: you want more like {song}; {_UNDO}",
        FeedbackKind.BLOCK_SONG: f"Noted: never {song} again; {_UNDO}",
        FeedbackKind.BLOCK_ARTIST: f"Noted: you will never get {artist} again; {_UNDO}",
    }[given.kind]


def named(song: Song) -> str:
    """A song in running text."""
    return f"*{escaped(song.title)}* by {escaped(song.artist)}"


def no_clip_in_message() -> str:
    """The context menu met a message without music."""
    return "That message has no audio or video file that I could listen to."


def unknown_control() -> str:
    """A button that Segue never wrote, or wrote long ago."""
    return "I do not know that button any more; ask again with /recommend."


def pick_to_choose() -> str:
    """A select came back without a value that it offered."""
    return "That is not one of the picks on this card."


def history(entries: Sequence[HistoryEntry]) -> str:
    """What a member did, newest first."""
    if not entries:
        return "Nothing yet: ask with `/recommend`, and what you like or dislike is written down here."
    return "\n".join(["### What you asked and said", *(_line(entry) for entry in entries)])


def _line(entry: HistoryEntry) -> str:
    when = "" if entry.event.at is None else f"{moment(entry.event.at)} \u00b7 "
    return f"-# {when}{_deed(entry.event, entry.song)}"


def _deed(event: Event, song: Song | None) -> str:
    about = "a song that is not in the catalogue any more" if song is None else named(song)
    artist = escaped(event.artist or "") if song is None else escaped(song.artist)
    asked = "with a clip or in words" if event.song is None else f"for more like {about}"
    return {
        EventKind.ASKED: f"you asked {asked}",
        EventKind.DISCOVERED: "you asked for a mix",
        EventKind.SHOWN: f"you were shown {about}",
        EventKind.LIKED: f"you liked {about}",
        EventKind.DISLIKED: f"not for you: {about}",
        EventKind.RATED: f"you gave {stars(event.value or 0)} to {about}",
        EventKind.MORE_LIKE: f"you wanted more like {about}",
        EventKind.SKIPPED: f"you skipped {about}",
        EventKind.BLOCKED_SONG: f"never again: {about}",
        EventKind.BLOCKED_ARTIST: f"never again: everything by {artist}",
    }[event.kind]


def stars(value: int) -> str:
    """A rating, 1 to 5, in words."""
    return f"{value} {'star' if value == 1 else 'stars'}"


def undone(event: Event | None, song: Song | None) -> str:
    """What was taken back."""
    if event is None:
        return "There is nothing to take back."
    return f"Taken back: {_deed(event, song)}."


def moment(at: datetime) -> str:
    """A moment as Discord shows it, in the reader's own words: "3 days ago"."""
    return f"<t:{int(at.timestamp())}:R>"


def not_yours() -> str:
    """A confirmation is pressed by somebody else."""
    return "That question was for somebody else."
