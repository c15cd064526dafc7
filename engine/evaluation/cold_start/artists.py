"""Artists of HetRec with clips, their listeners and their tags, for the question of who would play the unheard.

Artists are those of HetRec by Segue's key. An artist's fold is that of their clips; what is learned for a fold knows no
play, no tag and no sound of its artists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from engine.collaborative.artist_plays import read_artist_plays
from engine.collaborative.artist_tags import ArtistTags, read_artist_tags
from engine.collaborative.interactions import Interactions
from engine.evaluation.folds import Track
from engine.evaluation.simulated.members import Clips, read_clips

FEWEST_TAGGED = 3
"""Artists that a tag must have been given to."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What the question is asked of.

    Attributes
    ----------
    plays
        Items are artist keys.
    artists
        a keys of artists with clips, sorted.
    folds
        (a,) of their clips.
    clips
        For each artist, rows of the tracks.
    columns
        (a,) where each artist stands among the items of the plays.
    tags
        (a, t) float32: how often listeners gave each tag, as a share of the artist's tags; zeros where nobody gave any.
    called
        The same by listener.
    """

    plays: Interactions
    artists: tuple[str, ...]
    folds: npt.NDArray[np.int64]
    clips: tuple[npt.NDArray[np.int64], ...]
    columns: npt.NDArray[np.int64]
    tags: Floats
    called: ArtistTags

    def without(self, fold: int) -> Interactions:
        """The plays without those of the fold's artists; listeners who are left with none are gone."""
        return dropped(self.plays, self.columns[self.folds == fold])


def dropped(plays: Interactions, columns: npt.NDArray[np.int64]) -> Interactions:
    """Plays without some items; every item keeps its column, listeners who are left with none are gone."""
    stays = ~np.isin(plays.counts.indices, columns)
    rows = np.repeat(np.arange(plays.counts.shape[0]), np.diff(plays.counts.indptr))[stays]
    left = csr_array((plays.counts.data[stays], (rows, plays.counts.indices[stays])), shape=plays.counts.shape)
    kept = np.flatnonzero(np.diff(left.indptr))
    counts = csr_array(left[kept])
    counts.sort_indices()
    return Interactions(counts, tuple(plays.users[row] for row in kept), plays.items)


def read_world(data: Path, tracks: Sequence[Track]) -> World:
    """Read HetRec and join it with the clips.

    Raises
    ------
    DataMissingError, InteractionsError
        A file is missing or is not what it should be.
    """
    plays = read_artist_plays(data)
    clips = read_clips(data, plays, tracks)
    return world_of(plays.interactions, clips, read_artist_tags(data, plays))


def world_of(plays: Interactions, clips: Clips, called: ArtistTags) -> World:
    """Bring everything into the order of the artists."""
    artists = tuple(sorted(clips.folds))
    tags: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for artist, tag in zip(called.artists, called.tags, strict=True):
        tags[artist][tag] += 1
    place = {key: column for column, key in enumerate(plays.items)}
    given: dict[int, int] = defaultdict(int)
    for artist in artists:
        for tag in tags.get(artist, {}):
            given[tag] += 1
    number = {tag: column for column, tag in enumerate(sorted(tag for tag in given if given[tag] >= FEWEST_TAGGED))}
    table = np.zeros((len(artists), max(1, len(number))), np.float32)
    for row, artist in enumerate(artists):
        for tag, count in tags.get(artist, {}).items():
            if tag in number:
                table[row, number[tag]] = count
    return World(
        plays=plays,
        artists=artists,
        folds=np.array([clips.folds[artist] for artist in artists], np.int64),
        clips=tuple(clips.rows[artist] for artist in artists),
        columns=np.array([place[artist] for artist in artists], np.int64),  # type: ignore[index]
        tags=table / np.maximum(table.sum(axis=1, keepdims=True), 1),
        called=called,
    )
