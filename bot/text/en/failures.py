"""What a member reads when something did not work: one clear sentence each, and what to do where there is something."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.en.sources import listed
from bot.text.en.wishes import described
from bot.text.escape import escaped
from data.catalog import Word
from data.previews.facts import SourceName
from engine.ranking import Only
from engine.songs import Song

MOST_NEAREST = 5
"""Nearest titles that a sentence names."""


def both_song_and_clip() -> str:
    """Two sources were given."""
    return "Give me either a song or a clip, not both."


def neither_song_nor_clip() -> str:
    """No source was given."""
    return "Give me a song or attach a clip, and I will find what goes with it."


def several_questions() -> str:
    """More than one of song, clip and prompt."""
    return "Give me a song, a clip or a prompt, but only one of them."


def no_question() -> str:
    """None of them."""
    return (
        "Give me a song, attach a clip, or say in `prompt:` what you want to hear, and I will find what goes with it."
    )


def same_song(song: Song, *, walk: bool) -> str:
    """One song where two different ones are needed."""
    named = f"*{escaped(song.title)}* by {escaped(song.artist)}"
    if walk:
        return f"You begin and end with {named}; name two different songs."
    return f"You like {named} and do not like it; name it once."


def no_way() -> str:
    """Nothing lies between two songs."""
    return "I find nothing between those two songs that you have not blocked or disliked; name two that differ more."


def nothing_understood(text: str) -> str:
    """A prompt that says nothing of how a song sounds; how to say it."""
    return (
        f"I found nothing in \u201c{escaped(text)}\u201d that says how a song sounds; say a mood, a genre, "
        "an instrument, a tempo or a time, such as `rainy night drive`, `calm piano, no vocals` or `fast 80s rock`."
    )


def unknown_song(text: str, nearest: Sequence[Song], unasked: Sequence[SourceName] = ()) -> str:
    """Nobody who could be asked knows the song."""
    unknown = f"I do not know \u201c{escaped(text)}\u201d"
    if unasked:
        unknown += f", and {listed(unasked)} cannot be asked right now"
    if nearest:
        return f"{unknown}. Did you mean {_names(nearest)}?"
    return f"{unknown}. Attach a clip of it and I will listen."


def ambiguous_song(text: str, nearest: Sequence[Song]) -> str:
    """Several songs have that name."""
    return f"\u201c{escaped(text)}\u201d could be {_names(nearest)}. Add the artist, or pick one from the list."


def sound_out_of_reach(song: Song) -> str:
    """The song was found, its sound was not."""
    return (
        f"I found *{escaped(song.title)}* by {escaped(song.artist)}, but nobody gives me a piece of it to listen to. "
        "Attach a clip of it and I will listen."
    )


def source_failed() -> str:
    """A source failed while something was added from it."""
    return "Where I look songs up does not answer as it should right now; please try again in a few minutes."


def question_closed() -> str:
    """A menu of yesterday, or of somebody else."""
    return "That question is closed, or somebody else's; ask again with /recommend."


def unknown_genre(text: str, nearest: Sequence[str]) -> str:
    """No song has such a genre."""
    return _unknown_word("genre", "genre", text, nearest)


def unknown_mood(text: str, nearest: Sequence[str]) -> str:
    """No song has such a mood."""
    return _unknown_word("mood", "mood", text, nearest)


def unknown_instrument(text: str, nearest: Sequence[str]) -> str:
    """No song has such an instrument."""
    return _unknown_word("instrument", "instrument", text, nearest)


def unknown_artist(text: str, nearest: Sequence[str]) -> str:
    """No song is by such an artist, so that there is nobody to avoid."""
    return _unknown_word("artist", "avoid", text, nearest)


def _unknown_word(kind: str, option: str, text: str, nearest: Sequence[str]) -> str:
    typed = f"I know no {kind} \u201c{escaped(text)}\u201d"
    if nearest:
        return f"{typed}. Did you mean {_either(nearest)}?"
    return f"{typed}. Start typing in `{option}:` and pick one from the list."


def unclear_tempo(text: str) -> str:
    """Not a tempo; the forms that are."""
    return (
        f"I cannot read \u201c{escaped(text)}\u201d as a tempo; "
        "write `slow`, `medium`, `fast`, `120`, `100-130`, `under 90` or `over 140`."
    )


def unclear_year(text: str) -> str:
    """Not a time; the forms that are."""
    return (
        f"I cannot read \u201c{escaped(text)}\u201d as a time; "
        "write `1994`, `90s`, `1990-1999`, `before 1980` or `since 2010`."
    )


def nothing_of_that(
    only: Only, songs: int, genres: Sequence[str], moods: Sequence[str], without: Sequence[Word] = ()
) -> str:
    """No song is left that is as wanted; what there is instead.

    Parameters
    ----------
    without
        Options that may be left out, and how many songs there are then.
    """
    wanted = described(only)
    so = f" that {wanted}" if wanted else ""
    if songs and only.only_new:
        return f"You know every song already{so or ' that comes near'}; leave out `only_new:` to hear them again."
    left = f"You asked about, disliked or blocked every song I know{so}" if songs else f"I know no song{so}"
    instead = [
        *([f"{escaped(only.genre)} songs that are {_either(moods)}"] if only.genre and moods else []),
        *([f"{escaped(only.mood)} songs in {_either(genres)}"] if only.mood and genres else []),
    ]
    if without:
        there = ", ".join(f"without `{option.name}:` there {_are(option.songs)}" for option in without)
        return f"{left}; {there}."
    return f"{left}; I have {', or '.join(instead)}." if instead else f"{left}."


def _are(songs: int) -> str:
    return "is 1" if songs == 1 else f"are {songs:,}"


def nothing_to_recommend() -> str:
    """All that is near is blocked."""
    return "Everything near that song is something you blocked or disliked, so nothing is left to recommend."


def quota_reached(most: int) -> str:
    """A server brought as many songs as it may."""
    return f"This server has brought its {most:,} songs; `/catalog undo` makes room for another."


def too_little_known(songs: int, least: int, *, other: bool) -> str:
    """Of a member's taste too little is known."""
    if other:
        return f"I know too little of their taste: it takes {least} songs that they like."
    if not songs:
        return "I know no song that you like yet: press Like on a card, give stars with /rate, or ask with /discover."
    return f"I know too little of your taste: it takes {least} songs that you like, and I know {songs}."


def not_sharing(*, other: bool) -> str:
    """A member does not let others compare."""
    if other:
        return "They have not turned on that others may compare: /taste sharing is theirs to use."
    return "You have not turned on that others may compare: /taste sharing on:True does, for you and for them alike."


def not_kept() -> str:
    """A song was heard and could not be taken in."""
    return "I listened to it, but could not take it into the catalogue."


def nothing_to_take_back() -> str:
    """A server added no song."""
    return "There is no song that this server added."


def already_asking() -> str:
    """The member's last question still runs."""
    return "I am still working on your last question; ask again when it is answered."


def cooling_down(seconds: float) -> str:
    """The member's last answer is a moment old."""
    whole = max(1, round(seconds))
    return f"One moment: ask again in {whole} second{'' if whole == 1 else 's'}."


def queue_full() -> str:
    """Everyone asks at once."""
    return "Segue is busy right now; please try again in a minute."


def answer_gone() -> str:
    """The answer behind a button is gone."""
    return "That answer is not kept any more; ask again with /recommend."


def unknown_pick() -> str:
    """A forged button, or one of another version."""
    return "That button does not belong to any song of this answer."


def heard_too_late(seconds: float) -> str:
    """The ear was too slow."""
    return f"I could not finish listening within {seconds:.0f} seconds; please try again in a minute."


def clip_empty() -> str:
    """No bytes."""
    return "That file is empty."


def clip_too_large(limit_bytes: float | None) -> str:
    """Too many bytes."""
    bound = "" if limit_bytes is None else f"; {limit_bytes / 1024 / 1024:.0f} MB is the most I take"
    return f"That file is too large{bound}."


def clip_not_audio() -> str:
    """No container or codec that anyone knows."""
    return "That file is not audio or video that I can read."


def clip_playlist() -> str:
    """A list of other files."""
    return "That file is a playlist that points to other files; attach the music itself."


def clip_no_sound() -> str:
    """A film without a sound track."""
    return "That video has no sound."


def clip_too_short(limit_seconds: float | None) -> str:
    """Too few seconds."""
    bound = "" if limit_seconds is None else f"; I need at least {limit_seconds:g} seconds"
    return f"That clip is too short{bound}."


def clip_too_long(limit_seconds: float | None) -> str:
    """Too many seconds."""
    bound = "" if limit_seconds is None else f"; {limit_seconds / 60:.0f} minutes is the most I listen to"
    return f"That clip is too long{bound}."


def clip_silent() -> str:
    """Zeros, or nearly."""
    return "That clip is silent."


def clip_noise() -> str:
    """Nothing but noise."""
    return "I hear only noise in that clip, no music."


def clip_damaged() -> str:
    """It starts well and breaks."""
    return "That file is damaged; I cannot hear enough of it."


def clip_unreasonable() -> str:
    """What the file says of itself cannot be."""
    return "What that file says about itself (sample rate, channels or length) cannot be true, so I did not open it."


def clip_too_slow() -> str:
    """Decoding was stopped by the clock."""
    return "That file takes too long to read, so I stopped."


def clip_too_hungry() -> str:
    """Decoding was stopped by the memory limit."""
    return "That file needs too much memory to read, so I stopped."


def clip_crashed() -> str:
    """The decoder died of it."""
    return "That file broke the program that reads it; only your question was lost."


def vector_unusable() -> str:
    """The ear gave no usable vector."""
    return "I could make nothing of that sound; try another part of the song."


def ear_broken() -> str:
    """Weights went missing or do not match."""
    return "My ear is out of order; whoever runs me can mend it with: python -m bot --check."


def index_broken() -> str:
    """The index went missing or does not match."""
    return "My index is out of order; whoever runs me can mend it with: python -m data.catalog rebuild."


def database_locked() -> str:
    """Another process writes."""
    return "My memory is busy; nothing was lost, please try again in a moment."


def database_read_only() -> str:
    """Nothing can be written."""
    return "I cannot write anything down right now; whoever runs me must make my folder writable."


def database_full() -> str:
    """The disk is full."""
    return "My disk is full; whoever runs me must make room before I can answer."


def database_newer() -> str:
    """A later version of Segue wrote it."""
    return "My memory was written by a newer version of Segue; whoever runs me must update me."


def database_corrupt() -> str:
    """The file is no database."""
    return "My memory is damaged; whoever runs me must bring it back from a backup."


def database_failed() -> str:
    """Something else with the store."""
    return "I could not read or write my memory just now; please try again in a moment."


def history_paused() -> str:
    """A button that writes something down is pressed by a member who has paused Segue."""
    return "You have paused me, so I write nothing down. `/privacy resume` ends the pause."


def catalogue_broken() -> str:
    """The songs cannot be read."""
    return "My catalogue is out of order; whoever runs me can mend it with: python -m data.catalog import."


def may_not_post() -> str:
    """A permission is missing."""
    return "I may not post or attach files here; ask a moderator to allow Send Messages and Attach Files."


def discord_failed() -> str:
    """Discord answered with an error."""
    return "Discord did not take my answer; please try again in a moment."


def missing_permissions() -> str:
    """The member may not do this."""
    return "You may not do that here; it needs the Manage Server permission."


def not_in_private() -> str:
    """A command of servers only."""
    return "That works only in a server."


def took_too_long() -> str:
    """A time limit was met."""
    return "That took too long, so I stopped; please try again in a moment."


def unexpected() -> str:
    """A mistake of ours."""
    return "Something went wrong on my side, and it is in the log now."


def with_id(sentence: str, error_id: str) -> str:
    """The sentence with the short id that the log carries too."""
    return f"{sentence} (id {error_id})"


def _names(songs: Sequence[Song]) -> str:
    return _listed([f"*{escaped(song.title)}* by {escaped(song.artist)}" for song in songs[:MOST_NEAREST]])


def _either(words: Sequence[str]) -> str:
    return _listed([f"*{escaped(word)}*" for word in words[:MOST_NEAREST]])


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
