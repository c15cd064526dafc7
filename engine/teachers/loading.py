"""The six public taggers, in a fixed order."""

from __future__ import annotations

from pathlib import Path

import torch

from engine.teachers.fcn import Fcn
from engine.teachers.musicnn import WEIGHTS_FILE, Musicnn
from engine.teachers.tagger_musicnn import TaggerMusicnn
from engine.teachers.teacher import Teacher

MUSICNN_DIRECTORY, TAGGERS_DIRECTORY = "musicnn", "taggers"
FCN_NAMES = ("msd_fcn", "jamendo_fcn", "mtat_fcn")
TAGGER_MUSICNN_NAMES = ("jamendo_musicnn", "mtat_musicnn")


def weight_files(data: Path) -> tuple[Path, ...]:
    """Where the weights lie in the directory of the training data, in the order of :func:`load_teachers`."""
    names = (*FCN_NAMES, *TAGGER_MUSICNN_NAMES)
    return (musicnn_file(data), *(tagger_file(data, name) for name in names))


def musicnn_file(data: Path) -> Path:
    """Where musicnn's weights lie in the directory of the training data."""
    return data / MUSICNN_DIRECTORY / WEIGHTS_FILE


def tagger_file(data: Path, name: str) -> Path:
    """Where the weights of one of the other five lie."""
    return data / TAGGERS_DIRECTORY / f"{name}.npz"


def load_fcns(data: Path, dtype: torch.dtype = torch.float32) -> tuple[Fcn, ...]:
    """The three FCNs.

    Raises
    ------
    ModelError
        Weights are missing or cannot be read.
    """
    return tuple(Fcn(name, tagger_file(data, name), dtype) for name in FCN_NAMES)


def load_teachers(data: Path, dtype: torch.dtype = torch.float32) -> tuple[Teacher, ...]:
    """musicnn, the three FCNs, the two MusiCNNs, from the directory of the training data.

    Parameters
    ----------
    dtype
        Of the taggers' convolutions; musicnn itself is heard as it was published.

    Raises
    ------
    ModelError
        Weights are missing or cannot be read.
    """
    return (
        Musicnn.load(data / MUSICNN_DIRECTORY),
        *load_fcns(data, dtype),
        *(TaggerMusicnn(name, tagger_file(data, name), dtype) for name in TAGGER_MUSICNN_NAMES),
    )
