"""The clips as the networks hear them: features, computed once and kept.

Kept under ``SEGUE_HOME/cache/training/<key>``; the key names the clips and the features, so that a change of either
makes a new cache. The features lie in packs (``engine.training.packs``).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from engine.evaluation.reencode import decoded
from engine.features.log_mel import N_BANDS, N_MELS, SAMPLE_RATE, LogMel
from engine.training.packs import Packs, open_packs, packs_written, write_packs

_FORMAT = "log-mel 22050/720/353/96 htk and slaney dB float16; whole clips; 1"
FRAMES = "frames"
"""Name of the packs."""
_CLIPS_AHEAD = 4
"""Clips given out before they are needed, for each process."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All clips.

    Attributes
    ----------
    frames
        (n_frames, N_BANDS) decibels of each clip.
    levels
        (n_clips,) float32, the mean of each clip in decibels on the first scale.
    """

    frames: Packs
    levels: NDArray[np.float32]

    def levelled(self, clip: int, start: int = 0, stop: int | None = None) -> NDArray[np.float32]:
        """(n_frames, N_BANDS) decibels of one clip or a stretch of it, about the clip's own mean on the first scale."""
        levelled: NDArray[np.float32] = self.frames.of(clip, start, stop) - self.levels[clip]
        return levelled


def cache_directory(home: Path, tracks: Path) -> Path:
    """Where the features of the clips of ``tracks.csv`` lie."""
    key = hashlib.sha256(_FORMAT.encode() + tracks.read_bytes()).hexdigest()[:16]
    return home / "cache" / "training" / key


def prepare(audio: Sequence[Path], directory: Path, *, jobs: int) -> Corpus:
    """Compute what is not there yet, with progress, and open it."""
    if not packs_written(directory, FRAMES):
        write_packs(directory, FRAMES, _all_clips(audio, jobs))
    return open_corpus(directory)


def open_corpus(directory: Path) -> Corpus:
    """Map what ``prepare`` wrote."""
    frames = open_packs(directory, FRAMES)
    first = (frames.of(clip)[:, :N_MELS] for clip in range(len(frames)))
    means = [float(rows.mean()) if len(rows) else 0.0 for rows in first]
    return Corpus(frames, np.array(means, np.float32))


def _all_clips(audio: Sequence[Path], jobs: int) -> Iterator[NDArray[np.float16]]:
    """Features of every clip in order, computed in processes a few ahead; no rows where one cannot be decoded."""
    waiting: deque[Future[NDArray[np.float16]]] = deque()
    with (
        ProcessPoolExecutor(jobs, get_context("spawn"), _start) as pool,
        tqdm(total=len(audio), desc="features", unit="clip") as progress,
    ):
        for number, path in enumerate(audio):
            while len(waiting) < jobs * _CLIPS_AHEAD and number + len(waiting) < len(audio):
                waiting.append(pool.submit(_compute, audio[number + len(waiting)]))
            try:
                yield waiting.popleft().result()
            except ValueError as error:
                progress.write(f"{path.name}: {error}")
                yield np.empty((0, N_BANDS), np.float16)
            progress.update()


def _start() -> None:
    torch.set_num_threads(1)


def _compute(path: Path) -> NDArray[np.float16]:
    with torch.inference_mode():
        frames = _log_mel()(torch.from_numpy(decoded(path.read_bytes(), SAMPLE_RATE))[None])[0]
    rows: NDArray[np.float16] = frames.T.to(torch.float16).contiguous().numpy()
    return rows


@cache
def _log_mel() -> LogMel:
    return LogMel()
