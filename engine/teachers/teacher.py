"""What a public tagger says of a clip, in one shape for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelError

SAMPLE_RATE = 16_000
"""Samples a second that all of them hear."""
EMBEDDING, MEAN_POOL, MAX_POOL = "embedding", "mean_pool", "max_pool"
"""Names of features: every tagger has the first, musicnn all three."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TeacherOutput:
    """One clip by one tagger, as its authors define it.

    Attributes
    ----------
    features
        By name, one vector for the clip each: ``EMBEDDING`` and what else the tagger is used for.
    tags
        (n_tags,) independent probabilities.
    """

    features: dict[str, Numbers]
    tags: Numbers


class Teacher(Protocol):
    """A tagger, for inference.

    Attributes
    ----------
    resampled_by_soxr
        How its authors' outputs were made, which says how its samples come to ``SAMPLE_RATE``: by soxr from what the
        file holds, or else by FFmpeg while decoding. Under the other resampler FCN's outputs move visibly.
    """

    name: str
    tag_names: tuple[str, ...]
    resampled_by_soxr: bool

    def hear(self, samples: Numbers) -> TeacherOutput:
        """Hear a clip: (n_samples,) float32, mono, at ``SAMPLE_RATE``."""
        ...


def read_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """Arrays of a weights file.

    Raises
    ------
    ModelError
        It is missing or cannot be read.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the weights of a public tagger cannot be read from {path}") from error
