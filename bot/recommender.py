"""The use case: a question in, an answer out."""

from __future__ import annotations

from bot.questions import (
    MOST_PICKS,
    PAGE_SIZE,
    Answer,
    Chart,
    Feedback,
    FeedbackKind,
    Question,
    Seed,
    SeedKind,
)

__all__ = [
    "MOST_PICKS",
    "PAGE_SIZE",
    "Answer",
    "Chart",
    "Feedback",
    "FeedbackKind",
    "Question",
    "Seed",
    "SeedKind",
]
