"""How often each note of the scale occurs in a key: what a clip's pitch classes are compared with.

Four well-known sets, from the tonic on. ``python -m engine.evaluation music`` names the key by each of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Profiles:
    """Weights of the twelve pitch classes above the tonic, in major and in minor; only their shape counts."""

    major: tuple[float, ...]
    minor: tuple[float, ...]

    def templates(self) -> NDArray[np.float64]:
        """(24, 12) of mean 0 and unit length: major from C to B, then minor; pitch classes from C on."""
        rows = [np.roll(profile, tonic) for profile in (self.major, self.minor) for tonic in range(12)]
        centred = np.array(rows) - np.mean(rows, axis=1, keepdims=True)
        unit: NDArray[np.float64] = centred / np.linalg.norm(centred, axis=1, keepdims=True)
        return unit


PROFILES = {
    # C. Krumhansl and E. Kessler, Psychological Review 89, 1982: how well each tone fits, as listeners rated it.
    "Krumhansl-Kessler": Profiles(
        (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
        (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
    ),
    # D. Temperley, Music and Probability, 2007, table 6.1: in what share of segments each tone occurs (Kostka-Payne).
    "Temperley": Profiles(
        (0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400),
        (0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330),
    ),
    # J. Albrecht and D. Shanahan, Music Perception 31(1), 2013: counted in 490 pieces.
    "Albrecht-Shanahan": Profiles(
        (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081),
        (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052),
    ),
    # H. Bellman, "About the determination of key of a musical excerpt", 2005, from H. Budge's counts of chords, 1943.
    "Bellman-Budge": Profiles(
        (16.80, 0.86, 12.95, 1.41, 13.49, 11.93, 1.25, 20.28, 1.80, 8.04, 0.62, 10.57),
        (18.16, 0.69, 12.99, 13.34, 1.07, 11.15, 1.38, 21.07, 7.49, 1.53, 0.92, 10.21),
    ),
}
