"""Whether factors of songs earn their place: judged on deeds that were held back, before anybody is answered by them.

Of each member who did enough, every fifth song that they liked is held back. What is learned from the rest has to
find those among songs that the member did nothing of, beside similarity, at least as well as the artists' factors and
the sound do, and at least as well as similarity alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from engine.collaborative.hybrid import Hybrid
from engine.collaborative.song_factors import Floats, MemberDeeds, learn
from engine.songs import SongId

FEWEST_LIKED = 5
"""Songs that a member must have liked to be judged by."""
HELD_OUT = 5
"""One in so many is held back."""
FEWEST_HELD_OUT = 20
"""Fewer prove nothing."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Mean area under the curve of the members, for what was held back; 0.5 is chance.

    Attributes
    ----------
    held_out
        How many songs were held back.
    own, artists
        By similarity and the factors of songs, by similarity and those of artists and sound.
    content
        By similarity to what the member liked alone.
    """

    held_out: int
    own: float
    artists: float
    content: float

    @property
    def accepts(self) -> bool:
        """Whether the factors of songs may be used."""
        return self.held_out >= FEWEST_HELD_OUT and self.own >= max(self.artists, self.content)


def judge(
    hybrid: Hybrid,
    songs: Sequence[SongId],
    prior: Floats,
    vectors: Floats,
    members: Sequence[MemberDeeds],
    *,
    until: float = float("inf"),
) -> Judgement:
    """Judge what :func:`engine.collaborative.song_factors.learn` would make of these members.

    Parameters
    ----------
    songs, prior
        As for learning.
    vectors
        (n, d) float32 of unit length.

    Raises
    ------
    OutOfTime
        It took too long.
    """
    split = [_split(one, np.random.default_rng(number)) for number, one in enumerate(members)]
    kept = [one for one, _ in split]
    learned = learn(hybrid, songs, prior, kept, until=until)
    rows = {song: row for row, song in enumerate(songs)}
    own = np.array(prior)
    own[[rows[song] for song in learned.songs]] = learned.factors
    asked = [(one, held) for one, held in split if held.size]
    if not asked:
        return Judgement(0, 0.5, 0.5, 0.5)

    def area(score: Callable[[MemberDeeds], NDArray[np.float64]]) -> float:
        return float(np.mean([_area(score(one), one, held) for one, held in asked]))

    return Judgement(
        held_out=sum(held.size for _, held in asked),
        own=area(lambda one: _similar(vectors, one) + _suits(hybrid, own, one)),
        artists=area(lambda one: _similar(vectors, one) + _suits(hybrid, prior, one)),
        content=area(lambda one: _similar(vectors, one)),
    )


def _split(deeds: MemberDeeds, random: np.random.Generator) -> tuple[MemberDeeds, NDArray[np.int64]]:
    """What stays of a member, and the rows of the songs that are held back; none of who did too little."""
    liked = np.unique(deeds.songs[deeds.weights > 0])
    if len(liked) < FEWEST_LIKED:
        return deeds, liked[:0]
    held = random.permutation(liked)[: len(liked) // HELD_OUT]
    stays = ~np.isin(deeds.songs, held)
    return MemberDeeds(deeds.songs[stays], deeds.weights[stays]), held


def _similar(vectors: Floats, deeds: MemberDeeds) -> NDArray[np.float64]:
    """(n,) nearness to the nearest liked song, standardised."""
    liked = deeds.songs[deeds.weights > 0]
    return _standard((vectors @ vectors[liked].T).max(axis=1))


def _suits(hybrid: Hybrid, factors: Floats, deeds: MemberDeeds) -> NDArray[np.float64]:
    """(n,) how well songs suit the member, standardised."""
    profile = hybrid.fold_in(factors[deeds.songs], deeds.weights, np.ones(len(deeds.songs)))
    return _standard(factors @ profile.factors)


def _standard(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    spread = float(scores.std()) or 1.0
    standard: NDArray[np.float64] = (scores - scores.mean()).astype(np.float64) / spread
    return standard


def _area(scores: NDArray[np.float64], known: MemberDeeds, held: NDArray[np.int64]) -> float:
    """Area under the curve of what was held back among what the member did nothing of."""
    others = np.setdiff1d(np.arange(len(scores)), np.concatenate([known.songs, held]))
    if not others.size:
        return 0.5
    ranks = rankdata(scores[np.concatenate([held, others])])[: held.size]
    return float((ranks.sum() - held.size * (held.size + 1) / 2) / (held.size * others.size))
