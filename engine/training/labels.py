"""What is known of each clip, as arrays: labels of several sources in one vocabulary, and who labelled what.

Sources name genres and moods differently and none of them labels everything. A label that a source never uses is not
"no" for its clips but unknown, and unknown is left out of the loss.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.folds import DataMissingError
from engine.networks.cnn import Classes
from engine.training.instruments import INSTRUMENTS

QUADRANTS = ("Q1", "Q2", "Q3", "Q4")
"""Valence x arousal: happy, tense, sad and calm (Panda et al., 2018)."""
CLUSTERS = ("passionate", "cheerful", "wistful", "humorous", "intense")
"""A word for each of the five mood clusters of MIREX (Hu & Downie, 2007)."""
EMOTIFY_GENRES = ("classical", "electronic", "pop", "rock")
UNKNOWN = -1
"""Class of a clip that its source did not label."""
N_FOLDS = 5
_FEWEST_CLIPS = 15
"""A genre or mood with fewer clips is not learned."""

_GENRE_NAMES = {
    "pop/rock": ("Pop/Rock",),
    "rock": ("Pop/Rock",),
    "pop": ("Pop/Rock",),
    "rock/pop": ("Pop/Rock",),
    "hard rock": ("Pop/Rock",),
    "alternative rock": ("Alternative Rock",),
    "alt. rock": ("Alternative Rock",),
    "electro rock": ("Electronic", "Pop/Rock"),
    "electronic": ("Electronic",),
    "breakbeat/techno": ("Electronic",),
    "drum and bass": ("Electronic",),
    "chiptune": ("Electronic",),
    "orchestral/cinematic": ("Orchestral",),
    "ambient": ("Ambient",),
    "dark ambient/industrial": ("Ambient", "Industrial"),
    "industrial": ("Industrial",),
    "metal": ("Metal",),
    "folk": ("Folk",),
    "medieval/folk": ("Folk",),
    "classical": ("Classical",),
    "jazz": ("Jazz",),
    "ragtime": ("Jazz",),
    "blues": ("Blues",),
    "country": ("Country",),
    "reggae": ("Reggae",),
    "world": ("International",),
    "hip-hop/lo-fi": ("Rap",),
    "game/eclectic": ("Game",),
}
"""One vocabulary from the sources' names (lower case); a name not listed stays as it is."""


_MOOD_NAMES = {
    "amiable-good natured": "amiable",
    "tense - anxious": "tense and anxious",
    "agressive": "aggressive",
}
"""Names of moods that are not words as one would say them."""


def canonical_genres(genres: str) -> tuple[str, ...]:
    """Genres of one row of ``tracks.csv`` in the common vocabulary, without repetition.

    >>> canonical_genres("rock; Electronic")
    ('Pop/Rock', 'Electronic')
    """
    names = [name.strip() for name in genres.split(";") if name.strip()]
    known = [common for name in names for common in _GENRE_NAMES.get(name.casefold(), (name,))]
    return tuple(dict.fromkeys(known))


def canonical_moods(moods: str) -> tuple[str, ...]:
    """Moods of one row of ``tracks.csv``, without repetition.

    >>> canonical_moods("Laid-back; amiable-good natured")
    ('laid-back', 'amiable')
    """
    names = [name.strip().casefold() for name in moods.split(";") if name.strip()]
    return tuple(dict.fromkeys(_MOOD_NAMES.get(name, name) for name in names))


@dataclass(frozen=True, slots=True)
class Clip:
    """One labelled clip of the training data."""

    id: str
    source: str
    fold: int
    genres: tuple[str, ...]
    moods: tuple[str, ...]
    quadrant: int
    cluster: int
    emotify: int


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of ``n`` clips as arrays.

    Attributes
    ----------
    genre, mood
        (n, n_classes) float32, 1 where the clip has the label.
    genre_known, mood_known
        (n, n_classes) bool, whether the clip's source uses the label at all.
    quadrant, cluster, emotify
        (n,) int64, ``UNKNOWN`` where not labelled.
    """

    classes: Classes
    genre: NDArray[np.float32]
    genre_known: NDArray[np.bool_]
    mood: NDArray[np.float32]
    mood_known: NDArray[np.bool_]
    quadrant: NDArray[np.int64]
    cluster: NDArray[np.int64]
    emotify: NDArray[np.int64]


def read_clips(tracks: Path) -> list[Clip]:
    """Read ``tracks.csv``.

    Raises
    ------
    FileNotFoundError
        There is no such file.
    DataMissingError
        There is no clip, a column is missing, or a label is none that its source uses.
    """
    with tracks.open(encoding="utf-8", newline="") as lines:
        try:
            clips = [_clip(row) for row in csv.DictReader(lines)]
        except KeyError as error:
            raise DataMissingError(f"{tracks} lacks the column {error}") from error
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            raise DataMissingError(f"{tracks} does not hold labelled clips ({error})") from error
    if not clips:
        raise DataMissingError(f"{tracks} holds no clip")
    return clips


def _clip(row: dict[str, str]) -> Clip:
    return Clip(
        id=row["id"],
        source=row["source"],
        fold=int(row["fold"]),
        genres=canonical_genres(row["genres"]),
        moods=canonical_moods(row["moods"]),
        quadrant=QUADRANTS.index(row["quadrant"]) if row["quadrant"] else UNKNOWN,
        cluster=range(1, len(CLUSTERS) + 1).index(int(row["cluster"])) if row["cluster"] else UNKNOWN,
        emotify=EMOTIFY_GENRES.index(row["emotify_genre"]) if row["emotify_genre"] else UNKNOWN,
    )


def make_labels(clips: list[Clip]) -> Labels:
    """Labels of the clips; the vocabulary is every genre and mood with enough clips, in alphabetical order."""
    genre_names = _vocabulary([clip.genres for clip in clips])
    mood_names = _vocabulary([clip.moods for clip in clips])
    sources = [clip.source for clip in clips]
    genre = _one_hot([clip.genres for clip in clips], genre_names)
    mood = _one_hot([clip.moods for clip in clips], mood_names)
    return Labels(
        classes=Classes(genre_names, mood_names, QUADRANTS, CLUSTERS, EMOTIFY_GENRES, INSTRUMENTS),
        genre=genre,
        genre_known=_known(genre, sources),
        mood=mood,
        mood_known=_known(mood, sources),
        quadrant=np.array([clip.quadrant for clip in clips]),
        cluster=np.array([clip.cluster for clip in clips]),
        emotify=np.array([clip.emotify for clip in clips]),
    )


def _vocabulary(labels: list[tuple[str, ...]]) -> tuple[str, ...]:
    counts = Counter(name for names in labels for name in names)
    return tuple(sorted(name for name, count in counts.items() if count >= _FEWEST_CLIPS))


def _one_hot(labels: list[tuple[str, ...]], vocabulary: tuple[str, ...]) -> NDArray[np.float32]:
    column = {name: number for number, name in enumerate(vocabulary)}
    hot = np.zeros((len(labels), len(vocabulary)), np.float32)
    for row, names in enumerate(labels):
        for name in names:
            if name in column:
                hot[row, column[name]] = 1.0
    return hot


def _known(hot: NDArray[np.float32], sources: list[str]) -> NDArray[np.bool_]:
    """A class is known for a labelled clip when its source uses that class anywhere."""
    of_source = np.array(sources)
    known = np.zeros(hot.shape, bool)
    for source in set(sources):
        rows = of_source == source
        labelled = hot[rows].any(axis=1)
        known[rows] = labelled[:, None] & hot[rows].any(axis=0)[None, :]
    return known
