"""Who is compared: each row learns from a split and ranks for its listeners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.interactions import Interactions
from engine.collaborative.models import make_model
from engine.collaborative.settings import SHIPPED, EaseSettings, ModelKind, Settings, TagSettings
from engine.collaborative.tags import ItemTags
from engine.evaluation.collaborative.full_ranking import Score
from engine.evaluation.collaborative.peers import implicit_als, implicit_bpr
from engine.evaluation.collaborative.split import Split

OURS, EASE, EASE_WITH_TAGS = "ours: the blend, with tags", "EASE", "EASE, tags as further rows"
TAGS_IN_TRAINING, NO_TAGS = "ours, tags on training plays only", "ours, without tags"
EASES = (EASE, EASE_WITH_TAGS)
"""The best of these is what ours must lie above."""

BEST_EASE = EaseSettings(regularisation=50.0, tags=TagSettings())
BEST_EASE_WITH_TAGS = replace(BEST_EASE, tags=TagSettings(weight=1.0))


@dataclass(frozen=True, slots=True)
class Row:
    """A name and how what it stands for is learned."""

    name: str
    learn: Callable[[Split], Score]


def all_rows() -> tuple[Row, ...]:
    """Every row of the table, in its order."""

    def of_model(
        kind: ModelKind, settings: Settings, tags: Callable[[Split], ItemTags | None]
    ) -> Callable[[Split], Score]:
        return lambda split: _scored(kind, settings, split.training, tags(split))

    plain, shipped = partial(of_model, tags=lambda _: None), partial(of_model, settings=SHIPPED)
    return (
        Row("popularity", plain(ModelKind.POPULARITY, SHIPPED)),
        Row("item-kNN", plain(ModelKind.KNN, SHIPPED)),
        Row("implicit's BPR", implicit_bpr),
        Row("implicit's ALS", implicit_als),
        Row("ours: WMF alone", plain(ModelKind.WMF, SHIPPED)),
        Row(EASE, plain(ModelKind.EASE, replace(SHIPPED, ease=BEST_EASE))),
        Row(
            EASE_WITH_TAGS,
            of_model(ModelKind.EASE, replace(SHIPPED, ease=BEST_EASE_WITH_TAGS), lambda split: split.tags),
        ),
        Row(NO_TAGS, plain(ModelKind.BLEND, SHIPPED)),
        Row(TAGS_IN_TRAINING, shipped(ModelKind.BLEND, tags=lambda split: split.training_tags)),
        Row(OURS, shipped(ModelKind.BLEND, tags=lambda split: split.tags)),
    )


def _scored(kind: ModelKind, settings: Settings, training: Interactions, tags: ItemTags | None) -> Score:
    model = make_model(kind, settings, device="cpu").fit(training, tags)

    def score(rows: NDArray[np.int64]) -> NDArray[np.float32]:
        return model.scores(training.counts[rows])

    return score
