"""What is asked and what is answered: plain values between the cogs, the recommender and the views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from data.ids import AnswerId, ChannelId, GuildId, MemberId
from data.previews.facts import FoundSong, Preview
from engine.ranking import Familiarity, Only, Pick
from engine.songs import Song, SongId
from engine.traits import Traits

PAGE_SIZE = 5
"""Picks on a page: a message holds 40 components and 10 files."""

MOST_PICKS = 25
"""Picks in an answer, over all its pages."""


FEWEST_STEPS, MOST_STEPS = 1, 15
"""Songs between the ends of a walk."""


@dataclass(frozen=True, slots=True)
class Named:
    """A song as somebody gives it: exactly one of the three, which are those of :class:`Question`."""

    song: SongId | None = None
    text: str | None = None
    found: FoundSong | None = None


@dataclass(frozen=True, slots=True)
class Mix:
    """Songs added, at least one, and subtracted."""

    likes: tuple[Named, ...]
    unlikes: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """From one song to another over so many others, :data:`FEWEST_STEPS` to :data:`MOST_STEPS`."""

    start: Named
    end: Named
    between: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Question:
    """One question of one member.

    Exactly one of ``song``, ``text``, ``found``, ``clip``, ``mix``, ``walk`` and ``prompt`` is given.

    Attributes
    ----------
    member, guild, channel
        Who asks and where; ``guild`` is ``None`` outside a server.
    song
        A song of the catalogue, as autocomplete offered it.
    text
        What was typed when nothing was picked: it is searched for.
    found
        A song that the sources know, as a menu offered it.
    clip
        The bytes of a file, of any kind; refused when they are not music.
    clip_name
        How the file is called; shown, never opened.
    mix, walk
        A question about several songs.
    prompt
        What somebody wants to hear, in words.
    count
        How many picks the first page asks for, 1 to 10.
    familiarity
        The dial between the familiar and the adventurous.
    only
        What every pick has to be, in the catalogue's words (:class:`bot.words.Words`).
    """

    member: MemberId
    guild: GuildId | None = None
    channel: ChannelId | None = None
    song: SongId | None = None
    text: str | None = None
    found: FoundSong | None = None
    clip: bytes | None = None
    clip_name: str = ""
    mix: Mix | None = None
    walk: Walk | None = None
    prompt: str | None = None
    count: int = PAGE_SIZE
    familiarity: Familiarity = Familiarity.BALANCED
    only: Only = field(default_factory=Only)


class SeedKind(StrEnum):
    """What a question starts from."""

    SONG = "song"
    CLIP = "clip"
    TASTE = "taste"
    """What a member likes."""
    CATALOGUE = "catalogue"
    """The variety of all songs, for a member of whom nothing is known."""
    SERVER = "server"
    """The same of the songs that a server brought."""
    PAIR = "pair"
    """What two members like."""
    MIX = "mix"
    """Songs added and subtracted."""
    WALK = "walk"
    """The way from one song to another."""
    PROMPT = "prompt"
    """Words."""


MIXED = frozenset({SeedKind.TASTE, SeedKind.CATALOGUE, SeedKind.SERVER, SeedKind.PAIR})
"""Where no single song or clip was asked about."""


@dataclass(frozen=True, slots=True)
class Read:
    """How a prompt was understood, in words: wanted, unwanted, and what nobody understood; each in order."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Fresh(StrEnum):
    """What becomes of a song that was fetched for this very question."""

    KEPT = "kept"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Seed:
    """What was asked about.

    Attributes
    ----------
    song
        The song, for :attr:`SeedKind.SONG`; ``None`` for a clip, even where it was recognised.
    title
        How to call it: "Title" of the song, or the file's name; of a mix the day, as ISO 8601 has it. Not escaped.
    vector
        (d,) float32 of unit length.
    genres, moods, quadrant, traits
        The song's labels and how it is played, or what the ear says of the clip; the most probable first.
    confidence
        How sure the ear is of each word that it heard, 0 to 1; what was published is not in it.
    fresh
        Whether the song was fetched and heard for this question, and is known from now on; ``None`` for a known one.
    sides
        Of a mix: the titles of the songs that its sides started from. Not escaped.
    songs, unlikes
        The songs that were added and subtracted; of a walk its two ends.
    read
        How a prompt was understood.
    """

    kind: SeedKind
    song: Song | None
    title: str
    vector: NDArray[np.float32]
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    quadrant: str | None = None
    traits: Traits = field(default_factory=Traits)
    confidence: Mapping[str, float] = field(default_factory=dict)
    fresh: Fresh | None = None
    sides: tuple[str, ...] = ()
    songs: tuple[Song, ...] = ()
    unlikes: tuple[Song, ...] = ()
    read: Read = field(default_factory=Read)


@dataclass(frozen=True, slots=True)
class Groups:
    """Which songs of a chart belong together by what is said of them; -1 stands for no group.

    Attributes
    ----------
    names
        What each group is called, at most 7.
    background, picks
        (n,) and (number of picks,) int8, the group of each song.
    query
        The question's group.
    """

    names: tuple[str, ...]
    background: NDArray[np.int8]
    picks: NDArray[np.int8]
    query: int = -1


@dataclass(frozen=True, slots=True)
class Chart:
    """The catalogue in two dimensions, with the question and its picks in it; everything in [-1, 1].

    Attributes
    ----------
    background
        (n, 2) float32, every song of the catalogue.
    query
        (2,) float32; of a walk its start.
    picks
        (number of picks, 2) float32, in the answer's order.
    moods, genres
        The same songs by quadrant, and by the largest genres.
    end
        (2,) float32, where a walk ends.
    """

    background: NDArray[np.float32]
    query: NDArray[np.float32]
    picks: NDArray[np.float32]
    moods: Groups
    genres: Groups
    end: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back, all pages of it; the same after a restart.

    Attributes
    ----------
    member, guild
        Who asked and where.
    recognised
        The song of the catalogue that the clip is; ``None`` where it is none, and for a song.
    picks
        Best first, at most :data:`MOST_PICKS`.
    count
        How many the member wanted to see first.
    relaxed
        Songs that came lately were let in, because nothing else was left.
    device
        Where the ear ran: ``cpu``, ``cuda:0``.
    only
        What every pick had to be.
    preview
        The sound that was listened to for this very answer, where its licence lets it be handed on; never kept.
    """

    id: AnswerId
    member: MemberId
    guild: GuildId | None
    seed: Seed
    recognised: Song | None
    picks: tuple[Pick, ...]
    count: int
    chart: Chart
    relaxed: bool
    device: str
    familiarity: Familiarity = Familiarity.BALANCED
    only: Only = field(default_factory=Only)
    preview: Preview | None = None


class FeedbackKind(StrEnum):
    """What a member says of a pick."""

    LIKE = "like"
    DISLIKE = "dislike"
    SKIP = "skip"
    MORE_LIKE = "more_like"
    BLOCK_SONG = "block_song"
    BLOCK_ARTIST = "block_artist"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a press did.

    Attributes
    ----------
    changed
        ``False`` when the member had said the same of this pick before.
    """

    song: Song
    kind: FeedbackKind
    changed: bool
