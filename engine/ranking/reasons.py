"""Why a pick is here: the terms in which it was ahead of the average candidate, the furthest ahead first."""

from __future__ import annotations

from collections.abc import Sequence

from engine.ranking.picks import Pick, Reason, ReasonKind, Term

MOST_REASONS = 3
SMALLEST_SHARE = 0.15
"""A term that put the pick ahead by less than this share of the strongest one did not decide."""

SMALLEST_LEAD = 0.01
"""On the scores' scale; below it a term did not tell the pick from the others."""

MOST_SHARED = 2

_KINDS = frozenset(ReasonKind)
_FACTS = (ReasonKind.SAME_TEMPO, ReasonKind.SAME_KEY, ReasonKind.SAME_INSTRUMENTS)
"""What may be said of two songs though it did not decide."""


def reasons(terms: Sequence[Term], averages: Sequence[float]) -> tuple[Reason, ...]:
    """At most :data:`MOST_REASONS`, taken from the terms of a pick's score.

    Where no term tells the pick from the others, which is so when it is the only one, the largest term is the reason.
    A pick that is here only because nothing better was left has none.

    Parameters
    ----------
    averages
        What each term contributes to the average candidate, in the terms' order.
    """
    helpful = [
        (term, term.contribution - average)
        for term, average in zip(terms, averages, strict=True)
        if term.kind in _KINDS and term.contribution > 0
    ]
    if not helpful:
        return ()
    strongest = max(lead for _, lead in helpful)
    if strongest < SMALLEST_LEAD:
        return (_reason(max((term for term, _ in helpful), key=lambda term: term.contribution)),)
    least = max(SMALLEST_LEAD, SMALLEST_SHARE * strongest)
    decided = sorted((pair for pair in helpful if pair[1] >= least), key=lambda pair: -pair[1])
    return tuple(_reason(term) for term, _ in decided[:MOST_REASONS])


def also_shared(pick: Pick) -> tuple[Reason, ...]:
    """At most :data:`MOST_SHARED` facts that hold of the pick and of what was asked, and are no reason.

    A fact is not why the pick is here: whoever shows it says so.
    """
    given = {reason.kind for reason in pick.reasons}
    holding = {term.kind: term for term in pick.terms if term.value > 0}
    return tuple(_reason(holding[kind]) for kind in _FACTS if kind in holding and kind not in given)[:MOST_SHARED]


def _reason(term: Term) -> Reason:
    return Reason(ReasonKind(term.kind), term.subject)
