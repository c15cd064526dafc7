"""The six taggers from the directory of the training data, always in one order."""

from __future__ import annotations

from pathlib import Path

import torch

from engine.teachers.fcn import Fcn
from engine.teachers.musicnn import Musicnn
from engine.teachers.tagger_musicnn import TaggerMusicnn
from engine.teachers.teacher import Teacher

_MUSICNN = "musicnn/msd_musicnn.npz"
_TAGGERS = (
    "taggers/msd_fcn.npz",
    "taggers/jamendo_fcn.npz",
    "taggers/mtat_fcn.npz",
    "taggers/jamendo_musicnn.npz",
    "taggers/mtat_musicnn.npz",
)


def weight_files(data: Path) -> tuple[Path, ...]:
    """Where the weights of each teacher lie in the directory of the training data, in the order of the teachers."""
    return tuple(data / file for file in (_MUSICNN, *_TAGGERS))


def load_teachers(data: Path, dtype: torch.dtype = torch.float32) -> tuple[Teacher, ...]:
    """All six: ``msd_musicnn``, ``msd_fcn``, ``jamendo_fcn``, ``mtat_fcn``, ``jamendo_musicnn``, ``mtat_musicnn``.

    Parameters
    ----------
    data
        Directory of the training data.
    dtype
        Of the convolutions of the last five; ``torch.bfloat16`` saves a quarter of the time of all six, where the
        processor knows it, and tags differ by up to 0.005. The first always works in single precision.

    Raises
    ------
    ModelError
        A file of weights is missing, cannot be read, or is of another network.
    """
    first, *others = weight_files(data)
    taggers = [(Fcn if path.stem.endswith("fcn") else TaggerMusicnn).load(path, dtype) for path in others]
    return (Musicnn.load(first.parent), *taggers)
