"""What the training leaves of a fold's model comes back as it was, in the order that is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from engine.evaluation.fold_vectors import (
    Kept,
    Logits,
    both_networks,
    fold_file,
    read_fold_vectors,
    save_fold_vectors,
)
from engine.evaluation.folds import DataMissingError
from engine.evaluation.retrieval import unit_rows
from engine.evaluation.views import View
from engine.networks.ear import SHARES
from tests.engine.evaluation.tracks import track

TRACKS = [track(number) for number in range(4)]


def numbers(rows: int, columns: int, seed: int) -> npt.NDArray[np.float32]:
    drawn: npt.NDArray[np.float32] = np.random.default_rng(seed).standard_normal((rows, columns)).astype(np.float32)
    return drawn


def kept() -> Kept:
    return Kept(
        model="0123456789abcdef",
        ids=[one.id for one in TRACKS],
        cnn=numbers(4, 6, 0),
        autoencoder=numbers(4, 3, 1),
        joined=numbers(4, 5, 9),
        logits=Logits(numbers(4, 5, 2), numbers(4, 7, 3), numbers(4, 4, 4), numbers(4, 5, 5), numbers(4, 4, 6)),
        views=(View("taffc-0", "first10"), View("taffc-0", "phone")),
        view_cnn=numbers(2, 6, 7),
        view_autoencoder=numbers(2, 3, 8),
        view_joined=numbers(2, 5, 10),
    )


def test_what_is_saved_comes_back_in_the_order_asked_for(tmp_path: Path) -> None:
    one, path = kept(), fold_file(tmp_path / "new", 3)
    save_fold_vectors(path, one)
    read = read_fold_vectors(path, TRACKS[::-1])
    assert read.model == one.model
    assert read.logits is not None
    assert read.views is not None
    for saved, back in (
        (one.cnn[::-1], read.cnn),
        (one.autoencoder[::-1], read.autoencoder),
        (one.logits.genre[::-1], read.logits.genre),
        (one.logits.emotify[::-1], read.logits.emotify),
        (one.joined[::-1], read.joined),
        (one.view_cnn, read.views.cnn),
        (one.view_autoencoder, read.views.autoencoder),
        (one.view_joined, read.views.joined),
    ):
        np.testing.assert_allclose(back, saved, atol=2e-3)
        assert back.dtype == np.float32
    assert read.views.views == tuple(one.views)
    assert [file.name for file in path.parent.iterdir()] == ["fold-3.npz"]


def test_both_networks_alone_keep_their_proportion(tmp_path: Path) -> None:
    path = fold_file(tmp_path, 0)
    save_fold_vectors(path, kept())
    read = read_fold_vectors(path, TRACKS)
    both, cnn, code = (unit_rows(one) for one in (both_networks(read), read.cnn, read.autoencoder))
    expected = (SHARES[0] * cnn @ cnn.T + SHARES[1] * code @ code.T) / (SHARES[0] + SHARES[1])
    np.testing.assert_allclose(both @ both.T, expected, atol=1e-5)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"view_cnn": numbers(3, 6, 0)}, "3 vectors for 2 clips"),
        ({"view_autoencoder": np.zeros((2, 3), np.float32)}, "zero or not finite"),
        ({"logits": replace(kept().logits, genre=np.full((4, 5), np.nan, np.float32))}, "zero or not finite"),
        ({"ids": ["a", "b", "c", "d"]}, "lacks 4 of 4 clips"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path: Path, changes: dict[str, object], sentence: str) -> None:
    path = fold_file(tmp_path, 0)
    save_fold_vectors(path, replace(kept(), **changes))
    with pytest.raises(DataMissingError, match=sentence):
        read_fold_vectors(path, TRACKS)


def test_a_file_without_views_and_logits_is_read(tmp_path: Path) -> None:
    path = fold_file(tmp_path, 0)
    save_fold_vectors(path, kept())
    with np.load(path) as arrays:
        older = {name: arrays[name] for name in ("ids", "cnn", "autoencoder", "joined", "model")}
    np.savez(path, **older)
    read = read_fold_vectors(path, TRACKS)
    assert (read.logits, read.views) == (None, None)
    assert read.joined.shape == (4, 5)
