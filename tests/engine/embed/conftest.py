"""A small untrained ear on disk: everything about it is real but what it knows."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.embed.embedder import Embedder
from engine.embed.weights import EarFacts, save_ear
from engine.networks.cnn import Classes
from engine.networks.ear import Ear

CLASSES = Classes(
    ("Jazz", "Rap"),
    ("calm", "sad", "sweet"),
    ("happy", "tense", "sad", "calm"),
    ("a", "b", "c", "d", "e"),
    ("x", "y"),
    ("piano", "harp"),
)


def untrained_ear(seed: int = 0) -> Ear:
    torch.manual_seed(seed)
    return Ear(CLASSES).eval()


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Directory of the saved weights."""
    save(tmp_path / "weights")
    return tmp_path / "weights"


@pytest.fixture
def embedder(weights: Path) -> Embedder:
    return Embedder.load(weights, "cpu")


def save(directory: Path, seed: int = 0) -> EarFacts:
    return save_ear(untrained_ear(seed), directory, CLASSES, {"command": "none"}, {"loss": 1.0})
