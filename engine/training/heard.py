"""What is found in every clip, as it is and in a few disguises, heard once and kept for all folds and seeds.

Found are the trunk's features and the statistics of the sound (``engine.features.statistics``), side by side.

The trunk is the same for all of them: it comes from public taggers and sees no clip, label or fold. Kept as packs under
the features' directory, in ``heard-<key>``; the key names the trunk's weights and how clips are disguised.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from engine.embed.inference import bfloat16_is_native
from engine.evaluation.views import WHOLE_SECONDS
from engine.features.log_mel import EAR_SHAPE, N_MELS, SAMPLE_RATE
from engine.features.statistics import statistics
from engine.networks.cnn import Trunk, long_enough
from engine.networks.parts import FOUND
from engine.training.augment import disturb, hiss, vary
from engine.training.corpus import FRAMES
from engine.training.packs import Packs, open_packs, packs_written, write_packs

STRETCHES = 3
"""Parts of a clip that are described each for itself."""
DISGUISES = 3
"""Times that each clip is heard in disguise."""
_HISSED = 3
"""The disguise that is noise alone; in the others clips are varied and disturbed."""
WHOLE_FRAMES = EAR_SHAPE.n_frames(round(WHOLE_SECONDS * SAMPLE_RATE))
"""Frames of the middle of a clip, which is what is heard."""
_FORMAT = "trunk features and statistics, 3 stretches float16; vary and disturb, hiss; 3"
_CLIPS_AHEAD = 4

_frames: Packs
_trunk: Trunk


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found in all clips.

    Attributes
    ----------
    clean
        (STRETCHES, FOUND) of each clip as it is.
    disguised
        The same of each of its disguises.
    """

    clean: Packs
    disguised: tuple[Packs, ...]


def hear(
    trunk: Trunk, features: Path, device: torch.device, jobs: int, *, minutes: float = float("inf")
) -> Heard | None:
    """Hear what is not heard yet, with progress, and open it.

    Parameters
    ----------
    features
        Directory of the corpus, where this is kept too.
    jobs
        Processes on a CPU.
    minutes
        No disguise is begun that would probably end later.

    Returns
    -------
    Heard or None
        ``None`` when the time was up before the end.
    """
    directory = features / f"heard-{_key(trunk)}"
    began, longest = time.monotonic(), 0.0
    for disguise in range(1 + DISGUISES):
        if packs_written(directory, _name(disguise)):
            continue
        if longest and time.monotonic() - began + longest > 60 * minutes:
            return None
        started = time.monotonic()
        write_packs(directory, _name(disguise), _all_clips(trunk, features, disguise, device, jobs))
        longest = max(longest, time.monotonic() - started)
    opened = [open_packs(directory, _name(disguise)) for disguise in range(1 + DISGUISES)]
    return Heard(opened[0], tuple(opened[1:]))


@torch.inference_mode()
def found(trunk: Trunk, frames: NDArray[np.float32], clip: int, disguise: int) -> NDArray[np.float16]:
    """What is found in one clip.

    Parameters
    ----------
    frames
        (n_frames, N_BANDS) decibels.
    clip, disguise
        Seed of the disguise; the clip is heard as it is for 0.

    Returns
    -------
    (STRETCHES, FOUND)
    """
    device = next(trunk.parameters()).device
    start = max(0, len(frames) - WHOLE_FRAMES) // 2
    decibels = long_enough(torch.from_numpy(frames[start : start + WHOLE_FRAMES].T.copy())[None])
    if disguise:
        generator = torch.Generator().manual_seed(clip * (1 + DISGUISES) + disguise)
        changed = hiss(decibels, generator) if disguise == _HISSED else disturb(vary(decibels, generator), generator)
        decibels = long_enough(changed)
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda" or bfloat16_is_native()):
        features: Tensor = trunk(decibels.to(device), STRETCHES)
    described = statistics(decibels[:, :N_MELS], STRETCHES)[0]
    return torch.cat([features[0].cpu().float(), described], dim=1).to(torch.float16).numpy()


def _all_clips(
    trunk: Trunk, features: Path, disguise: int, device: torch.device, jobs: int
) -> Iterator[NDArray[np.float16]]:
    count = len(open_packs(features, FRAMES))
    what = f"hear disguise {disguise} of {DISGUISES}" if disguise else "hear"
    bar = tqdm(total=count, desc=what, unit="clip", file=sys.stderr)
    with bar:
        if device.type != "cpu":
            _start(features, trunk.to(device))
            for clip in range(count):
                yield _hear_one(clip, disguise)
                bar.update()
            return
        with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (features, trunk)) as pool:
            waiting: deque[Future[NDArray[np.float16]]] = deque()
            for clip in range(count):
                while len(waiting) < jobs * _CLIPS_AHEAD and clip + len(waiting) < count:
                    waiting.append(pool.submit(_hear_one, clip + len(waiting), disguise))
                yield waiting.popleft().result()
                bar.update()


def _start(features: Path, trunk: Trunk) -> None:
    global _frames, _trunk  # noqa: PLW0603 - a process of a pool has no other place for what all its tasks share
    torch.set_num_threads(1)
    _frames = open_packs(features, FRAMES)
    _trunk = trunk.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def _hear_one(clip: int, disguise: int) -> NDArray[np.float16]:
    frames = _frames.of(clip)
    if not len(frames):
        return np.empty((0, FOUND), np.float16)
    return found(_trunk, frames, clip, disguise)


def _name(disguise: int) -> str:
    return f"disguise-{disguise}" if disguise else "clean"


def _key(trunk: Trunk) -> str:
    digest = hashlib.sha256(_FORMAT.encode())
    for name, values in sorted(trunk.state_dict().items()):
        digest.update(name.encode())
        digest.update(values.cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]
