"""The vectors of all clips by the model of one fold, as the training leaves them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from engine.evaluation.folds import DataMissingError, Track
from engine.networks.ear import join

SHIPPED = Path(__file__).parent / "vectors"
"""Where the vectors that come with Segue lie."""


@dataclass(frozen=True, slots=True)
class FoldVectors:
    """What one fold's model heard in every clip.

    Attributes
    ----------
    model
        Content hash of the weights, which never saw an artist of the fold.
    autoencoder, cnn, joined
        (n, d) float32, a row a track, in the order of the tracks that they were read for.
    """

    model: str
    autoencoder: npt.NDArray[np.float32]
    cnn: npt.NDArray[np.float32]
    joined: npt.NDArray[np.float32]


def fold_file(directory: Path, fold: int) -> Path:
    """Where the vectors of one fold's model lie."""
    return directory / f"fold-{fold}.npz"


def read_fold_vectors(path: Path, tracks: Sequence[Track]) -> FoldVectors:
    """Read what ``engine.training.finish.save_fold_vectors`` wrote, put the rows in the order of the tracks, and join.

    Raises
    ------
    DataMissingError
        The file is missing or damaged, lacks an array or a track, or holds a vector that is not finite or zero.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            ids = [str(one) for one in arrays["ids"]]
            parts = {name: arrays[name].astype(np.float32) for name in ("autoencoder", "cnn")}
            share = float(arrays["autoencoder_share"])
            model = str(arrays["model"])
    except FileNotFoundError as error:
        raise DataMissingError(
            f"{path} is missing: train the model of every fold with `python -m engine.training --fold K` (K = 0 to 4)"
        ) from error
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DataMissingError(f"{path} is damaged ({error}): train its fold again") from error
    autoencoder, cnn = (_rows(path, ids, parts[name], tracks) for name in ("autoencoder", "cnn"))
    joined = join(torch.from_numpy(cnn), torch.from_numpy(autoencoder), share).numpy()
    return FoldVectors(model, autoencoder, cnn, joined)


def _rows(
    path: Path, ids: Sequence[str], vectors: npt.NDArray[np.float32], tracks: Sequence[Track]
) -> npt.NDArray[np.float32]:
    if len(vectors) != len(ids):
        raise DataMissingError(f"{path} holds {len(vectors)} vectors for {len(ids)} clips: train its fold again")
    place = {one: row for row, one in enumerate(ids)}
    absent = [track.id for track in tracks if track.id not in place]
    if absent:
        raise DataMissingError(
            f"{path} lacks {len(absent)} of {len(tracks)} clips, {absent[0]} first: train its fold again"
        )
    rows = vectors[[place[track.id] for track in tracks]]
    if not np.isfinite(rows).all() or not np.abs(rows).sum(axis=1).all():
        raise DataMissingError(f"{path} holds vectors that are zero or not finite: train its fold again")
    return rows
