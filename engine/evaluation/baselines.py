"""What the ear must beat: chance, and the timbre that a hundred lines of signal processing hear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from engine.audio import decode
from engine.evaluation.folds import DataMissingError
from engine.features.mfcc import N_MFCC, Mfcc, timbre

Vectors = npt.NDArray[np.float32]
"""(n, d) float32, a row a clip."""
Progress = Callable[[Iterable[Path]], Iterable[Path]]
"""Shows how far an iteration has come."""

RANDOM_DIMENSION = 320
MFCC_VERSION = f"mfcc-{N_MFCC}-mean-deviation-1"
"""Names what was computed; vectors kept under another name are not read again."""


def random_vectors(n: int, seed: int, dimension: int = RANDOM_DIMENSION) -> Vectors:
    """Directions drawn evenly from the sphere: what retrieval scores by chance."""
    return np.random.default_rng(seed).standard_normal((n, dimension), dtype=np.float32)


def standardise(vectors: Vectors, known: npt.NDArray[np.bool_]) -> Vectors:
    """Every column less its mean and over its deviation, both of the ``known`` rows only.

    Parameters
    ----------
    vectors
        (n, d)
    known
        (n,) the rows that may be learnt from; a column that is constant there becomes zero.
    """
    mean = vectors[known].mean(axis=0)
    deviation = vectors[known].std(axis=0)
    centred = vectors - mean
    standard: Vectors = np.divide(centred, deviation, out=np.zeros_like(centred), where=deviation > 0)
    return standard


def read_clip(path: Path) -> bytes:
    """The bytes of a clip.

    Raises
    ------
    DataMissingError
        It is not there.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataMissingError(f"the clip {path} cannot be read ({error.strerror})") from error


def mfcc_vectors(paths: Sequence[Path], progress: Progress = iter) -> Vectors:
    """Mean and deviation of the coefficients of every clip, decoded and cut as the ear hears it.

    Returns
    -------
    (n, 2 * N_MFCC) float32

    Raises
    ------
    DataMissingError
        A clip is not there.
    AudioError
        A clip cannot be decoded.
    """
    return np.stack(list(_timbres(paths, progress))) if paths else np.zeros((0, 2 * N_MFCC), dtype=np.float32)


def _timbres(paths: Sequence[Path], progress: Progress) -> Iterator[Vectors]:
    mfcc = Mfcc()
    for path in progress(paths):
        with torch.inference_mode():
            yield timbre(mfcc(torch.from_numpy(decode(read_clip(path)).samples)[None]))[0].numpy()
