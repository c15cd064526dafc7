"""HetRec's plays, by the key under which Segue knows an artist.

I. Cantador, P. Brusilovsky, T. Kuflik, "Second workshop on information heterogeneity and fusion in recommender systems"
(HetRec), RecSys 2011: 92,834 listening counts of 1,892 users of Last.fm and 17,632 artists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.artists import artist_key
from engine.collaborative.interactions import Interactions
from engine.errors import InteractionsError

DIRECTORY = "hetrec"
"""In the directory of the training data."""


@dataclass(frozen=True, slots=True, eq=False)
class ArtistPlays:
    """Who played whom.

    Attributes
    ----------
    interactions
        Items are artist keys; what a user played under several spellings of one artist is added up.
    keys
        Key of each artist of HetRec by its number.
    """

    interactions: Interactions
    keys: Mapping[int, str]


def read_artist_plays(data: Path) -> ArtistPlays:
    """Read the plays of ``hetrec/`` in the directory of the training data.

    Raises
    ------
    InteractionsError
        A file is missing or is not what it should be.
    """
    folder = data / DIRECTORY
    try:
        plays = np.loadtxt(folder / "user_artists.dat", dtype=np.int64, skiprows=1, usecols=(0, 1, 2), ndmin=2)
        lines = (folder / "artists.dat").read_text(encoding="utf-8").splitlines()[1:]
        keys = {int(number): artist_key(name) for number, name, *_ in (line.split("\t") for line in lines)}
        artists = [keys[number] for number in plays[:, 1].tolist()]
    except (OSError, ValueError, KeyError, UnicodeDecodeError) as error:
        raise InteractionsError(
            f"{folder} cannot be read ({error}): name the directory of the training data by --data or SEGUE_DATA"
        ) from error
    counted = plays[:, 2] > 0
    users = [str(user) for user in plays[counted, 0].tolist()]
    kept = [artist for artist, counts in zip(artists, counted.tolist(), strict=True) if counts]
    return ArtistPlays(Interactions.of(users, kept, plays[counted, 2].astype(np.float64)), keys)
