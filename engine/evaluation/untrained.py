"""An untrained copy of our own networks: what their shape alone hears, before any music taught them.

Random convolutions are no fools (Pons and Serra, "Randomly weighted CNNs for (music) audio classification", ICASSP
2019), so whatever training claims must be more than they give.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from engine.audio import decode
from engine.evaluation.baselines import Progress, Vectors, read_clip, standardise
from engine.networks.cnn import EMBEDDING_SIZE, Classes
from engine.networks.ear import DIMENSION, Ear, join

SEED = 0
# The heads do not touch the vectors.
_ANY_CLASSES = Classes(
    genres=("",), moods=("",), quadrants=("",), clusters=("",), emotify_genres=("",), instruments=("",)
)


def untrained_ear(seed: int = SEED) -> Ear:
    """The networks as they are initialised, ready to hear; the generator of the process is left as it was."""
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        return Ear(_ANY_CLASSES).eval()


def content_name(ear: Ear) -> str:
    """A name that changes with every weight, for what is kept of these networks."""
    digest = hashlib.sha256()
    for name, values in sorted(ear.state_dict().items()):
        digest.update(name.encode())
        digest.update(values.contiguous().numpy().tobytes())
    return f"untrained-{digest.hexdigest()[:16]}"


def raw_vectors(ear: Ear, paths: Sequence[Path], progress: Progress = iter) -> Vectors:
    """What both networks give for every clip, the CNN's part first, not yet standardised.

    Returns
    -------
    (n, DIMENSION) float32

    Raises
    ------
    DataMissingError
        A clip is not there.
    AudioError
        A clip cannot be decoded.
    """
    return np.stack(list(_heard(ear, paths, progress))) if paths else np.zeros((0, DIMENSION), dtype=np.float32)


def joined(ear: Ear, raw: Vectors, known: npt.NDArray[np.bool_]) -> Vectors:
    """Standardise by the known clips and join both networks, in the proportion that the trained ones have.

    Parameters
    ----------
    raw
        (n, DIMENSION) of :func:`raw_vectors`.
    known
        (n,) the rows that may be learnt from.
    """
    standard = torch.from_numpy(standardise(raw, known))
    parts = (standard[:, :EMBEDDING_SIZE], standard[:, EMBEDDING_SIZE:])
    vectors: Vectors = join(parts, ear.shares[:2].tolist()).numpy()
    return vectors


def _heard(ear: Ear, paths: Sequence[Path], progress: Progress) -> Iterator[Vectors]:
    for path in progress(paths):
        with torch.inference_mode():
            out = ear([torch.from_numpy(decode(read_clip(path)).samples)])
        yield torch.cat((out.cnn, out.autoencoder), dim=1)[0].numpy()
