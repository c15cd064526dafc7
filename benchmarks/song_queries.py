"""What members type for songs of a catalogue: a title, an artist and a title, with one mistake or half finished."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle, islice

from benchmarks.misspelling import Mistake, spoilt
from benchmarks.song_names import TooFewNames
from engine.songs import Song

MOST_DRAWS = 100_000
"""Songs that are looked at for one that can be spoilt as wanted."""
WORDS_OF_A_TITLE = 3
"""A title of two words that lost one is another title."""
WORDS_OF_A_PART = 2
"""Beside the artist a title of one word is still told, and the other way round."""


class Asked(StrEnum):
    """What is typed."""

    TITLE = "title"
    BOTH = "artist and title"
    HALF = "title and half the artist"


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed for a song; ``mistake`` is ``None`` where nothing is wrong with it."""

    asked: Asked
    mistake: Mistake | None
    typed: str
    song: Song


def queries(songs: Sequence[Song], count: int, draw: random.Random) -> list[Query]:
    """So many titles, so many artists with titles, each with a mistake, the kinds by turns; and as many half typed.

    Raises
    ------
    TooFewNames
        No song can be spoilt in one of the ways.
    """
    made = [
        _query(songs, asked, mistake, draw)
        for asked in (Asked.TITLE, Asked.BOTH)
        for mistake in islice(cycle(Mistake), count)
    ]
    halves = [Query(Asked.HALF, None, _half_typed(song), song) for song in draw.choices(songs, k=count)]
    return [*made, *halves]


def _query(songs: Sequence[Song], asked: Asked, mistake: Mistake, draw: random.Random) -> Query:
    for _ in range(MOST_DRAWS):
        song = draw.choice(songs)
        typed = _title(song, mistake, draw) if asked is Asked.TITLE else _both(song, mistake, draw)
        if typed is not None:
            return Query(asked, mistake, typed, song)
    raise TooFewNames(f"no {asked} can be typed with {mistake}")


def _title(song: Song, mistake: Mistake, draw: random.Random) -> str | None:
    if mistake is Mistake.WORD and len(song.title.split()) < WORDS_OF_A_TITLE:
        return None
    return spoilt(song.title, mistake, draw)


def _both(song: Song, mistake: Mistake, draw: random.Random) -> str | None:
    if mistake is not Mistake.WORD:
        return spoilt(f"{song.artist} {song.title}", mistake, draw)
    parts = [song.artist, song.title]
    places = [place for place, part in enumerate(parts) if len(part.split()) >= WORDS_OF_A_PART]
    if not places:
        return None
    place = draw.choice(places)
    parts[place] = spoilt(parts[place], mistake, draw) or ""
    return " ".join(parts)


def _half_typed(song: Song) -> str:
    return f"{song.title} {song.artist[: (len(song.artist) + 1) // 2]}"
