"""How a song is played: facts that two songs may share. Each is there only where one is sure enough to say it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of how a song, or a clip, is played.

    Attributes
    ----------
    tempo_bpm
        Beats in a minute.
    key
        Tonic and mode in words: "A minor".
    energy
        0 quiet to 1 driving: how likely the music is of high arousal.
    instruments
        Names, the surest first.
    """

    tempo_bpm: float | None = None
    key: str | None = None
    energy: float | None = None
    instruments: tuple[str, ...] = ()
