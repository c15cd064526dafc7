"""What HetRec's listeners call artists, by the key under which Segue knows an artist.

Its 186,479 assignments of tags are words that people chose freely; what few people play is tied by them to its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.collaborative.artist_plays import DIRECTORY, ArtistPlays
from engine.collaborative.interactions import Interactions
from engine.collaborative.tags import ItemTags
from engine.errors import InteractionsError


@dataclass(frozen=True, slots=True)
class ArtistTags:
    """Who called whom what.

    Attributes
    ----------
    users, artists, tags
        n ids of listeners, keys of artists and numbers of tags, one of each for every assignment.
    """

    users: tuple[str, ...]
    artists: tuple[str, ...]
    tags: tuple[int, ...]

    def rows(self, plays: Interactions) -> ItemTags:
        """What the listeners of some plays call the artists that somebody of them plays.

        A tag betrays that its giver knows the artist: whoever is to be predicted must not be among these listeners, and
        of an artist whose plays were left out nothing is said.
        """
        people = set(plays.users)
        played = np.bincount(plays.counts.indices, minlength=len(plays.items)) > 0
        known = {str(item) for item, some in zip(plays.items, played.tolist(), strict=True) if some}
        given = [
            (artist, str(tag))
            for user, artist, tag in zip(self.users, self.artists, self.tags, strict=True)
            if user in people and artist in known
        ]
        return ItemTags.of(plays.items, [artist for artist, _ in given], [tag for _, tag in given], np.ones(len(given)))


def read_artist_tags(data: Path, plays: ArtistPlays) -> ArtistTags:
    """Read the tags of ``hetrec/`` in the directory of the training data; artists that it does not name are left out.

    Raises
    ------
    InteractionsError
        The file is missing or is not what it should be.
    """
    path = data / DIRECTORY / "user_taggedartists.dat"
    try:
        given = np.loadtxt(path, dtype=np.int64, skiprows=1, usecols=(0, 1, 2), ndmin=2)
    except (OSError, ValueError) as error:
        raise InteractionsError(
            f"{path} cannot be read ({error}): name the directory of the training data by --data or SEGUE_DATA"
        ) from error
    named = [(str(user), plays.keys[artist], tag) for user, artist, tag in given.tolist() if artist in plays.keys]
    return ArtistTags(
        tuple(user for user, _, _ in named), tuple(artist for _, artist, _ in named), tuple(tag for _, _, tag in named)
    )
