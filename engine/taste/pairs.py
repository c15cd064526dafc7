"""What a likeness means: the share of pairs of real listeners who are less alike.

The table was measured by ``python -m benchmarks.listener_pairs`` on HetRec 2011 (I. Cantador, P. Brusilovsky,
T. Kuflik, "Second workshop on information heterogeneity and fusion in recommender systems", RecSys 2011: what 1,892
members of Last.fm listened to), in pairs drawn at random among those whose artists the shipped catalogue knows, and
with the shipped ear; it is to be measured anew for another one.
"""

from __future__ import annotations

import numpy as np

STEPS = 20
"""Equal parts of the pairs between two numbers of a row."""
LIKENESS: dict[int, tuple[float, ...]] = {
    3: (
        0.000,
        0.090,
        0.114,
        0.134,
        0.150,
        0.165,
        0.181,
        0.196,
        0.212,
        0.228,
        0.248,
        0.266,
        0.285,
        0.306,
        0.332,
        0.358,
        0.396,
        0.438,
        0.505,
        0.601,
        0.928,
    ),
    5: (
        0.023,
        0.130,
        0.164,
        0.186,
        0.208,
        0.225,
        0.244,
        0.262,
        0.278,
        0.295,
        0.311,
        0.331,
        0.353,
        0.375,
        0.400,
        0.429,
        0.464,
        0.505,
        0.569,
        0.671,
        0.985,
    ),
    10: (
        0.098,
        0.210,
        0.245,
        0.272,
        0.295,
        0.316,
        0.338,
        0.357,
        0.375,
        0.395,
        0.414,
        0.434,
        0.455,
        0.475,
        0.498,
        0.522,
        0.554,
        0.590,
        0.637,
        0.724,
        0.941,
    ),
    20: (
        0.223,
        0.375,
        0.416,
        0.446,
        0.468,
        0.486,
        0.504,
        0.520,
        0.534,
        0.549,
        0.562,
        0.574,
        0.588,
        0.602,
        0.618,
        0.634,
        0.650,
        0.669,
        0.691,
        0.723,
        0.854,
    ),
}
"""By the number of songs that the smaller of two tastes rests on: the likeness below which 0, 5, ..., 100 % of the
pairs are. With more songs there is more to be alike in, for everybody."""


def less_alike(likeness: float, songs: int) -> float:
    """The part of pairs, 0 to 1, whose likeness is smaller, among tastes of as many songs; between rows in between."""
    sizes = sorted(LIKENESS)
    known = np.array([LIKENESS[size] for size in sizes])
    at = np.log(np.clip(songs, sizes[0], sizes[-1]))
    row = np.array([np.interp(at, np.log(sizes), column) for column in known.T])
    return float(np.interp(likeness, row, np.linspace(0, 1, STEPS + 1)))
