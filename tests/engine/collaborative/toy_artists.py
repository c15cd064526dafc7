"""Two camps of artists, rock and harp, their listeners, and a sound that tells the camps apart."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.artist_factors import ArtistFactors
from engine.collaborative.artist_training import learn_factors, learn_sound
from engine.collaborative.hybrid import Hybrid
from engine.collaborative.interactions import Interactions
from engine.collaborative.settings import WmfSettings
from engine.collaborative.sound import SoundRegressor
from engine.collaborative.weighting import Weighting

ARTISTS = 12
LISTENERS = 20
DIMENSION = 6
SETTINGS = WmfSettings(factors=4, sweeps=8, weighting=Weighting.BINARY)


def plays() -> Interactions:
    """Each camp plays its own artists but one in five, and one artist of the other camp."""
    pairs = [
        (f"{camp} {listener}", f"{camp} {artist}")
        for camp, listener, artist in product(("rock", "harp"), range(LISTENERS), range(ARTISTS))
        if (listener + artist) % 5
    ]
    pairs += [(f"rock {listener}", f"harp {listener % ARTISTS}") for listener in range(LISTENERS)]
    return Interactions.of([one for one, _ in pairs], [other for _, other in pairs], np.ones(len(pairs)))


def sound_of(key: str, seed: int = 0) -> NDArray[np.float32]:
    """A unit vector near its camp's."""
    number = sum(key.encode()) + 1000 * seed
    noise = np.random.default_rng(number).standard_normal(DIMENSION) * 0.1
    vector = np.eye(DIMENSION)[0 if key.startswith("rock") else 1] + noise
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def factors() -> ArtistFactors:
    return learn_factors(plays(), settings=SETTINGS, threads=1)


def sound(found: ArtistFactors) -> SoundRegressor:
    return learn_sound(found, {key: np.stack([sound_of(key), sound_of(key, 1)]) for key in found.keys})


def hybrid() -> Hybrid:
    found = factors()
    return Hybrid(found, sound(found))
