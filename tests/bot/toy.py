"""A toy catalogue whose right answers can be proved, and an ear that hears it: chords told apart by their notes.

Songs of one family share most of their notes, so that each song's nearest neighbours are its family.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.catalog import CatalogEntry, Point, write_shipped
from engine.audio import SAMPLE_RATE
from engine.embed import Heard, Tag
from engine.songs import Song, SongId, song_id

MODEL = "toy0toy0toy0toy0"
BANDS = 24
FAMILIES = 6
SONGS_A_FAMILY = 10
SECONDS = 5.0

_LOWEST_HZ, _HIGHEST_HZ = 110.0, 7_000.0
_EDGES = np.geomspace(_LOWEST_HZ, _HIGHEST_HZ, BANDS + 1)
_CENTRES = np.sqrt(_EDGES[:-1] * _EDGES[1:])


class ToyEar:
    """Energy in logarithmic bands of the spectrum, as a unit vector."""

    model = MODEL
    dimension = BANDS
    device = "toy"

    def embed(self, waveforms: Sequence[NDArray[np.float32]]) -> list[Heard]:
        return [self._hear(waveform) for waveform in waveforms]

    def _hear(self, waveform: NDArray[np.float32]) -> Heard:
        power = np.abs(np.fft.rfft(waveform)) ** 2
        hertz = np.fft.rfftfreq(len(waveform), 1 / SAMPLE_RATE)
        energy, _ = np.histogram(hertz, _EDGES, weights=power)
        amplitude = np.sqrt(energy / energy.sum())
        return Heard(
            vector=(amplitude / np.linalg.norm(amplitude)).astype(np.float32),
            genres=(Tag("Chords", 0.9), Tag("Noise", 0.1)),
            moods=(Tag("plain", 0.8),),
            quadrants=(Tag("Q4", 1.0),),
        )


@dataclass(frozen=True, slots=True)
class ToySong:
    """A song and the loudness of its notes."""

    song: Song
    family: int
    loudness: NDArray[np.float64]

    def waveform(self, seconds: float = SECONDS) -> NDArray[np.float32]:
        times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
        notes = np.sin(2 * np.pi * np.outer(times, _CENTRES) + np.arange(BANDS))
        sound = notes @ self.loudness
        return (0.5 * sound / np.abs(sound).max()).astype(np.float32)

    def wav(self, seconds: float = SECONDS) -> bytes:
        file = io.BytesIO()
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(SAMPLE_RATE)
            sound.writeframes((32_767 * self.waveform(seconds)).astype("<i2").tobytes())
        return file.getvalue()


def toy_songs() -> list[ToySong]:
    generator = np.random.default_rng(7)
    songs = []
    for family in range(FAMILIES):
        common = generator.random(BANDS) ** 4 + 0.01
        for number in range(SONGS_A_FAMILY):
            own = common + 0.6 * generator.random(BANDS) ** 3
            artist, title = f"Band {'ABCDEFGHIJ'[number % 5]}{family}", f"Tune {WORDS[family]} {WORDS[number]}"
            song = Song(
                song_id(artist, title),
                artist,
                title,
                year=1960 + 10 * family,
                genres=(f"Genre {family}",),
                moods=("plain",),
                source="toy",
            )
            songs.append(ToySong(song, family, own))
    return songs


WORDS = ("amber", "birch", "cobalt", "dune", "ember", "fjord", "grove", "harbour", "iris", "juniper")


def unknown_song() -> ToySong:
    """A sound that is in no catalogue: one note alone."""
    loudness = np.full(BANDS, 0.001)
    loudness[BANDS // 2] = 1.0
    return ToySong(Song(SongId("f" * 16), "Nobody", "Nothing"), -1, loudness)


def write_toy_catalogue(directory: Path, songs: Sequence[ToySong]) -> None:
    ear = ToyEar()
    heard = ear.embed([song.waveform(0.5) for song in songs])
    entries = [
        CatalogEntry(song.song, one.vector, Point(np.cos(song.family) * 0.8, np.sin(song.family) * 0.8), ())
        for song, one in zip(songs, heard, strict=True)
    ]
    write_shipped(directory, entries, MODEL)
