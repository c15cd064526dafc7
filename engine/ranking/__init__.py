"""From candidates to picks: filters, scorers, variety, reasons; :mod:`engine.ranking.recipe` shows the order."""

from engine.ranking.labels import Labels, Only, Span
from engine.ranking.picks import PenaltyKind, Pick, Ranking, Reason, ReasonKind, Term
from engine.ranking.reasons import also_shared
from engine.ranking.recipe import RECIPE, Recipe, rank
from engine.ranking.request import Candidates, Familiarity, Query, Request, Taste

__all__ = [
    "RECIPE",
    "Candidates",
    "Familiarity",
    "Labels",
    "Only",
    "PenaltyKind",
    "Pick",
    "Query",
    "Ranking",
    "Reason",
    "ReasonKind",
    "Recipe",
    "Request",
    "Span",
    "Taste",
    "Term",
    "also_shared",
    "rank",
]
