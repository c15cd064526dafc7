"""What the model of one fold heard in all clips and in their views, as the training leaves it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from engine.evaluation.folds import DataMissingError, Track
from engine.evaluation.views import View
from engine.networks.ear import SHARES, join

SHIPPED = Path(__file__).parent / "vectors"
"""Where the vectors that come with Segue lie."""

Vectors = npt.NDArray[np.float32]
_LOGITS = "logits_"
_DAMAGE = (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True)
class Logits:
    """What the heads of one fold's model said of every clip, before sigmoid or softmax.

    Attributes
    ----------
    genre, mood, quadrant, cluster, emotify
        (n, n_classes) float32, classes in the order of ``engine.networks.cnn.Classes``.
    """

    genre: Vectors
    mood: Vectors
    quadrant: Vectors
    cluster: Vectors
    emotify: Vectors


@dataclass(frozen=True, slots=True)
class ViewVectors:
    """What one fold's model heard in views of clips.

    Attributes
    ----------
    views
        v of them.
    cnn, autoencoder, joined
        (v, d) float32, a row a view.
    """

    views: tuple[View, ...]
    cnn: Vectors
    autoencoder: Vectors
    joined: Vectors


@dataclass(frozen=True, slots=True)
class FoldVectors:
    """What one fold's model heard in every clip.

    Attributes
    ----------
    model
        Content hash of the weights, which never saw an artist of the fold.
    autoencoder, cnn, joined
        (n, d) float32, a row a track, in the order of the tracks that they were read for.
    logits, views
        ``None`` in a file that was written without them.
    """

    model: str
    autoencoder: Vectors
    cnn: Vectors
    joined: Vectors
    logits: Logits | None = None
    views: ViewVectors | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is written of one fold's model.

    Attributes
    ----------
    ids
        n clip ids.
    cnn, autoencoder
        (n, d) standardised, a row a clip.
    joined
        (n, DIMENSION) the vectors.
    logits
        Of the n clips.
    views
        v views (``engine.evaluation.views.fold_views``).
    view_cnn, view_autoencoder, view_joined
        (v, d) the same of the views.
    """

    model: str
    ids: Sequence[str]
    cnn: Vectors
    autoencoder: Vectors
    joined: Vectors
    logits: Logits
    views: Sequence[View]
    view_cnn: Vectors
    view_autoencoder: Vectors
    view_joined: Vectors


def both_networks(heard: FoldVectors | ViewVectors) -> Vectors:
    """(n, d) the CNN and the autoencoder alone, in the proportion that they have in the whole ear."""
    parts = (torch.from_numpy(heard.cnn), torch.from_numpy(heard.autoencoder))
    both: Vectors = join(parts, SHARES[:2]).numpy()
    return both


def fold_file(directory: Path, fold: int) -> Path:
    """Where the vectors of one fold's model lie."""
    return directory / f"fold-{fold}.npz"


def save_fold_vectors(path: Path, kept: Kept) -> None:
    """Write one fold's file, numbers as float16, beside the old file first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"unfinished-{path.name}")
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "model": np.array(kept.model),
        "ids": np.array(kept.ids),
        "cnn": kept.cnn.astype(np.float16),
        "autoencoder": kept.autoencoder.astype(np.float16),
        "joined": kept.joined.astype(np.float16),
        "view_ids": np.array([view.clip_id for view in kept.views]),
        "view_names": np.array([view.name for view in kept.views]),
        "view_cnn": kept.view_cnn.astype(np.float16),
        "view_autoencoder": kept.view_autoencoder.astype(np.float16),
        "view_joined": kept.view_joined.astype(np.float16),
    }
    for field in fields(Logits):
        arrays[_LOGITS + field.name] = getattr(kept.logits, field.name).astype(np.float16)
    with unfinished.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    unfinished.replace(path)


def read_fold_vectors(path: Path, tracks: Sequence[Track]) -> FoldVectors:
    """Read what ``save_fold_vectors`` wrote and put the rows in the order of the tracks.

    Raises
    ------
    DataMissingError
        The file is missing or damaged, lacks an array or a track, or holds a vector that is not finite or zero.
    """
    arrays = _arrays(path)
    try:
        return _read(path, arrays, tracks)
    except _DAMAGE as error:
        raise DataMissingError(f"{path} is damaged ({error}): train its fold again") from error


def _arrays(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except FileNotFoundError as error:
        raise DataMissingError(
            f"{path} is missing: train the model of every fold with `python -m engine.training --fold K` (K = 0 to 4)"
        ) from error
    except _DAMAGE as error:
        raise DataMissingError(f"{path} is damaged ({error}): train its fold again") from error


def _read(path: Path, arrays: Mapping[str, npt.NDArray[np.generic]], tracks: Sequence[Track]) -> FoldVectors:
    ids = [str(one) for one in arrays["ids"]]
    places = _places(path, ids, tracks)
    autoencoder, cnn, joined = (
        _checked(path, arrays[name], len(ids))[places] for name in ("autoencoder", "cnn", "joined")
    )
    logits, views = None, None
    if _LOGITS + "genre" in arrays:
        heads = {field.name: _finite(path, arrays[_LOGITS + field.name], len(ids))[places] for field in fields(Logits)}
        logits = Logits(**heads)
    if "view_ids" in arrays:
        names = zip(arrays["view_ids"], arrays["view_names"], strict=True)
        of_views = tuple(View(str(one), str(name)) for one, name in names)
        view_cnn, view_code, view_joined = (
            _checked(path, arrays[f"view_{name}"], len(of_views)) for name in ("cnn", "autoencoder", "joined")
        )
        views = ViewVectors(of_views, view_cnn, view_code, view_joined)
    return FoldVectors(str(arrays["model"]), autoencoder, cnn, joined, logits, views)


def _places(path: Path, ids: Sequence[str], tracks: Sequence[Track]) -> npt.NDArray[np.int64]:
    place = {one: row for row, one in enumerate(ids)}
    absent = [track.id for track in tracks if track.id not in place]
    if absent:
        raise DataMissingError(
            f"{path} lacks {len(absent)} of {len(tracks)} clips, {absent[0]} first: train its fold again"
        )
    return np.array([place[track.id] for track in tracks], np.int64)


def _finite(path: Path, vectors: npt.NDArray[np.generic], rows: int) -> Vectors:
    if len(vectors) != rows:
        raise DataMissingError(f"{path} holds {len(vectors)} vectors for {rows} clips: train its fold again")
    numbers: Vectors = vectors.astype(np.float32)
    if not np.isfinite(numbers).all():
        raise DataMissingError(f"{path} holds vectors that are zero or not finite: train its fold again")
    return numbers


def _checked(path: Path, vectors: npt.NDArray[np.generic], rows: int) -> Vectors:
    numbers = _finite(path, vectors, rows)
    if not np.abs(numbers).sum(axis=1).all():
        raise DataMissingError(f"{path} holds vectors that are zero or not finite: train its fold again")
    return numbers
