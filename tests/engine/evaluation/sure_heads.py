"""Toy clips with labels, and fold files of heads that are right as often as can be known, and surer than that."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.calibration import sigmoid, softmax
from engine.evaluation.fold_vectors import FoldVectors, Kept, Logits, fold_file, save_fold_vectors
from engine.evaluation.folds import FOLDS, Track
from engine.networks.autoencoder import CODE_SIZE
from engine.networks.cnn import EMBEDDING_SIZE, Classes
from engine.training.labels import CLUSTERS, EMOTIFY_GENRES, QUADRANTS, UNKNOWN, Labels
from tests.engine.evaluation.tracks import track

TOO_SURE = 3.0
"""The heads' logits are as many times too large."""
GENRES, MOODS = ("Jazz", "Latin", "Rap"), ("calm", "wild")


def toy(n: int = 1_000, seed: int = 0) -> tuple[tuple[Track, ...], Labels, tuple[FoldVectors, ...]]:
    """Two clips an artist; only a fold's own clips have logits that mean something."""
    random = np.random.default_rng(seed)
    tracks = tuple(track(number, artist=f"artist {number // 2}", fold=number // 2 % FOLDS) for number in range(n))
    honest = {
        "genre": random.normal(-0.5, 1.5, (n, len(GENRES))),
        "mood": random.normal(-0.5, 1.5, (n, len(MOODS))),
        "quadrant": random.normal(0, 1.5, (n, 4)),
        "cluster": random.normal(0, 1.5, (n, 5)),
        "emotify": random.normal(0, 1.5, (n, 4)),
    }
    known = np.ones((n, len(GENRES)), bool)
    known[::4] = False
    labels = Labels(
        classes=Classes(GENRES, MOODS, QUADRANTS, CLUSTERS, EMOTIFY_GENRES, ("piano",)),
        genre=(random.random((n, len(GENRES))) < sigmoid(honest["genre"])).astype(np.float32),
        genre_known=known,
        mood=(random.random((n, len(MOODS))) < sigmoid(honest["mood"])).astype(np.float32),
        mood_known=np.ones((n, len(MOODS)), bool),
        quadrant=_drawn(random, honest["quadrant"]),
        cluster=np.full(n, UNKNOWN),
        emotify=_drawn(random, honest["emotify"]),
    )
    of_clip = np.array([one.fold for one in tracks])
    folds = []
    for fold in range(FOLDS):
        own = (of_clip == fold)[:, None]
        heads = {name: np.where(own, TOO_SURE * values, 50.0).astype(np.float32) for name, values in honest.items()}
        vectors = np.ones((n, EMBEDDING_SIZE), np.float32)
        folds.append(FoldVectors(f"model-{fold}", vectors[:, :CODE_SIZE], vectors, vectors, Logits(**heads)))
    return tracks, labels, tuple(folds)


def save(directory: Path, tracks: tuple[Track, ...], folds: tuple[FoldVectors, ...]) -> None:
    for fold, heard in enumerate(folds):
        assert heard.logits is not None
        save_fold_vectors(
            fold_file(directory, fold),
            Kept(
                model=heard.model,
                ids=[one.id for one in tracks],
                cnn=heard.cnn,
                autoencoder=heard.autoencoder,
                joined=heard.joined,
                logits=heard.logits,
                views=[],
                view_cnn=np.zeros((0, EMBEDDING_SIZE), np.float32),
                view_autoencoder=np.zeros((0, CODE_SIZE), np.float32),
                view_joined=np.zeros((0, EMBEDDING_SIZE), np.float32),
            ),
        )


def _drawn(random: np.random.Generator, logits: np.ndarray) -> np.ndarray:
    drawn: np.ndarray = (softmax(logits).cumsum(axis=1) < random.random((len(logits), 1))).sum(axis=1)
    return drawn
