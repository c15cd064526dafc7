"""How alike two tastes are.

Three likenesses, each 0 to 1 and the same from both sides:

- *sound*: for each song of one the nearest song of the other, averaged as far as each song counts, over both
  directions; a cosine of :data:`FAR` or less is 0, one of :data:`NEAR` or more is 1;
- *labels*: the overlap of genres, of moods, of instruments and of eras, averaged over the kinds that both have;
- *artists*: the overlap of artists.

The overlap of two distributions is the Bhattacharyya coefficient, the sum of sqrt(p q) (A. Bhattacharyya, "On a measure
of divergence between two statistical populations defined by their probability distributions", Bulletin of the Calcutta
Mathematical Society 35, 1943). They join as

    likeness = 1 - (1 - (SOUND sound + (1 - SOUND) labels)) (1 - artists)

so that common artists only add. The *match* says what that means: it is the share of pairs of real listeners who are
less alike than these two (:mod:`engine.taste.pairs`), in per cent; 100 is kept for tastes that are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engine.taste.pairs import less_alike
from engine.taste.profile import Profile
from engine.taste.shares import Share, shares

FAR, NEAR = 0.1, 0.5
"""Cosines. Of two songs of the shipped catalogue 87 in 100 pairs are farther apart; half of all songs have another one
as near."""
SOUND = 0.6
MOST_COMPARED = 50
"""Songs of each that take part, those that count most: whoever likes more songs is not nearer to everybody."""
FEWEST_SONGS = 3
"""With fewer nothing is said."""
ENOUGH_SONGS = 10
"""With fewer it is said that these are few."""
COMMON_SONGS = 3
"""A label counts as somebody's taste where so many of their songs have it: one song alone is no taste, and naming
its label would betray it."""
LEAST_SHARE = 0.1
LEAST_LEAD = 0.15
"""By so much larger a share has to be for the label to be rather the one's than the other's."""
MOST_NAMED = 4
"""Labels in each list."""


class Evidence(StrEnum):
    """How much a match rests on."""

    NONE = "none"
    """Too few songs to say anything."""
    LITTLE = "little"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two tastes are.

    Attributes
    ----------
    percent
        0 to 100; ``None`` where there is nothing to go by.
    songs
        How many songs the smaller of both rests on.
    sound, labels, artists
        The three likenesses, 0 to 1.
    shared
        Labels of both, by kind as in :meth:`engine.taste.shares.Shares.by_kind`, the largest common share first.
    more_first, more_second
        Labels that are rather the first one's, and the second one's.
    """

    percent: int | None
    evidence: Evidence
    songs: int
    sound: float
    labels: float
    artists: float
    shared: tuple[str, ...]
    more_first: tuple[str, ...]
    more_second: tuple[str, ...]


def match(first: Profile, second: Profile) -> Match:
    """Compare two tastes. Swapping them swaps ``more_first`` and ``more_second`` and changes nothing else.

    Raises
    ------
    VectorError
        Their vectors are of different sizes.
    """
    songs = min(len(first), len(second))
    if songs < FEWEST_SONGS:
        return Match(None, Evidence.NONE, songs, 0.0, 0.0, 0.0, (), (), ())
    own, other = _labels(first), _labels(second)
    sound, labels, artists = sound_likeness(first, second), _label_likeness(own, other), _artist_likeness(first, second)
    return Match(
        percent=percent(likeness(sound, labels, artists), songs),
        evidence=Evidence.LITTLE if songs < ENOUGH_SONGS else Evidence.ENOUGH,
        songs=songs,
        sound=sound,
        labels=labels,
        artists=artists,
        shared=_shared(own, other),
        more_first=_more(own, other),
        more_second=_more(other, own),
    )


def likeness(sound: float, labels: float, artists: float) -> float:
    """The three likenesses as one, 0 to 1."""
    return 1 - (1 - (SOUND * sound + (1 - SOUND) * labels)) * (1 - artists)


def percent(alike: float, songs: int) -> int:
    """A likeness of two tastes, the smaller of which rests on so many songs, as the match in per cent."""
    return 100 if alike >= 1 - 1e-6 else min(99, round(100 * less_alike(alike, songs)))


def sound_likeness(first: Profile, second: Profile) -> float:
    """How near each one's songs are to the nearest of the other's, 0 to 1."""
    # In an order that does not depend on who is first, or the last digits would.
    own, other = sorted((first, second), key=lambda profile: profile.liked.ids)
    cosines = own.liked.vectors[:MOST_COMPARED] @ other.liked.vectors[:MOST_COMPARED].T
    near = np.clip((cosines.astype(np.float64) - FAR) / (NEAR - FAR), 0.0, 1.0)
    there = np.average(near.max(axis=1), weights=own.weights[:MOST_COMPARED])
    back = np.average(near.max(axis=0), weights=other.weights[:MOST_COMPARED])
    return float(min(1.0, (there + back) / 2))


_Labels = Mapping[str, tuple[Share, ...]]


def _labels(profile: Profile) -> _Labels:
    return shares(profile).by_kind()


def _label_likeness(own: _Labels, other: _Labels) -> float:
    both = [kind for kind in own if own[kind] and other[kind]]
    if not both:
        return 0.0
    return sum(_overlap(_distribution(own[kind]), _distribution(other[kind])) for kind in both) / len(both)


def _distribution(found: tuple[Share, ...]) -> dict[str, float]:
    whole = sum(share.part for share in found)
    return {share.name.casefold(): share.part / whole for share in found}


def _artist_likeness(first: Profile, second: Profile) -> float:
    return _overlap(first.artists, second.artists)


def _overlap(own: Mapping[str, float], other: Mapping[str, float]) -> float:
    common = sorted(own.keys() & other.keys())
    return min(1.0, float(sum(np.sqrt(own[key] * other[key]) for key in common)))


def _shared(own: _Labels, other: _Labels) -> tuple[str, ...]:
    found: list[tuple[float, str]] = []
    for kind, mine in own.items():
        theirs = _common(other[kind])
        found += [
            (min(share.part, theirs[key].part), min(share.name, theirs[key].name))
            for key, share in _common(mine).items()
            if key in theirs
        ]
    return tuple(name for _, name in sorted(found, key=lambda one: (-one[0], one[1])))[:MOST_NAMED]


def _more(own: _Labels, other: _Labels) -> tuple[str, ...]:
    """Labels whose share is larger here; where the other has nothing of a kind, nothing is said of that kind."""
    found: list[tuple[float, str]] = []
    for kind, mine in own.items():
        if not other[kind]:
            continue
        theirs = {share.name.casefold(): share.part for share in other[kind]}
        leads = [(share.part - theirs.get(key, 0.0), share.name) for key, share in _common(mine).items()]
        found += [lead for lead in leads if lead[0] >= LEAST_LEAD]
    return tuple(name for _, name in sorted(found, key=lambda one: (-one[0], one[1])))[:MOST_NAMED]


def _common(found: tuple[Share, ...]) -> dict[str, Share]:
    """Labels that enough songs have to be a taste, and no single song's."""
    return {
        share.name.casefold(): share for share in found if share.songs >= COMMON_SONGS and share.part >= LEAST_SHARE
    }
