"""The two ears that are compared, Segue's and musicnn, behind one door: clips in, vectors out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors
from numpy.typing import NDArray

from bot.settings import Places
from engine.audio import SAMPLE_RATE
from engine.embed import Embedder
from engine.embed.weights import read_facts
from engine.teachers.loading import MUSICNN_DIRECTORY
from engine.teachers.musicnn import WEIGHTS_FILE, Musicnn
from engine.teachers.teacher import SAMPLE_RATE as MUSICNN_RATE

SEGUE, MUSICNN = "Segue", "musicnn"


@dataclass(frozen=True, slots=True)
class EarFile:
    """Where an ear lies on disk; nothing is loaded yet.

    Attributes
    ----------
    sample_rate
        Of the clips that it hears, in Hz.
    """

    name: str
    weights: Path
    sample_rate: int

    @property
    def is_own(self) -> bool:
        """Whether it is Segue's."""
        return self.name == SEGUE

    def load(self) -> Callable[[Sequence[NDArray[np.float32]]], object]:
        """Read the weights; what comes back hears clips at ``sample_rate``, in the way that is quickest for it.

        Raises
        ------
        ModelError
            The weights cannot be read.
        """
        if self.is_own:
            return Embedder.load(self.weights.parent, "cpu").listen
        musicnn = Musicnn.load(self.weights.parent)
        # One window a batch is its quickest, so that clips come one after another.
        return lambda clips: [musicnn.hear(clip) for clip in clips]

    def numbers(self) -> int:
        """Numbers in the weights: parameters, and the statistics beside them."""
        if self.weights.suffix == ".npz":
            with np.load(self.weights) as arrays:
                return sum(arrays[name].size for name in arrays.files if arrays[name].dtype.kind == "f")
        with safetensors.safe_open(self.weights, "numpy") as tensors:
            slices = [tensors.get_slice(name) for name in tensors.keys()]  # noqa: SIM118 -- it is no mapping
            return sum(math.prod(one.get_shape()) for one in slices if "F" in one.get_dtype())


def ears(places: Places) -> tuple[EarFile, ...]:
    """Segue's ear, and musicnn where the training data are at hand.

    Raises
    ------
    ModelError
        Segue's own weights are missing.
    """
    own = EarFile(SEGUE, places.weights / read_facts(places.weights).file, SAMPLE_RATE)
    peer = EarFile(MUSICNN, places.data / MUSICNN_DIRECTORY / WEIGHTS_FILE, MUSICNN_RATE)
    return (own, peer) if peer.weights.is_file() else (own,)
