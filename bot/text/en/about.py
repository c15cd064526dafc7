"""What ``/help`` and ``/about`` say. Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from bot.text.en.cards import BY_GENRE, BY_MOOD, DISLIKE, LIKE, MORE, NEVER
from bot.text.en.commands import MENU_CLIP


@dataclass(frozen=True, slots=True)
class Facts:
    """What ``/about`` tells of the running process."""

    songs: int
    model: str
    dimension: int
    device: str


def help_text() -> str:
    """What Segue can do."""
    return f"""## What I can do
**Ask.** `/recommend song:` finds songs that sound like one you name; `/recommend clip:` listens to a file of yours; \
`/recommend prompt:` takes words, such as *calm piano, no vocals*. \
On any message with a file: *Apps*, then *{MENU_CLIP}*.

**Narrow it down.** `genre:`, `mood:`, `instrument:`, `tempo:` and `year:` let only such songs come; `avoid:` leaves \
out an artist, `only_new:` what you know, `clean:` what is marked explicit. All of it stays for *{MORE}*.

**Take several.** `/mix` adds songs and takes others away; `/path` walks from one song to another.

**Look at one song.** `/song` shows what I hear in it, or in a file of yours, and what is near.

**Say what you think.** Choose a pick on the card, then *{LIKE}*, *{DISLIKE}*, *{MORE}* or *{NEVER}*. \
What you say counts for you alone and turns your next answers; `/history undo` takes it back. `/rate` gives any song \
stars, `/favourites` lists what you like, and `/block` is for what you never want.

**Ask nothing.** `/discover` makes a mix of the day from what you like.

**See your taste.** `/taste show` draws it; `/taste compare` sets it beside a member's, where both of you turned \
`/taste sharing` on.

**Look around.** *{BY_MOOD}* and *{BY_GENRE}* colour the map; press again and the colours are gone.

**Turn the dial.** `familiarity:` from what is close to your likes to what is new to you. \
`only_me:` keeps an answer to yourself.

**Bring what you play.** `/import` takes your history from Spotify, Last.fm, ListenBrainz or Apple Music.

**Your data.** `/history show` lists what you did, `/privacy` shows, exports and erases what I keep.

**Your server.** `/settings` names a channel where I answer uploads, and who sees answers."""


def about(facts: Facts) -> str:
    """What Segue is."""
    return f"""## Segue
I listen to thirty seconds of a song, make them {facts.dimension} numbers, and look for songs whose numbers lie near. \
What you like and dislike decides their order, and every pick says why it is there.
-# {facts.songs:,} songs \u00b7 ear `{facts.model}` on {facts.device} \u00b7 MIT licence \u00b7 \
clips are heard and forgotten"""
