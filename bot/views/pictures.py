"""The pictures of a page: which there are, what they are called, and what they show."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType

import discord
import numpy as np
from numpy.typing import NDArray

from bot.questions import MIXED, Answer, SeedKind
from bot.text.en import cards as say
from bot.text.en import mixes
from bot.views import song_map, sound_print
from bot.views.looks import Colouring, Look, colouring
from bot.views.pages import Page
from bot.views.several import SEVERAL, ends_print, route_of, several_name
from engine.songs import Song, SongId

MAP_NAME = "map.png"
ASKED_NAME = "asked.png"
PRINTS_KEPT = 4_096
"""About 4 KB each."""

_BESIDE, _NEAR = 0.04, 0.25
"""Distances on the map, in its units, up to which a pick lies beside or near the question."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG and the name by which the card shows it."""

    name: str
    data: bytes

    def file(self) -> discord.File:
        """As an upload: a new one each time, because an upload is read once."""
        return discord.File(io.BytesIO(self.data), self.name)


class Prints:
    """Sound-prints by song, kept: a song is drawn once. Safe between threads."""

    def __init__(self, most: int = PRINTS_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[SongId, bytes] = OrderedDict()
        self._lock = Lock()

    def of(self, song: SongId, vector: NDArray[np.float32]) -> bytes:
        """The print of a song whose vector is ``(d,) float32``."""
        with self._lock:
            if song in self._kept:
                self._kept.move_to_end(song)
                return self._kept[song]
        drawn = sound_print.draw(vector)
        with self._lock:
            self._kept[song] = drawn
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return drawn


def print_name(song: SongId) -> str:
    """The file name of a song's print."""
    return f"print-{song}.png"


def shown_songs(answer: Answer, page: Page) -> tuple[Song, ...]:
    """The songs that a page shows a picture of."""
    asked = answer.seed.song or answer.recognised
    picks = tuple(pick.song for pick in page.picks)
    ends = answer.seed.songs if answer.seed.kind is SeedKind.WALK else ()
    return (*ends, *picks) if asked is None else (asked, *picks)


def draw(
    answer: Answer,
    page: Page,
    vectors: Mapping[SongId, NDArray[np.float32]],
    prints: Prints,
    look: Look = Look.PLAIN,
    *,
    covers: Mapping[SongId, bytes] = MappingProxyType({}),
) -> tuple[Picture, ...]:
    """All pictures of a page. Slow: call it in a thread.

    A song is shown by its cover, else by its sound-print; without a vector it gets the print of silence.

    Parameters
    ----------
    covers
        PNG by song, where there are any.
    """
    silence = np.zeros_like(answer.seed.vector)
    asked = answer.seed.song or answer.recognised
    if answer.seed.kind is SeedKind.WALK:
        seed = ends_print(answer.seed, vectors, covers, prints.of)
    elif asked is not None and asked.id in covers:
        seed = covers[asked.id]
    else:
        seed = sound_print.draw(answer.seed.vector) if asked is None else prints.of(asked.id, answer.seed.vector)
    pictures = {ASKED_NAME: seed}
    for pick in page.picks:
        song = pick.song.id
        if song in covers:
            pictures[print_name(song)] = covers[song]
            continue
        known = vectors.get(song)
        pictures[print_name(song)] = sound_print.draw(silence) if known is None else prints.of(song, known)
    pictures[MAP_NAME] = _map(answer, page, look)
    return tuple(Picture(name, data) for name, data in pictures.items())


def _map(answer: Answer, page: Page, look: Look) -> bytes:
    chart, coloured = answer.chart, colouring(answer.chart, look)
    groups = [-1] * len(chart.picks) if coloured is None else coloured.groups.picks.tolist()
    marks = [
        song_map.Mark(place + 1, pick.song.title, chart.picks[place], groups[place])
        for place, pick in enumerate(page.picks, start=page.first)
    ]
    return song_map.draw(chart.background, chart.query, asked_name(answer), marks, coloured, route=route_of(answer))


def asked_name(answer: Answer) -> str:
    """How the question is called on the map: the song, the file, or the words. Not escaped."""
    if answer.seed.kind in SEVERAL:
        return several_name(answer.seed)
    if answer.seed.kind in MIXED:
        return mixes.ON_MAP[answer.seed.kind]
    asked = answer.seed.song or answer.recognised
    return answer.seed.title if asked is None else asked.title


def map_alt(answer: Answer, page: Page, look: Look = Look.PLAIN) -> str:
    """The map in words."""
    chart, coloured = answer.chart, colouring(answer.chart, look)
    described = [
        say.placed(
            place + 1,
            pick.song,
            _whereabouts(chart.query, chart.picks[place]),
            "" if coloured is None else coloured.name(int(coloured.groups.picks[place])),
        )
        for place, pick in enumerate(page.picks, start=page.first)
    ]
    colours = "" if coloured is None else say.colours_alt(look.value, coloured.groups.names, _sizes(coloured))
    route = route_of(answer)
    end = "" if route is None else route.title
    return say.map_alt(asked_name(answer), len(chart.background), described, colours, end)


def _sizes(coloured: Colouring) -> list[int]:
    """How many songs are in each group."""
    return [int((coloured.groups.background == group).sum()) for group in range(len(coloured.groups.names))]


def _whereabouts(query: NDArray[np.float32], place: NDArray[np.float32]) -> str:
    away = place - query
    distance = float(np.hypot(*away))
    if distance <= _BESIDE:
        return say.BESIDE
    eighth = round(float(np.arctan2(away[1], away[0])) / (np.pi / 4)) % 8
    return f"{say.NEAR if distance <= _NEAR else say.FAR} {say.DIRECTIONS[eighth]}"
