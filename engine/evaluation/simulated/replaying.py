"""Replays listeners event by event, and ranks what is to be found in every way that is compared.

Either all other listeners' plays of a fold's artists are learned from; or half of these artists, drawn, are held out
whole, and no play and no tag of them is learned from, as nobody has played most of what a catalogue gains.
Collaborative filtering alone cannot tell those apart and ranks them last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from engine.collaborative.artist_tags import ArtistTags
from engine.collaborative.artist_training import artist_vectors, learn_factors, learn_sound, learn_wmf
from engine.collaborative.hybrid import Hybrid, Profile, TasteEvent
from engine.collaborative.interactions import Interactions
from engine.collaborative.settings import WmfSettings
from engine.collaborative.weighting import Weighting
from engine.collaborative.wmf import Wmf
from engine.evaluation.cold_start.artists import dropped
from engine.evaluation.simulated.members import Clips, Replay, pool_of
from engine.ranking.listener_scorer import SHORTEST_SPREAD
from engine.ranking.pool import FARTHEST_QUANTILE, Ruler

Floats = npt.NDArray[np.float64]
EVENTS = (0, 3, 10, 30)
"""After so many events everybody is asked."""
PUBLISHED = WmfSettings(factors=64, regularisation=0.01, unobserved=0.1, weighting=Weighting.BINARY)
"""Of collaborative filtering alone: what ranked best after 3, 10 and 30 events of the validation listeners."""
LISTENERS_WEIGHT = 16.0
"""What the collaborative score counts at most where mean similarity to what was liked counts 1. Nothing is asked for
here; where a song is, nearness to it is what was asked, and the ranking weighs more evenly
(:mod:`engine.ranking.weights`)."""
UNPLAYED_SHARE = 2
"""One in so many of a fold's artists is held out whole."""


class Way(StrEnum):
    """How the artists are ranked."""

    MEAN_SIMILARITY = "content: mean similarity"
    """To the artists of the events that have clips."""
    LARGEST_SIMILARITY = "content: largest similarity"
    COLLABORATIVE = "collaborative"
    """The member folded into the factors of all artists as it is published; popularity before any event."""
    WITHOUT_SOUND = "the hybrid without sound"
    """What it makes of plays, and of what listeners call artists, alone."""
    HYBRID = "hybrid"
    """Content, and the collaborative score with factors from sound, on the rulers of the product's ranking."""


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """One fold for one group of listeners.

    Attributes
    ----------
    number
        Of the clips' fold.
    pool
        p artist keys, sorted.
    unplayed
        (p,) true where an artist is held out whole.
    vectors
        Of every artist with clips, by the model of the fold.
    model
        Weighted matrix factorisation of what the other listeners play: collaborative filtering as it is published.
    columns
        Where each artist stands among its items.
    listeners
        (p,) of each of the pool.
    hybrid, without_sound
        The product's factors with sound, and the same by themselves.
    pool_vectors
        (p, d) of the pool.
    published_factors, factors, factors_without_sound
        (p, k) of the pool by each of the three.
    """

    number: int
    pool: tuple[str, ...]
    unplayed: npt.NDArray[np.bool_]
    vectors: dict[str, npt.NDArray[np.float32]]
    model: Wmf
    columns: Mapping[str, int]
    listeners: npt.NDArray[np.int64]
    hybrid: Hybrid
    without_sound: Hybrid
    pool_vectors: npt.NDArray[np.float32]
    published_factors: npt.NDArray[np.float32]
    factors: npt.NDArray[np.float32]
    factors_without_sound: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """What one way made of one listener in one fold after some events.

    Attributes
    ----------
    scores
        (p,) float64, more is better.
    """

    way: Way
    events: int
    scores: Floats


def drawn_out(pool: Sequence[str], number: int, seed: int) -> npt.NDArray[np.bool_]:
    """(p,) true for those of a fold's artists who are drawn to be held out whole."""
    drawn = np.random.default_rng((seed, number)).permutation(len(pool))[: len(pool) // UNPLAYED_SHARE]
    return np.isin(np.arange(len(pool)), drawn)


def prepare(
    plays: Interactions,
    called: ArtistTags,
    clips: Clips,
    heard: npt.NDArray[np.float32],
    number: int,
    *,
    unplayed: npt.NDArray[np.bool_] | None = None,
) -> Fold:
    """Learn what answers for a fold.

    Parameters
    ----------
    plays
        Of the listeners that may be learned from.
    called
        What all listeners call artists; what those call them who may be learned from is learned from.
    heard
        (n, d) vectors of all clips by the model of the fold.
    unplayed
        (p,) true where an artist is held out whole; nobody by default.
    """
    pool = pool_of(clips, number)
    unplayed = np.zeros(len(pool), np.bool_) if unplayed is None else unplayed
    columns = {str(key): column for column, key in enumerate(plays.items)}
    place = np.array([columns[key] for key in pool], np.int64)
    plays = dropped(plays, place[unplayed])
    model = learn_wmf(plays, settings=PUBLISHED)
    factors = learn_factors(plays, called.rows(plays))
    others = {key: heard[rows] for key, rows in clips.rows.items() if clips.folds[key] != number}
    keys = list(clips.rows)
    vectors = dict(zip(keys, artist_vectors({key: heard[clips.rows[key]] for key in keys}), strict=True))
    hybrid, without_sound = Hybrid(factors, learn_sound(factors, others)), Hybrid(factors, None)
    pool_vectors = np.stack([vectors[key] for key in pool])
    return Fold(
        number=number,
        pool=pool,
        unplayed=unplayed,
        vectors=vectors,
        model=model,
        columns=columns,
        listeners=np.bincount(plays.counts.indices, minlength=len(columns))[place],
        hybrid=hybrid,
        without_sound=without_sound,
        pool_vectors=pool_vectors,
        published_factors=model.factors[place],
        factors=hybrid.factors(pool, pool_vectors),
        factors_without_sound=without_sound.factors(pool, pool_vectors),
    )


def ranked(fold: Fold, replay: Replay, counts: Sequence[int] = EVENTS) -> Iterator[Ranked]:
    """Every way after so many events each."""
    published = _published(fold, replay, counts)
    for row, count in enumerate(counts):
        events = [TasteEvent(key, fold.vectors.get(key), 1.0) for key in replay.events[:count]]
        profile = fold.hybrid.profile(events)
        content = _content(fold, replay.events[:count])
        listeners = (fold.factors @ profile.factors).astype(np.float64)
        plays_alone = fold.factors_without_sound @ fold.without_sound.profile(events).factors
        yield Ranked(Way.MEAN_SIMILARITY, count, content(np.mean))
        yield Ranked(Way.LARGEST_SIMILARITY, count, content(np.max))
        yield Ranked(Way.COLLABORATIVE, count, published[row])
        yield Ranked(Way.WITHOUT_SOUND, count, plays_alone.astype(np.float64))
        yield Ranked(Way.HYBRID, count, hybrid_scores(content(np.mean), listeners, profile))


def hybrid_scores(content: Floats, listeners: Floats, profile: Profile, most: float = LISTENERS_WEIGHT) -> Floats:
    """Both scores on their rulers, added as the ranking adds them; the crowd's word where nothing else is known.

    Parameters
    ----------
    content
        (p,) similarities, all equal where there are none.
    listeners
        (p,) of :meth:`engine.collaborative.hybrid.Hybrid.scores`.
    most
        What the collaborative score counts at most.
    """
    best = float(listeners.max())
    low = min(float(np.quantile(listeners, FARTHEST_QUANTILE)), best - SHORTEST_SPREAD)
    suits = Ruler(low, best).nearness(listeners)
    if not profile.confidence:
        return suits
    return Ruler.over(content).nearness(content) + most * profile.confidence * suits


def _content(fold: Fold, events: Sequence[str]) -> Callable[[Callable[..., Floats]], Floats]:
    liked = [fold.vectors[key] for key in events if key in fold.vectors]
    if not liked:
        return lambda _: np.zeros(len(fold.pool))
    near = (fold.pool_vectors @ np.stack(liked).T).astype(np.float64)
    return lambda of: np.asarray(of(near, axis=1))


def _published(fold: Fold, replay: Replay, counts: Sequence[int]) -> Floats:
    """(c, p) after each count of events; before any, by how many play each."""
    told = np.zeros((len(counts), len(fold.columns)), np.float32)
    for row, count in enumerate(counts):
        told[row, [fold.columns[key] for key in replay.events[:count]]] = 1
    scores: Floats = (fold.model.fold_in(csr_array(told)) @ fold.published_factors.T).astype(np.float64)
    scores[np.array(counts) == 0] = fold.listeners
    return scores
