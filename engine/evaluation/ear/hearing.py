"""Ears without folds hear every clip and every view once: MFCCs, and our networks before any training."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from engine.evaluation.views import Sound
from engine.features.mfcc import Mfcc, timbre
from engine.networks.ear import Ear

Vectors = npt.NDArray[np.float32]
Samples = npt.NDArray[np.float32]
Hear = Callable[[Samples], Vectors]
"""(n,) samples at the networks' rate in, (d,) out."""
_SOUNDS_AHEAD = 8
"""Sounds made before they are needed, for each process: they bound the memory."""


def heard(sounds: Sequence[Sound], hear: Hear, title: str, jobs: int) -> Vectors:
    """Make every sound in ``jobs`` processes and hear it in this one, with a bar that shows how far it is.

    Returns
    -------
    (n, d) float32

    Raises
    ------
    DataMissingError
        A clip cannot be read.
    """
    bar = tqdm(sounds_ahead(sounds, jobs), total=len(sounds), desc=title, unit="sound", file=sys.stderr)
    return np.stack([hear(samples) for samples in bar]).astype(np.float32)


def sounds_ahead(sounds: Sequence[Sound], jobs: int) -> Iterator[Samples]:
    """Samples of the sounds in order, a few ahead of who asks."""
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[Samples]] = deque()
        for sound in sounds:
            waiting.append(pool.submit(sound.samples))
            if len(waiting) > jobs * _SOUNDS_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def by_mfcc() -> Hear:
    """Mean and deviation of the coefficients: (2 * N_MFCC,)."""
    mfcc = Mfcc()

    def hear(samples: Samples) -> Vectors:
        with torch.inference_mode():
            vector: Vectors = timbre(mfcc(torch.from_numpy(samples)[None]))[0].numpy()
        return vector

    return hear


def by_networks(ear: Ear) -> Hear:
    """Both networks' outputs, the CNN's part first, as they come: (DIMENSION,)."""

    def hear(samples: Samples) -> Vectors:
        with torch.inference_mode():
            out = ear([torch.from_numpy(samples)])
            vector: Vectors = torch.cat((out.cnn, out.autoencoder), dim=1)[0].numpy()
        return vector

    return hear
