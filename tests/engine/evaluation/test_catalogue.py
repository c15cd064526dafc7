"""The table of the catalogue, on toy clips that one of the ways hears perfectly, and the files that it reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from engine.evaluation.baselines import random_vectors
from engine.evaluation.catalogue import OURS, beaten, catalogue_table, evaluate
from engine.evaluation.fold_vectors import FoldVectors, fold_file, read_fold_vectors
from engine.evaluation.folds import FOLDS, DataMissingError, Track
from engine.evaluation.retrieval import TASKS
from tests.engine.evaluation.tracks import track

LABELS = ("a", "b", "c")


def toy() -> tuple[list[Track], npt.NDArray[np.float32]]:
    """Forty-five clips of every source, three labels; the label is the direction of the perfect vector."""
    tracks, labels = [], []
    for source in ("taffc", "emotify", "open", "mirex"):
        for number in range(45):
            label = LABELS[number % 3]
            labels.append(number % 3)
            tracks.append(
                track(
                    number,
                    source=source,
                    artist=f"{source} {number}",
                    genres=(label,),
                    quadrant=label,
                    cluster=label,
                    emotify_genre=label,
                    fold=number % FOLDS,
                )
            )
    return tracks, np.eye(3, dtype=np.float32)[labels]


def test_a_perfect_ear_stands_above_every_baseline() -> None:
    tracks, perfect = toy()
    noise = random_vectors(len(tracks), seed=5, dimension=8)
    folds = [FoldVectors("m", autoencoder=noise, cnn=perfect, joined=perfect)] * FOLDS
    rows = evaluate(tracks, noise, lambda known: noise, folds)
    ours = next(row for row in rows if row.name == OURS)
    assert [spread.mean for spread in ours.scores] == [1.0] * len(TASKS)
    assert [spread.queries for spread in ours.scores] == [45] * len(TASKS)
    assert beaten(rows) == ()
    table = catalogue_table(rows)
    assert table.rows[-1] == (OURS, *["1.000 ± 0.000"] * len(TASKS))
    assert [row[0] for row in table.rows][:3] == ["random", "MFCC mean + deviation", "untrained copy"]


def test_each_fold_is_asked_of_its_own_model_only() -> None:
    tracks, perfect = toy()
    wrong = np.ones_like(perfect)
    only_two = [FoldVectors("m", wrong, wrong, perfect if fold == 2 else wrong) for fold in range(FOLDS)]
    rows = evaluate(tracks, wrong + perfect, lambda known: wrong, only_two)
    ours = next(row for row in rows if row.name == OURS)
    assert 0.2 < ours.scores[0].mean < 0.6
    assert ours.scores[0].deviation > 0.2


def test_a_baseline_as_good_as_ours_is_named() -> None:
    tracks, perfect = toy()
    folds = [FoldVectors("m", perfect, perfect, perfect)] * FOLDS
    assert beaten(evaluate(tracks, perfect, lambda known: perfect, folds)) == tuple(task.name for task in TASKS)


def test_the_untrained_copy_learns_from_no_clip_of_the_fold() -> None:
    tracks, perfect = toy()
    seen: list[npt.NDArray[np.bool_]] = []

    def untrained(known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
        seen.append(known)
        return perfect

    evaluate(tracks, perfect, untrained, [FoldVectors("m", perfect, perfect, perfect)] * FOLDS)
    for fold, known in enumerate(seen):
        assert known.tolist() == [one.fold != fold for one in tracks]


def write(path: Path, tracks: list[Track], **changes: object) -> Path:
    n = len(tracks)
    arrays: dict[str, object] = {
        "ids": np.array([one.id for one in tracks][::-1]),
        "autoencoder": np.ones((n, 2), dtype=np.float16),
        "cnn": np.arange(1, n + 1, dtype=np.float16)[::-1, None] * np.ones((1, 3), dtype=np.float16),
        "joined": np.ones((n, 2), dtype=np.float16),
        "model": np.array("0123456789abcdef"),
    }
    kept = {name: values for name, values in {**arrays, **changes}.items() if values is not None}
    np.savez_compressed(path, **kept)  # type: ignore[arg-type]
    return path


def test_rows_are_put_in_the_order_of_the_tracks(tmp_path: Path) -> None:
    tracks = [track(number) for number in range(4)]
    read = read_fold_vectors(write(fold_file(tmp_path, 3), tracks), tracks)
    assert read.cnn[:, 0].tolist() == [1, 2, 3, 4]
    assert (read.model, read.joined.dtype, read.cnn.shape) == ("0123456789abcdef", np.float32, (4, 3))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cnn": None}, "damaged"),
        ({"cnn": np.ones((3, 4), dtype=np.float16)}, "3 vectors for 4 clips"),
        ({"autoencoder": np.zeros((4, 2), dtype=np.float16)}, "zero or not finite"),
        ({"autoencoder": np.full((4, 2), np.nan, dtype=np.float16)}, "zero or not finite"),
        ({"ids": np.array(["taffc-0", "taffc-1", "taffc-2", "taffc-9"])}, "lacks 1 of 4 clips, taffc-3 first"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, changes: dict[str, object], sentence: str) -> None:
    tracks = [track(number) for number in range(4)]
    with pytest.raises(DataMissingError, match=sentence):
        read_fold_vectors(write(tmp_path / "fold-0.npz", tracks, **changes), tracks)


def test_a_missing_or_cut_file_says_what_makes_it(tmp_path: Path) -> None:
    tracks = [replace(track(0), id="x")]
    path = fold_file(tmp_path, 0)
    with pytest.raises(DataMissingError, match=r"engine\.training --fold"):
        read_fold_vectors(path, tracks)
    write(path, tracks)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(DataMissingError, match="damaged"):
        read_fold_vectors(path, tracks)
