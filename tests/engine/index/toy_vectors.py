from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.songs import SongId

MODEL = "0123456789abcdef"


class Songs:
    """Ids and clustered unit vectors, always the same for the same numbers."""

    def __init__(self, count: int, dimension: int = 16, clusters: int = 12, seed: int = 5) -> None:
        random = np.random.default_rng(seed)
        centres = random.normal(size=(clusters, dimension))
        rows = centres[np.arange(count) % clusters] + 0.35 * random.normal(size=(count, dimension))
        self.vectors: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        self.ids = tuple(SongId(f"{seed:04x}{number:012x}") for number in range(count))

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[SongId]:
        similarities = self.vectors.astype(np.float64) @ (vector / np.linalg.norm(vector.astype(np.float64)))
        return [self.ids[row] for row in np.argsort(-similarities, kind="stable")[:k]]
