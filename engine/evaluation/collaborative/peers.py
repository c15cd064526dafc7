"""The library `implicit`, run on the same split: its alternating least squares and its BPR.

Sources: Y. Hu, Y. Koren, C. Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008; S. Rendle
et al., "BPR: Bayesian personalized ranking from implicit feedback", UAI 2009; https://github.com/benfred/implicit.

Their settings are the best on validation among those listed in ``docs/experiments.md``, with the 64 factors of the
published table.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from engine.collaborative.weighting import Weighting, weighted
from engine.evaluation.collaborative.full_ranking import Score
from engine.evaluation.collaborative.split import Split
from engine.evaluation.folds import DataMissingError

FACTORS = 64
ALS = {"regularization": 20.0, "alpha": 10.0, "iterations": 15}
BPR = {"learning_rate": 0.02, "regularization": 0.02, "iterations": 400}


def implicit_als(split: Split) -> Score:
    """Learn from the same weights of plays as EASE.

    Raises
    ------
    DataMissingError
        The library is not installed.
    """
    from_library = _library()
    model = from_library.als.AlternatingLeastSquares(factors=FACTORS, random_state=0, num_threads=1, **ALS)
    model.fit(csr_matrix(weighted(split.training.counts, Weighting.LOG_SHARE)), show_progress=False)
    return _products(model)


def implicit_bpr(split: Split) -> Score:
    """Learn from who played what.

    Raises
    ------
    DataMissingError
        The library is not installed.
    """
    from_library = _library()
    # One thread: with more its updates race, and no two runs are the same.
    model = from_library.bpr.BayesianPersonalizedRanking(factors=FACTORS, random_state=0, num_threads=1, **BPR)
    model.fit(csr_matrix(weighted(split.training.counts, Weighting.BINARY)), show_progress=False)
    return _products(model)


def _library() -> Any:
    try:
        import implicit.als  # noqa: PLC0415 - only developers have it
        import implicit.bpr  # noqa: PLC0415
    except ImportError as error:
        raise DataMissingError("the peers' library implicit is not installed: pip install 'segue[dev]'") from error
    return implicit


def _products(model: Any) -> Score:
    def score(rows: NDArray[np.int64]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = model.user_factors[rows] @ model.item_factors.T
        return found

    return score
