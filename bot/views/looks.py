"""How the map may be coloured: all songs alike, by mood, or by genre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.questions import Chart, Groups
from bot.text.en import cards as say
from bot.views.legend import Entry
from bot.views.palette import GENRES, MOODS, UNGROUPED, Colour


class Look(StrEnum):
    """What the colours of the map say."""

    PLAIN = "plain"
    MOOD = "mood"
    """The quadrant of valence and arousal."""
    GENRE = "genre"
    """The rarest of a song's genres that is one of the catalogue's largest."""


@dataclass(frozen=True, slots=True)
class Colouring:
    """A chart's groups, each with its colour."""

    groups: Groups
    colours: Sequence[Colour]

    def colour(self, group: int) -> Colour:
        """The colour of a group; for -1 that of songs in none."""
        return self.colours[group] if group >= 0 else UNGROUPED

    def name(self, group: int) -> str:
        """What a group is called; empty for -1."""
        return self.groups.names[group] if group >= 0 else ""

    def legend(self) -> tuple[Entry, ...]:
        """Every group with its colour, then the songs in none where there are such."""
        entries = [Entry(colour, name) for colour, name in zip(self.colours, self.groups.names, strict=True)]
        if (self.groups.background < 0).any():
            entries.append(Entry(UNGROUPED, say.OTHERS))
        return tuple(entries)


def colouring(chart: Chart, look: Look) -> Colouring | None:
    """The colours of a chart in a look; ``None`` where all songs are alike."""
    if look is Look.PLAIN:
        return None
    groups, colours = (chart.moods, MOODS) if look is Look.MOOD else (chart.genres, GENRES)
    return Colouring(groups, colours[: len(groups.names)])
