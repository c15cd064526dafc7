"""Replays listeners event by event, and ranks what is to be found in every way that is compared.

Half of each fold's artists, drawn, are held out whole: no play of them is learned from, as nobody has played most of
what a catalogue gains. Collaborative filtering alone cannot tell those apart and ranks them last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from engine.collaborative.artist_training import artist_vectors, learn_factors, learn_sound
from engine.collaborative.hybrid import LISTENERS_WEIGHT, Hybrid, Profile, TasteEvent
from engine.collaborative.interactions import Interactions
from engine.evaluation.cold_start.artists import dropped
from engine.evaluation.simulated.members import Clips, Replay, pool_of
from engine.ranking.listener_scorer import SHORTEST_SPREAD
from engine.ranking.pool import FARTHEST_QUANTILE, Ruler

Floats = npt.NDArray[np.float64]
EVENTS = (0, 3, 10, 30)
"""After so many events everybody is asked."""
UNPLAYED_SHARE = 2
"""One in so many of a fold's artists is held out whole."""


class Way(StrEnum):
    """How the artists are ranked."""

    MEAN_SIMILARITY = "content: mean similarity"
    """To the artists of the events that have clips."""
    LARGEST_SIMILARITY = "content: largest similarity"
    COLLABORATIVE = "collaborative"
    """The member folded into the factors of artists; popularity before any event."""
    HYBRID = "hybrid"
    """As the product ranks: content, and the collaborative score with factors from sound, on rulers of their own."""


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
    hybrid
        What was learned from the other listeners.
    plain
        The same without sound and without the crowd: collaborative filtering as it is published.
    pool_vectors
        (p, d) of the pool.
    factors, plain_factors
        (p, k) of the pool by each of the two.
    """

    number: int
    pool: tuple[str, ...]
    unplayed: npt.NDArray[np.bool_]
    vectors: dict[str, npt.NDArray[np.float32]]
    hybrid: Hybrid
    plain: Hybrid
    pool_vectors: npt.NDArray[np.float32]
    factors: npt.NDArray[np.float32]
    plain_factors: npt.NDArray[np.float32]


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


def prepare(plays: Interactions, clips: Clips, heard: npt.NDArray[np.float32], number: int, seed: int) -> Fold:
    """Learn what answers for a fold.

    Parameters
    ----------
    plays
        Of the listeners that may be learned from.
    heard
        (n, d) vectors of all clips by the model of the fold.
    """
    pool = pool_of(clips, number)
    drawn = np.random.default_rng((seed, number)).permutation(len(pool))[: len(pool) // UNPLAYED_SHARE]
    unplayed = np.zeros(len(pool), np.bool_)
    unplayed[drawn] = True
    place = {key: column for column, key in enumerate(plays.items)}
    gone = np.array([place[pool[row]] for row in drawn.tolist()], np.int64)
    factors = learn_factors(dropped(plays, gone))
    others = {key: heard[rows] for key, rows in clips.rows.items() if clips.folds[key] != number}
    keys = list(clips.rows)
    vectors = dict(zip(keys, artist_vectors({key: heard[clips.rows[key]] for key in keys}), strict=True))
    hybrid, plain = Hybrid(factors, learn_sound(factors, others)), Hybrid(factors, None, crowd=0.0)
    of_pool = np.stack([vectors[key] for key in pool])
    return Fold(
        number,
        pool,
        unplayed,
        vectors,
        hybrid,
        plain,
        of_pool,
        hybrid.factors(pool, of_pool),
        plain.factors(pool, of_pool),
    )


def ranked(fold: Fold, replay: Replay, counts: Sequence[int] = EVENTS) -> Iterator[Ranked]:
    """Every way after so many events each."""
    for count in counts:
        events = [TasteEvent(key, fold.vectors.get(key), 1.0) for key in replay.events[:count]]
        profile = fold.hybrid.profile(events)
        content = _content(fold, replay.events[:count])
        listeners = (fold.factors @ profile.factors).astype(np.float64)
        yield Ranked(Way.MEAN_SIMILARITY, count, content(np.mean))
        yield Ranked(Way.LARGEST_SIMILARITY, count, content(np.max))
        yield Ranked(Way.COLLABORATIVE, count, _collaborative(fold, events))
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


def _collaborative(fold: Fold, events: Sequence[TasteEvent]) -> Floats:
    if not events:
        return fold.plain.popularity(fold.pool).astype(np.float64)
    scores: Floats = (fold.plain_factors @ fold.plain.profile(events).factors).astype(np.float64)
    return scores
