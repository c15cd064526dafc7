"""The order in which candidates become picks. Read :data:`RECIPE` from top to bottom; :func:`rank` does just that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from engine.ranking.filters import (
    Filter,
    as_the_place_wants,
    at_the_wanted_tempo,
    nearer_to_the_liked_side,
    new_to_the_member,
    not_asked,
    not_blocked_artist,
    not_blocked_song,
    not_by_the_avoided_artist,
    not_disliked,
    not_marked_explicit,
    not_repeated,
    nothing_unwanted,
    of_the_wanted_genre,
    of_the_wanted_mood,
    of_the_wanted_years,
    with_the_wanted_instrument,
)
from engine.ranking.listener_scorer import suits_listeners
from engine.ranking.opinion_scorers import near_disliked, near_liked, skipped
from engine.ranking.picks import Pick, Ranking, ReasonKind, Term
from engine.ranking.pool import Pool
from engine.ranking.reasons import reasons
from engine.ranking.request import Candidates, Request
from engine.ranking.scorers import (
    Column,
    Scorer,
    known_artist,
    new_artist,
    same_era,
    same_genre,
    same_mood,
    same_quadrant,
    sounds_alike,
)
from engine.ranking.trait_scorers import same_energy, same_instruments, same_key, same_tempo
from engine.ranking.variety import Choice, choose
from engine.ranking.word_scorer import fits_words


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done with the candidates, in this order.

    Attributes
    ----------
    never
        Filters: who fails one is out.
    last
        Filters: who fails one comes only when nobody else is left.
    scores
        Scorers: a score is the sum of their weighted values.
    variety
        Whether a pick should differ from those before it.
    """

    never: tuple[Filter, ...]
    last: tuple[Filter, ...]
    scores: tuple[Scorer, ...]
    variety: bool


RECIPE = Recipe(
    never=(
        not_asked,
        not_disliked,
        not_blocked_song,
        not_blocked_artist,
        as_the_place_wants,
        of_the_wanted_genre,
        of_the_wanted_mood,
        with_the_wanted_instrument,
        at_the_wanted_tempo,
        of_the_wanted_years,
        not_by_the_avoided_artist,
        not_marked_explicit,
        nearer_to_the_liked_side,
        nothing_unwanted,
        new_to_the_member,
    ),
    last=(not_repeated,),
    scores=(
        sounds_alike,
        fits_words,
        near_liked,
        suits_listeners,
        same_mood,
        same_genre,
        same_quadrant,
        same_era,
        same_tempo,
        same_key,
        same_instruments,
        same_energy,
        known_artist,
        new_artist,
        near_disliked,
        skipped,
    ),
    variety=True,
)


def rank(request: Request, candidates: Candidates, recipe: Recipe = RECIPE) -> Ranking:
    """The best ``request.count`` candidates for a member, or all that may come when they are fewer.

    Two picks at most are by one artist, no two are versions of one song; the others are named beside it. The answer
    depends neither on the candidates' order nor on chance. Scores never rise from pick to pick, but where repeats
    begin.

    Raises
    ------
    ValueError
        The count is negative.
    VectorError
        A vector is not finite, or sizes differ.
    """
    if request.count < 0:
        raise ValueError(f"count is {request.count}")
    everyone = Pool.of(request, candidates)
    pool = everyone.only(_passing(everyone, recipe.never))
    fresh = _passing(pool, recipe.last)
    columns = tuple(column for column in (scorer(pool) for scorer in recipe.scores) if column.weight != 0)
    scores = sum((column.weight * column.values for column in columns), start=np.zeros(len(pool)))
    variety = pool.weights.variety if recipe.variety else 0.0
    choices = choose(pool, scores, fresh, request.count, variety)
    averages = tuple(column.weight * float(column.values.mean()) for column in columns) if len(pool) else ()
    return Ranking(
        picks=tuple(_pick(pool, columns, averages, variety, choice) for choice in choices),
        relaxed=any(not fresh[choice.row] for choice in choices),
    )


def _passing(pool: Pool, filters: tuple[Filter, ...]) -> NDArray[np.bool_]:
    return reduce(np.logical_and, (keep(pool) for keep in filters), np.ones(len(pool), dtype=np.bool_))


def _pick(pool: Pool, columns: tuple[Column, ...], averages: tuple[float, ...], variety: float, choice: Choice) -> Pick:
    row = choice.row
    terms = [column.term(row) for column in columns]
    if variety:
        terms.append(Term(ReasonKind.VARIETY, variety, choice.variety))
        averages = (*averages, variety * choice.average_variety)
    return Pick(
        song=pool.candidates.songs[row],
        similarity=float(np.clip(pool.similarities[row], -1.0, 1.0)),
        score=sum(term.contribution for term in terms),
        terms=tuple(terms),
        reasons=reasons(terms, averages),
        versions=tuple(pool.candidates.songs[other] for other in choice.versions),
    )
