"""What a tagger is to the rest of Segue, and what it says of a sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float32]

SAMPLE_RATE = 16_000
"""What every tagger hears, samples a second."""
N_TAGS = 50
"""Tags of each of the six."""


@dataclass(frozen=True, slots=True)
class TeacherOutput:
    """What a tagger says of a sound: window by window, and of the whole as its authors define it.

    Attributes
    ----------
    windows
        (n_windows, 2) float32: start and end of each window in seconds; at least one window.
    embedding
        (n_windows, d) float32.
    tags
        (n_windows, N_TAGS) float32, independent probabilities.
    clip_embedding
        (d,) float32.
    clip_tags
        (N_TAGS,) float32, independent probabilities.
    """

    windows: Numbers
    embedding: Numbers
    tags: Numbers
    clip_embedding: Numbers
    clip_tags: Numbers


class Teacher(Protocol):
    """A public tagger, for inference."""

    @property
    def name(self) -> str:
        """What it was trained on and its network, for example ``mtat_fcn``."""

    @property
    def tag_names(self) -> tuple[str, ...]:
        """The N_TAGS tags in the order of its outputs, spelled as published."""

    def hear(self, samples: Samples, sample_rate: int = SAMPLE_RATE) -> TeacherOutput:
        """Everything it says of a sound.

        Other rates are resampled in the way in which its published outputs were made (``engine.teachers.resampling``).
        48 kHz, or whatever the file has, gives those outputs; by way of 22,050 Hz the embeddings of the fully
        convolutional networks correlate by .98 with them.

        Parameters
        ----------
        samples
            (n,) float32, mono.
        sample_rate
            Samples a second.

        Raises
        ------
        AudioError
            There are no samples, or they are not finite.
        """
