"""People who play the toy catalogue's bands: families of one camp are played together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.artist_training import learn_factors, learn_sound
from engine.collaborative.hybrid import Hybrid
from engine.collaborative.interactions import Interactions
from engine.collaborative.settings import WmfSettings
from engine.collaborative.weighting import Weighting
from engine.songs import artist_key
from tests.bot.toy import FAMILIES, ToySong

PEOPLE = 15
TOGETHER = {3, 5}
"""People who play one of these families play the other too."""


def camp(family: int) -> str:
    return "together" if family in TOGETHER else f"only {family}"


def toy_hybrid(songs: Sequence[ToySong], vectors: Mapping[str, NDArray[np.float32]]) -> Hybrid:
    """Learned from people who play every band of the families of one camp, but for each a few."""
    plays = [
        (f"{camp(one.family)} {number}", artist_key(one.song.artist))
        for number, one in product(range(PEOPLE), songs)
        if (number + one.family) % 4
    ]
    found = learn_factors(
        Interactions.of([who for who, _ in plays], [what for _, what in plays], np.ones(len(plays))),
        settings=WmfSettings(factors=FAMILIES, sweeps=8, weighting=Weighting.BINARY),
        threads=1,
    )
    return Hybrid(found, learn_sound(found, vectors))
