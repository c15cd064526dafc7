"""As many vectors as one likes that lie as those of real songs do: drawn from a density fitted to the shipped ones.

The density is a kernel estimate: a draw picks a real song and steps away from it, not in any direction but in those in
which its nearest neighbours differ, for a music's vectors fill few of their dimensions and other ones in each place.
The step's length is chosen so that among as many draws as there are real songs the nearest neighbour is as near as it
really is (:func:`closeness` of both is printed by ``python -m benchmarks.index``). Its limits: songs ranked tenth and
later are a little farther than among real ones, and beyond the real number nobody knows how near songs would lie; the
draws become nearer by what the density says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "catalog" / "shipped" / "vectors.npz"

NEIGHBOURS = 50
"""Songs whose differences say in which directions one may step."""

STEP = 0.74
"""Length of a step, of a draw's whole length: .70 brings the nearest neighbour of 2,508 draws to .51, .74 to .475 and
.80 to .43, where that of the real 2,508 is at .470 (medians of the cosine)."""

_ROWS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near a song's neighbours are.

    Attributes
    ----------
    first, tenth, hundredth
        Cosines at 5, 50 and 95 of a hundred songs.
    """

    first: tuple[float, ...]
    tenth: tuple[float, ...]
    hundredth: tuple[float, ...]


class DrawnSongs:
    """The fitted density.

    Parameters
    ----------
    real
        (n, d) float32 of unit length, n above :data:`NEIGHBOURS`.
    """

    def __init__(self, real: NDArray[np.float32]) -> None:
        self.real = real
        cosines = real @ real.T
        np.fill_diagonal(cosines, -2.0)
        self._neighbours = np.argsort(-cosines, axis=1, kind="stable")[:, :NEIGHBOURS]

    @classmethod
    def of_shipped(cls, path: Path = SHIPPED) -> Self:
        """Fit to the catalogue that ships.

        Raises
        ------
        OSError
            It is not there.
        """
        with np.load(path, allow_pickle=False) as arrays:
            vectors = arrays["vectors"].astype(np.float32)
        return cls(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    def draw(self, count: int, seed: int) -> NDArray[np.float32]:
        """(count, d) float32 unit vectors; other seeds give other songs."""
        random = np.random.default_rng(seed)
        centres = random.integers(0, len(self.real), count)
        order = np.argsort(centres, kind="stable")
        drawn = np.empty((count, self.real.shape[1]), dtype=np.float32)
        for rows in np.split(order, np.flatnonzero(np.diff(centres[order])) + 1):
            if not len(rows):
                continue
            centre = int(centres[rows[0]])
            around = self.real[self._neighbours[centre]]
            around = around - around.mean(axis=0)
            # A step made of all directions with normal weights has this length on average.
            around *= STEP / np.linalg.norm(around)
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                part = rows[start : start + _ROWS_AT_ONCE]
                weights = random.standard_normal((len(part), NEIGHBOURS), dtype=np.float32)
                drawn[part] = np.sqrt(1 - STEP**2) * self.real[centre] + weights @ around
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        return drawn


def closeness(vectors: NDArray[np.float32]) -> Closeness:
    """Measure a few thousand songs against each other."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2.0)
    cosines = -np.sort(-cosines, axis=1)
    return Closeness(
        *(tuple(float(one) for one in np.quantile(cosines[:, rank], (0.05, 0.5, 0.95))) for rank in (0, 9, 99))
    )
