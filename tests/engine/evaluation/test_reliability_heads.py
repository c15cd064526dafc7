from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.evaluation.folds import DataMissingError
from engine.evaluation.reliability import calibration_error
from engine.evaluation.reliability_heads import Head, heads, pair_answers, top_answers
from tests.engine.evaluation.sure_heads import TOO_SURE, toy


def named(found: tuple[Head, ...], name: str) -> Head:
    return next(head for head in found if head.name == name)


def test_a_head_answers_only_by_the_model_that_never_heard_the_artist() -> None:
    """The other models' logits are 50 for every class: none of them is looked at."""
    found = heads(*toy())
    assert [head.name for head in found] == ["genre", "mood", "quadrant", "emotify"], "nobody labelled a cluster"
    for head in found:
        assert np.abs(head.logits).max() < 50
        assert head.shipped().temperature == pytest.approx(TOO_SURE, rel=0.2)


@pytest.mark.parametrize("name", ["genre", "mood", "quadrant", "emotify"])
def test_a_temperature_from_other_folds_mends_heads_that_are_too_sure(name: str) -> None:
    head = named(heads(*toy()), name)
    before, after = (top_answers(head, one) for one in (head.uncalibrated(), head.calibrated()))
    assert calibration_error(before.confidence, before.right) > 0.1
    assert calibration_error(after.confidence, after.right) < 0.06


def test_a_temperature_for_a_fold_knows_no_clip_of_its_artists() -> None:
    """An artist of fold 0 who has a clip in fold 1 too: the temperature for fold 0 must not learn from that one."""
    tracks, labels, folds = toy()
    guest = next(row for row, one in enumerate(tracks) if one.fold == 1)
    tracks = tuple(replace(one, artist="artist 0") if row == guest else one for row, one in enumerate(tracks))
    head = named(heads(tracks, labels, folds), "quadrant")
    assert not head.learnable[guest, 0]
    assert head.learnable[guest, 2]
    wrong = head.logits.copy()
    wrong[head.folds == 3] *= 7
    changed = replace(head, logits=wrong)
    same = head.folds == 3
    np.testing.assert_allclose(
        changed.fit(head.learnable[:, 3]).temperature, head.fit(head.learnable[:, 3]).temperature
    )
    assert not np.allclose(changed.calibrated()[~same], head.calibrated()[~same])


def test_what_nobody_knows_is_not_judged() -> None:
    head = named(heads(*toy()), "genre")
    probabilities = head.calibrated()
    pairs = pair_answers(head, probabilities)
    assert pairs is not None
    assert len(pairs.right) == head.known.sum() == 3 * len(head.logits)
    hidden = replace(head, known=head.known & (np.arange(3) > 0))
    best = probabilities.argmax(axis=1)
    assert len(top_answers(hidden, probabilities).right) == (best > 0).sum()
    assert pair_answers(head, probabilities, least=1.1) is None


def test_a_file_without_logits_and_other_classes_are_told_apart_from_a_result() -> None:
    tracks, labels, folds = toy(100)
    with pytest.raises(DataMissingError, match="fold 4 holds no logits"):
        heads(tracks, labels, (*folds[:4], replace(folds[4], logits=None)))
    logits = folds[0].logits
    assert logits is not None
    other = replace(folds[0], logits=replace(logits, mood=np.zeros((100, 7), np.float32)))
    with pytest.raises(DataMissingError, match="7 classes of mood apart, the labels 2"):
        heads(tracks, labels, (other, *folds[1:]))
