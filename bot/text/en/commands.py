"""Names and descriptions of commands, as Discord shows them while somebody types. No markdown there."""

from __future__ import annotations

from bot.text.escape import plain
from data.catalog import Word
from engine.ranking import Familiarity
from engine.songs import Song

LONGEST_CHOICE = 100
"""Characters, by Discord."""
_LONGEST_ARTIST = 40

RECOMMEND = "Songs that follow on from a song or from a clip"
OPTION_SONG = "A song: type a few letters and pick one from the list"
OPTION_CLIP = "Or a piece of music: audio or video, from 3 seconds up"
OPTION_COUNT = "How many songs to begin with; more are one button away"
OPTION_FAMILIARITY = "How far from what you know"
OPTION_GENRE = "Only songs of this genre"
OPTION_MOOD = "Only songs that feel like this: happy, tense, sad, calm, or a finer word"
OPTION_ONLY_ME = "Show the answer to nobody else"
MENU_CLIP = "Recommend from this clip"

FAMILIARITY = {
    Familiarity.FAMILIAR: "familiar: close to what you like",
    Familiarity.BALANCED: "balanced",
    Familiarity.ADVENTUROUS: "adventurous: new artists, farther away",
}

HISTORY = "What you asked for, liked and blocked"
HISTORY_SHOW = "Show what you asked for, liked and blocked"
HISTORY_UNDO = "Take back the last thing you liked, disliked or blocked"

PRIVACY = "What Segue keeps of you"
PRIVACY_SHOW = "What Segue keeps of you"
PRIVACY_EXPORT = "All that Segue keeps of you, as a file"
PRIVACY_DELETE = "Erase all that Segue keeps of you"

SETTINGS = "How Segue behaves in this server"
SETTINGS_SHOW = "How Segue behaves in this server"
SETTINGS_DROP = "Answer clips that are uploaded to a channel; without a channel, stop that"
OPTION_CHANNEL = "Where; leave it empty to stop"
SETTINGS_ANSWERS = "Who sees an answer when the member does not say"
OPTION_VISIBILITY = "Who sees it"
PUBLIC, PRIVATE = "everybody", "only who asked"
SETTINGS_FAMILIARITY = "Where the familiarity dial stands when the member does not say"

HELP = "What Segue can do"
ABOUT = "What Segue is and how it listens"


def word_choice(word: Word) -> str:
    """A genre or a mood in the list while somebody types."""
    songs = f" ({word.songs:,} {'song' if word.songs == 1 else 'songs'})"
    return plain(word.name, LONGEST_CHOICE - len(songs)) + songs


def song_choice(song: Song) -> str:
    """A song in the list while somebody types: at most 100 characters, the artist never cut away by a long title."""
    year = f" ({song.year})" if song.year else ""
    artist = f" \u2014 {plain(song.artist, _LONGEST_ARTIST)}"
    title = plain(song.title, LONGEST_CHOICE - len(artist) - len(year))
    return f"{title}{artist}{year}"
