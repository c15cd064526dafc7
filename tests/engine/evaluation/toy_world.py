"""The two camps of artists with clips in five folds, each camp with a sound of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.interactions import Interactions
from engine.evaluation.simulated.members import Clips

ARTISTS, LISTENERS, FOLDS = 50, 8, 5


def plays() -> Interactions:
    """A listener plays four of five artists of the own camp."""
    pairs = [
        (f"{camp} {listener}", f"{camp} {artist:02d}")
        for camp in ("rock", "harp")
        for listener in range(LISTENERS)
        for artist in range(ARTISTS)
        if (listener + artist // FOLDS) % 5
    ]
    return Interactions.of([one for one, _ in pairs], [other for _, other in pairs], np.ones(len(pairs)))


def clips() -> Clips:
    """One clip an artist; artist k of a camp lies in fold k modulo 5."""
    keys = plays().items
    return Clips(
        {str(key): np.array([row]) for row, key in enumerate(keys)},
        {str(key): int(key.split()[1]) % FOLDS for key in keys},
    )


def heard() -> NDArray[np.float32]:
    """(n, 6) unit vectors of the clips."""
    keys = plays().items
    camps = np.array([0 if key.startswith("rock") else 1 for key in keys])
    vectors = np.eye(6)[camps] + 0.15 * np.random.default_rng(3).standard_normal((len(keys), 6))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
