"""Who is learnt from and who is asked, and how views are sorted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.evaluation.distortions import DISTORTIONS
from engine.evaluation.ear.exam import from_views, read_exam
from engine.evaluation.folds import FOLDS, DataMissingError
from engine.evaluation.views import FIRST10, OTHER10, fold_views
from tests.engine.evaluation.ear.toy import PAIRS, toy_exam
from tests.training_data import training_data

EXAM = toy_exam()


def test_nobody_is_asked_whose_artist_was_learnt_from() -> None:
    tracks = list(EXAM.tracks)
    tracks[0] = replace(tracks[0], fold=1)
    exam = replace(EXAM, tracks=tuple(tracks))
    for fold in range(FOLDS):
        learnt, asked = exam.learnt(fold), exam.asked(fold)
        known = {track.artist for track, one in zip(tracks, learnt, strict=True) if one}
        questioned = {track.artist for track, one in zip(tracks, asked, strict=True) if one}
        assert not known & questioned
        assert tracks[0].artist not in questioned
    assert not any(exam.learnt(0)[:3])


def test_songs_that_nobody_learned_from_are_asked_in_every_fold() -> None:
    asked = [set(np.array(EXAM.songs)[EXAM.asked_songs(fold)]) for fold in range(FOLDS)]
    assert set.intersection(*asked) == set(PAIRS)
    assert set.union(*asked) == set(EXAM.songs)


def test_views_are_sorted_by_song_and_distortion() -> None:
    views = fold_views(EXAM.tracks, PAIRS, 1)[::-1]
    vectors = np.arange(len(views), dtype=np.float32)[:, None]
    sorted_out = from_views(EXAM, 1, vectors[:0], views, vectors)
    assert sorted_out.first10 is not None
    assert sorted_out.other10 is not None
    assert [views[int(row[0])].clip_id for row in sorted_out.first10] == list(EXAM.songs)
    assert {views[int(row[0])].name for row in sorted_out.first10} == {FIRST10}
    assert {views[int(row[0])].name for row in sorted_out.other10} == {OTHER10}
    assert set(sorted_out.distorted) == set(DISTORTIONS)
    phone = [views[int(row[0])] for row in sorted_out.distorted["phone"]]
    assert [view.clip_id for view in phone] == [EXAM.tracks[row].id for row in EXAM.distorted(1)]


def test_a_view_that_was_not_heard_is_named() -> None:
    views = fold_views(EXAM.tracks, PAIRS, 1)[1:]
    with pytest.raises(DataMissingError, match="1 views of fold 1 were not heard"):
        from_views(EXAM, 1, np.zeros((0, 1), np.float32), views, np.zeros((len(views), 1), np.float32))


def test_the_real_exam() -> None:
    exam = read_exam(training_data())
    assert len(exam.tracks) == len(exam.albums) == 2532
    assert len(exam.songs) == 360
    assert len(exam.listeners.clips) == 730
    for fold in range(FOLDS):
        assert len(exam.distorted(fold)) == 20
        assert (exam.listeners.folds == fold).sum() > 100
        assert not (exam.learnt(fold) & exam.asked(fold)).any()
