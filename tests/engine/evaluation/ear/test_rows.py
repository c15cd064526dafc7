"""Each row gives the vectors of the fold that is asked, fitted on the others."""

from __future__ import annotations

import numpy as np
import pytest

from engine.evaluation.ear.rows import OURS, Hearing, Kind, chance_row, our_rows
from engine.evaluation.ear.scores import score_rows
from engine.evaluation.ear.tagger_rows import tagger_rows
from engine.evaluation.fold_vectors import FoldVectors, ViewVectors
from engine.evaluation.folds import FOLDS
from engine.evaluation.views import fold_views
from tests.engine.evaluation.ear.toy import DIMENSION, PAIRS, direction, perfect, toy_exam

EXAM = toy_exam()
N = len(EXAM.tracks)
VIEWS = tuple(dict.fromkeys(view for fold in range(FOLDS) for view in fold_views(EXAM.tracks, PAIRS, fold)))


def heard_views(views: tuple[object, ...] = VIEWS) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    whole = perfect(EXAM, 0).whole
    song = {track.id: row for track, row in zip(EXAM.tracks, whole, strict=True)}
    return np.stack([song.get(view.clip_id, direction(view.clip_id)) for view in views])  # type: ignore[attr-defined]


def test_an_ear_without_folds_is_standardised_by_those_that_may_be_learnt_from() -> None:
    everything = np.concatenate([perfect(EXAM, 0).whole, heard_views()]) * 9 + 4
    row = Hearing(EXAM, VIEWS).row("x", Kind.MFCC, everything)
    for fold in (0, 3):
        vectors = row.vectors(fold)
        learnt = vectors.whole[EXAM.learnt(fold)]
        np.testing.assert_allclose(learnt.mean(axis=0), 0, atol=1e-4)
        np.testing.assert_allclose(learnt.std(axis=0), 1, atol=1e-4)
        np.testing.assert_allclose(vectors.distorted["room"], vectors.whole[list(EXAM.distorted(fold))], atol=1e-5)


def test_several_are_joined_part_by_part() -> None:
    everything = np.concatenate([perfect(EXAM, 0).whole, heard_views()])
    row = Hearing(EXAM, VIEWS).joint("six", Kind.JOINED, [everything, everything[:, :5]])
    vectors = row.vectors(1)
    assert vectors.whole.shape == (N, DIMENSION + 5)
    assert vectors.first10 is not None
    assert vectors.first10.shape == (len(EXAM.songs), DIMENSION + 5)


def test_chance_is_drawn_anew_for_every_fold_and_the_same_every_time() -> None:
    row = chance_row(Hearing(EXAM, VIEWS))
    assert not np.array_equal(row.vectors(0).whole, row.vectors(1).whole)
    np.testing.assert_array_equal(row.vectors(0).whole, row.vectors(0).whole)


def fold_vectors(fold: int, *, views: bool = True) -> FoldVectors:
    """The perfect ear as a CNN, noise as an autoencoder."""
    whole = perfect(EXAM, fold).whole
    noise = np.random.default_rng(fold).standard_normal((N, 6)).astype(np.float32)
    of_fold = fold_views(EXAM.tracks, PAIRS, fold)
    of_views = heard_views(of_fold)
    heard = ViewVectors(of_fold, of_views, of_views[:, :6], of_views) if views else None
    return FoldVectors("m", noise, whole, whole, views=heard)


def test_our_rows_are_scored_by_the_model_of_the_fold() -> None:
    folds = {2: fold_vectors(2), 4: fold_vectors(4)}
    scored = {row.name: row for row in score_rows(EXAM, our_rows(EXAM, folds), (2, 4))}
    assert [row.kind for row in scored.values()].count(Kind.OURS) == 1
    assert scored[OURS].mean("taffc quadrant") == 1
    assert scored[OURS].mean("room") == 1
    assert scored["autoencoder alone"].mean("P@10 genre taffc") == pytest.approx(0.5, abs=0.1)
    assert scored["whole, whitened"].mean("song R@1") == 1
    assert scored["whole, reduced"].mean("phone") == 1
    assert len(scored[OURS].fold_means("room")) == 2


def test_without_views_ours_is_still_asked_the_rest() -> None:
    (one, *_) = [row for row in our_rows(EXAM, {0: fold_vectors(0, views=False)}) if row.kind == Kind.OURS]
    (scored,) = score_rows(EXAM, [one], (0,))
    assert scored.mean("taffc quadrant") == 1
    assert np.isnan(scored.mean("room"))
    whitened = [row for row in our_rows(EXAM, {0: fold_vectors(0, views=False)}) if row.name == "whole, whitened"]
    assert whitened[0].vectors(0).first10 is None


def test_the_taggers_have_a_row_a_layer_and_one_together() -> None:
    everything = np.concatenate([perfect(EXAM, 0).whole, heard_views()])
    layers = {"embedding": everything, "tags": everything[:, :9]}
    taggers = {"msd_musicnn": {**layers, "mean_pool": everything, "max_pool": everything}, "mtat_fcn": layers}
    rows = tagger_rows(Hearing(EXAM, VIEWS), taggers)
    assert [(row.name, row.kind) for row in rows] == [
        ("musicnn taggram", Kind.MUSICNN),
        ("musicnn penultimate", Kind.MUSICNN),
        ("musicnn mean pool", Kind.MUSICNN),
        ("musicnn max pool", Kind.MUSICNN),
        ("mtat_fcn embedding", Kind.TAGGER),
        ("mtat_fcn tags", Kind.TAGGER),
        ("all six joined", Kind.JOINED),
    ]
    assert rows[0].vectors(0).whole.shape == (N, 9)
    assert rows[-1].vectors(0).whole.shape == (N, 2 * DIMENSION)
