"""Published outputs of the five taggers, and the samples that they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.evaluation.reencode import decoded
from engine.teachers.teacher import SAMPLE_RATE
from tests.training_data import training_data

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Published:
    """Of one clip by one tagger."""

    samples: Numbers
    embedding: Numbers
    tags: Numbers


def tagger_file(name: str) -> Path:
    return training_data() / "taggers" / f"{name}.npz"


def published(name: str, row: int) -> Published:
    data = training_data()
    with np.load(data / "taggers" / "reference.npz") as reference:
        file = data / "audio" / f"{reference['clips'][row]}.opus"
        embedding, tags = reference[f"{name}_embedding"][row], reference[f"{name}_tags"][row]
    return Published(decoded(file.read_bytes(), SAMPLE_RATE), embedding, tags)
