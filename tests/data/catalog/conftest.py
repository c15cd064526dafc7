"""An untrained ear that is real in everything but what it knows, and a list of short tunes in files."""

from __future__ import annotations

import csv
import wave
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.embed import Embedder
from engine.embed.weights import save_ear
from engine.networks.cnn import Classes
from engine.networks.ear import Ear

CLASSES = Classes(
    ("Jazz", "Rap"),
    ("calm", "sad"),
    ("happy", "tense", "sad", "calm"),
    ("a", "b", "c", "d", "e"),
    ("x", "y"),
    ("piano", "harp"),
)
RATE = 22_050
SECONDS = 4

TUNES = [
    {"id": "one", "source": "toy", "artist": "U2", "title": "One", "genres": "rock", "moods": "sad; calm"},
    {"id": "one-again", "source": "toy", "artist": "u2", "title": "ONE", "genres": "Jazz", "year": "1991"},
    {"id": "joga", "source": "toy", "artist": "Björk", "title": "Jóga", "quadrant": "Q2"},
    {"id": "empty", "source": "toy", "artist": "Nobody", "title": "Nothing"},
    {"id": "missing", "source": "toy", "artist": "Nobody", "title": "Nowhere"},
    {"id": "text", "source": "toy", "artist": "Somebody", "title": "A Letter"},
]
COLUMNS = ("id", "source", "artist", "title", "genres", "moods", "year", "quadrant")


def write_tune(path: Path, hertz: float) -> None:
    """Four seconds of a chord that swells, as a WAV file."""
    time = np.arange(RATE * SECONDS) / RATE
    chord = sum(np.sin(2 * np.pi * hertz * ratio * time) for ratio in (1, 1.25, 1.5))
    samples = (chord * (0.1 + 0.1 * np.sin(2 * np.pi * time)) * 32_767 / 2).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def write_list(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory of the weights of an untrained ear."""
    directory = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    save_ear(Ear(CLASSES).eval(), directory, CLASSES, {"command": "none"}, {"loss": 1.0})
    return directory


@pytest.fixture(scope="session")
def embedder(weights: Path) -> Embedder:
    return Embedder.load(weights, "cpu")


@pytest.fixture
def tunes(tmp_path: Path) -> Path:
    """A folder with ``tracks.csv`` and ``audio/``: three clips of two songs, and three that cannot be heard."""
    (tmp_path / "audio").mkdir()
    for name, hertz in {"one": 220, "one-again": 222, "joga": 523}.items():
        write_tune(tmp_path / "audio" / f"{name}.wav", hertz)
    (tmp_path / "audio" / "empty.opus").touch()
    (tmp_path / "audio" / "text.mp3").write_text("Dear Anna, this is no music at all. " * 100)
    write_list(tmp_path / "tracks.csv", TUNES)
    return tmp_path
