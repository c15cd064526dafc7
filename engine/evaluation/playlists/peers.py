"""What the second stage is compared with: popularity, item-kNN and EASE as they are usually run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.collaborative.ease import Ease
from engine.collaborative.knn import ItemKnn
from engine.collaborative.popularity import Popularity
from engine.collaborative.protocol import Progress
from engine.collaborative.scorer import Scorer
from engine.collaborative.settings import EaseSettings, KnnSettings, TagSettings
from engine.collaborative.weighting import Weighting
from engine.evaluation.playlists.course import part
from engine.evaluation.playlists.judging import Floats, K, average_precision
from engine.evaluation.playlists.reading import Integers
from engine.evaluation.playlists.split import Split

NO_TAGS = TagSettings(weight=0.0)
KNN = KnnSettings(weighting=Weighting.BINARY, neighbours=300, shrinkage=10.0, tags=NO_TAGS)
EASE_REGULARISATION = 100.0
PLAYLISTS_AT_ONCE = 500
POPULARITY, ITEM_KNN, EASE = "popularity", "item-kNN", "EASE"


def judge_peers(
    split: Split, judged: Integers, regularisations: Sequence[float], progress: Progress
) -> dict[str, Floats]:
    """(n_judged,) average precision of each peer. Of several EASE, the one that is best on these very playlists.

    Parameters
    ----------
    judged
        Playlists of which something is hidden.
    regularisations
        Lambdas of EASE.
    """
    steps = 2 + len(regularisations)
    found = {
        POPULARITY: judge(Popularity(), split, judged, part(progress, 0, 1 / steps)),
        ITEM_KNN: judge(ItemKnn(KNN), split, judged, part(progress, 1 / steps, 1 / steps)),
    }
    tried: list[Floats] = []
    for number, regularisation in enumerate(regularisations, start=2):
        # Not named here, so that the weights of the last (1.7 GB) are gone before the next are computed.
        tried.append(judge(_ease(regularisation), split, judged, part(progress, number / steps, 1 / steps)))
    found[EASE] = max(tried, key=lambda averages: float(averages.mean()))
    return found


def _ease(regularisation: float) -> Ease:
    return Ease(EaseSettings(weighting=Weighting.BINARY, regularisation=regularisation, tags=NO_TAGS))


def judge(model: Scorer, split: Split, judged: Integers, progress: Progress) -> Floats:
    """Train on what is shown and judge by what is hidden."""
    held = split.shown.held
    model.learn(held, None, part(progress, 0.0, 0.8))
    averages = []
    for start in range(0, len(judged), PLAYLISTS_AT_ONCE):
        progress(model.name, 0.8 + 0.2 * start / len(judged))
        rows = judged[start : start + PLAYLISTS_AT_ONCE]
        answers = model.recommend(held[rows], K).items
        averages.append(average_precision(answers, split.hidden[rows]))
    progress(model.name, 1.0)
    return np.concatenate(averages)
