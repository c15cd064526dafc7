"""What a head takes for what: counts of true and given class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.evaluation.reliability_heads import Head
from engine.training.labels import UNKNOWN


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts on clips by artists that the head never heard.

    Attributes
    ----------
    counts
        (n_classes, n_classes), a row a true class, a column a given one.
    """

    head: str
    classes: tuple[str, ...]
    counts: npt.NDArray[np.int64]

    @property
    def shares(self) -> npt.NDArray[np.float64]:
        """Every row over its sum; a class without a clip stays zero."""
        totals = self.counts.sum(axis=1, keepdims=True)
        shares: npt.NDArray[np.float64] = self.counts / np.maximum(totals, 1)
        return shares

    @property
    def accuracy(self) -> float:
        """Share of the clips whose class was given."""
        return float(np.trace(self.counts) / max(self.counts.sum(), 1))


def confusion(head: Head) -> Confusion:
    """Of a head of whose classes one is true; a temperature does not change which class is given."""
    true, given = head.true_class, head.logits.argmax(axis=1)
    known = true != UNKNOWN
    n = len(head.classes)
    counts = np.bincount(true[known] * n + given[known], minlength=n * n).reshape(n, n)
    return Confusion(head.name, head.classes, counts.astype(np.int64))
