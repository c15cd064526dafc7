from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.evaluation.confusion import confusion
from engine.evaluation.reliability_heads import heads
from tests.engine.evaluation.sure_heads import toy


def test_every_known_clip_is_counted_once() -> None:
    head = next(one for one in heads(*toy()) if one.name == "quadrant")
    counted = confusion(head)
    assert counted.counts.sum() == len(head.logits)
    assert counted.shares.sum(axis=1).tolist() == pytest.approx([1.0] * 4)
    assert counted.accuracy == pytest.approx((head.logits.argmax(axis=1) == head.true_class).mean())
    assert counted.accuracy > 0.4


def test_rows_are_true_and_columns_given_and_the_unknown_is_left_out() -> None:
    head = next(one for one in heads(*toy(100)) if one.name == "quadrant")
    one_clip = replace(
        head,
        logits=np.array([[0.0, 0.0, 5.0, 0.0], [9.0, 0.0, 0.0, 0.0]]),
        labels=np.array([[False, True, False, False], [True, False, False, False]]),
        known=np.array([[True] * 4, [False] * 4]),
    )
    counted = confusion(one_clip)
    assert counted.counts.tolist() == [[0] * 4, [0, 0, 1, 0], [0] * 4, [0] * 4]
    assert (counted.accuracy, counted.shares[0].sum()) == (0.0, 0.0)
