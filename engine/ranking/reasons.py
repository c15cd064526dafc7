"""Why a pick is here: the terms in which it was ahead of the average candidate, the furthest ahead first."""

from __future__ import annotations

from collections.abc import Sequence

from engine.ranking.picks import Reason, ReasonKind, Term

MOST_REASONS = 3
SMALLEST_SHARE = 0.15
"""A term that put the pick ahead by less than this share of the strongest one did not decide."""

SMALLEST_LEAD = 0.01
"""On the scores' scale; below it a term did not tell the pick from the others."""

_KINDS = frozenset(ReasonKind)


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


def _reason(term: Term) -> Reason:
    return Reason(ReasonKind(term.kind), term.subject)
