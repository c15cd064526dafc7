"""Names and descriptions of commands, as Discord shows them while somebody types. No markdown there."""

from __future__ import annotations

from bot.text.en.wishes import tempo, years
from bot.text.escape import plain
from data.catalog import Word
from engine.ranking import Familiarity, Span
from engine.songs import Song

LONGEST_CHOICE = 100
"""Characters, by Discord."""
_LONGEST_ARTIST = 40
_LONGEST_TYPED = 50

RECOMMEND = "Songs that follow on from a song or a clip, or that are as you say"
OPTION_SONG = "A song: type a few letters and pick one from the list"
OPTION_CLIP = "Or a piece of music: audio or video, from 3 seconds up"
OPTION_PROMPT = "Or say it in words: rainy night drive; calm piano, no vocals; fast 80s rock"
OPTION_COUNT = "How many songs to begin with; more are one button away"
OPTION_FAMILIARITY = "How far from what you know"
OPTION_GENRE = "Only songs of this genre"
OPTION_MOOD = "Only songs that feel like this: happy, tense, sad, calm, or a finer word"
OPTION_INSTRUMENT = "Only songs in which I hear this: voice, piano, guitar, ..."
OPTION_TEMPO = "Only songs so fast: slow, medium, fast, 120, 100-130, under 90 or over 140 bpm"
OPTION_YEAR = "Only songs of this time: 1994, 90s, 1990-1999, before 1980 or since 2010"
OPTION_AVOID = "No songs by this artist, this time"
OPTION_ONLY_NEW = "Only songs that I never showed you and you never named"
OPTION_CLEAN = "No songs that are marked as explicit"
OPTION_ONLY_ME = "Show the answer to nobody else"
MENU_CLIP = "Recommend from this clip"

FAMILIARITY = {
    Familiarity.FAMILIAR: "familiar: close to what you like",
    Familiarity.BALANCED: "balanced",
    Familiarity.ADVENTUROUS: "adventurous: new artists, farther away",
}

MIX = "Songs like these together, and unlike those"
OPTION_LIKE_FIRST = "A song that you want more of: type a few letters and pick one from the list"
OPTION_LIKE = "Another one that you want more of"
OPTION_UNLIKE = "A song to keep away from"

PATH = "A walk from one song to another, each song near the one before it"
OPTION_FROM = "Where it begins: type a few letters and pick one from the list"
OPTION_TO = "Where it ends"
OPTION_LENGTH = "How many songs between the two"

SONG = "What I hear in one song: genre, mood, instruments, tempo, key, and what is near"
OPTION_HEARD_SONG = "A song: type a few letters and pick one from the list"
OPTION_HEARD_CLIP = "Or a piece of music: you see the sound itself"

HISTORY = "What you asked for, liked and blocked"
HISTORY_SHOW = "Show what you asked for, liked and blocked"
WHY = "Why a song is in your last answer: every term of its score, as bars"
OPTION_WHY_PICK = "The number of the pick; 1 if you do not say"
HISTORY_UNDO = "Take back the last thing you liked, disliked or blocked"

PRIVACY = "What Segue keeps of you"
PRIVACY_SHOW = "What Segue keeps of you"
PRIVACY_EXPORT = "All that Segue keeps of you, as a file"
PRIVACY_DELETE = "Erase all that Segue keeps of you"
PRIVACY_PAUSE = "Write nothing down of what you do, until you resume"
PRIVACY_RESUME = "Write down again what you ask and like"
PRIVACY_TRAINING = "Whether what you like and play may teach Segue's model; off unless you turn it on"
PRIVACY_TRAINING_ALLOW = "True: it may. False: it may not, and the model forgets it within the hour"

DISCOVER = "A mix from what you like, without a question; the same until midnight UTC"
OPTION_MORE = "Make another one now"
OPTION_SHOW_MIX = "True unless you say otherwise: a mix tells what you like. False shows it to everybody here"

TASTE = "Your taste, and whether others may compare theirs with it"
TASTE_SHOW = "Your taste as a picture and in words: map, genres, moods, instruments, eras, hours"
OPTION_UTC_OFFSET = "Hours that your clock is ahead of UTC, for the listening clock: 1 in Berlin in winter"
OPTION_SHOW_TASTE = "True unless you say otherwise. False shows it to everybody here"
TASTE_SHARING = "Let others who turned it on too compare their taste with yours; off unless you turn it on"
OPTION_SHARING = "True: they may. False: nobody may, from now on"
TASTE_COMPARE = "Compare your taste with a member's, where both of you turned sharing on"
OPTION_COMPARED = "With whom"

RATE = "Give a song one to five stars; the newest count"
OPTION_RATED_SONG = "A song: type a few letters and pick one from the list"
OPTION_STARS = "Four or five: you like it. One or two: it does not come again"
STARS = {
    5: "5 \u2013 love it",
    4: "4 \u2013 like it",
    3: "3 \u2013 all right",
    2: "2 \u2013 not for me",
    1: "1 \u2013 never again",
}
FAVOURITES = "The songs that you liked or gave four or five stars"
BLOCK = "What you never want to get"
BLOCK_ARTIST = "Never get anything by an artist"
OPTION_BLOCKED_ARTIST = "An artist: type a few letters and pick one from the list"
BLOCK_SONG = "Never get a song, nor another version of it"
OPTION_BLOCKED_SONG = "A song: type a few letters and pick one from the list"
BLOCK_SHOW = "Show what you blocked, and let something come again"

SETTINGS = "How Segue behaves in this server"
SETTINGS_SHOW = "How Segue behaves in this server"
SETTINGS_DROP = "Answer clips that are uploaded to a channel; without a channel, stop that"
OPTION_CHANNEL = "Where; leave it empty to stop"
SETTINGS_ANSWERS = "Who sees an answer when the member does not say"
OPTION_VISIBILITY = "Who sees it"
PUBLIC, PRIVATE = "everybody", "only who asked"
SETTINGS_EXPLICIT = "Whether songs that their source marks as explicit may come in this server"
OPTION_EXPLICIT = "False keeps them away. Of most songs nobody says whether they are"
SETTINGS_BLOCK = "Keep an artist or a genre away from this server's answers"
SETTINGS_UNBLOCK = "Let an artist or a genre come again"
OPTION_BLOCK_ARTIST = "An artist by name"
OPTION_BLOCK_GENRE = "A genre, as answers name it"
SETTINGS_FAMILIARITY = "Where the familiarity dial stands when the member does not say"

CATALOG = "The songs that this server brings into the catalogue"
CATALOG_ADD = "Listen to a song, and know it from then on"
OPTION_ADD = "Artist and title, or a link to the song"
CATALOG_UNDO = "Take back the song that was added last"
CATALOG_STATUS = "How many songs there are, and how many came from this server"

HELP = "What Segue can do"
ABOUT = "What Segue is and how it listens"


def word_choice(word: Word) -> str:
    """A genre, a mood or an instrument in the list while somebody types."""
    songs = _songs(word.songs)
    return plain(word.name, LONGEST_CHOICE - len(songs)) + songs


def tempo_choice(typed: str, span: Span, songs: int) -> str:
    """A tempo in the list while somebody types, and how it is understood."""
    return f"{_understood(typed, tempo(span))}{_songs(songs)}"


def year_choice(typed: str, span: Span, songs: int) -> str:
    """A time in the list while somebody types, and how it is understood."""
    return f"{_understood(typed, years(span))}{_songs(songs)}"


def artist_choice(artist: str) -> str:
    """An artist in the list while somebody types; never empty."""
    return plain(artist, LONGEST_CHOICE) or "\u2014"


def _understood(typed: str, said: str) -> str:
    shown = plain(typed, _LONGEST_TYPED)
    return said if shown.casefold() == said else f"{shown}: {said}"


def _songs(count: int) -> str:
    return f" ({count:,} {'song' if count == 1 else 'songs'})"


def song_choice(song: Song) -> str:
    """A song in the list while somebody types: at most 100 characters, the artist never cut away by a long title."""
    year = f" ({song.year})" if song.year else ""
    artist = f" \u2014 {plain(song.artist, _LONGEST_ARTIST)}"
    title = plain(song.title, LONGEST_CHOICE - len(artist) - len(year))
    return f"{title}{artist}{year}"
