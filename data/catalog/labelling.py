"""What the ear says of a song, joined with what was published of it."""

from __future__ import annotations

from dataclasses import replace

from engine.embed import Heard, impression
from engine.moods import HIGH_AROUSAL
from engine.songs import Song


def labelled(song: Song, heard: Heard) -> Song:
    """Say by ear what nobody published of a song, and how it is played, which nobody publishes."""
    said = impression(heard)
    quadrant = song.quadrant or said.quadrant
    return replace(
        song,
        genres=song.genres or said.genres,
        moods=song.moods or said.moods,
        quadrant=quadrant,
        tempo_bpm=said.traits.tempo_bpm,
        key=said.traits.key,
        energy=said.traits.energy if _agree(said.traits.energy, quadrant) else None,
        instruments=said.traits.instruments,
    )


def _agree(energy: float | None, quadrant: str | None) -> bool:
    """Whether an energy does not gainsay the quadrant, which may be published."""
    return energy is None or quadrant is None or (energy > 0.5) == (quadrant in HIGH_AROUSAL)  # noqa: PLR2004
