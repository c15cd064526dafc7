"""The clips as the networks learn from them: features and the teacher's opinion, computed once and kept.

Kept under ``SEGUE_HOME/cache/training/<key>``; the key names the clips, the features and the teacher, so that a change
of any of them makes a new cache. Files are written beside their names and renamed, so a stop leaves none half-written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from engine.audio import DecodeLimits, DecoderPool
from engine.errors import AudioError
from engine.features.log_mel import HOP_LENGTH, N_MELS, SAMPLE_RATE, LogMel
from engine.teachers.musicnn import N_PENULTIMATE, Musicnn
from engine.teachers.musicnn import WINDOW_SAMPLES as TEACHER_WINDOW_SAMPLES
from engine.teachers.teacher import N_TAGS
from engine.teachers.teacher import SAMPLE_RATE as TEACHER_SAMPLE_RATE

_FORMAT = "log-mel 22050/1024/512/128 dB float16; musicnn every 2; 1"
TEACHER_EVERY = 2
"""The teacher hears every second window of 3 s: half its cost."""
TEACHER_SECONDS = TEACHER_WINDOW_SAMPLES / TEACHER_SAMPLE_RATE
_CLIPS_AHEAD = 8
"""Clips decoded before they are needed, for each worker."""


@dataclass(frozen=True, slots=True)
class Teacher:
    """musicnn's outputs for the windows of all clips, joined.

    Attributes
    ----------
    penultimate, tags
        (n_windows, 200) and (n_windows, 50) float32.
    offsets
        (n_clips + 1,): windows of clip ``i`` are ``offsets[i]:offsets[i + 1]``.
    """

    penultimate: NDArray[np.float32]
    tags: NDArray[np.float32]
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Log-mel spectrograms of all clips, joined and mapped from disk.

    Attributes
    ----------
    frames
        (n_frames, N_MELS) float16 decibels.
    offsets
        (n_clips + 1,): frames of clip ``i`` are ``offsets[i]:offsets[i + 1]``; none for a clip that could not be read.
    levels
        (n_clips,) float32, the mean of each clip in decibels.
    """

    frames: NDArray[np.float16]
    offsets: NDArray[np.int64]
    levels: NDArray[np.float32]
    teacher: Teacher

    def log_mel(self, clip: int) -> NDArray[np.float32]:
        """(n_frames, N_MELS) float32 decibels of one clip."""
        return np.asarray(self.frames[self.offsets[clip] : self.offsets[clip + 1]], np.float32)


def cache_directory(home: Path, tracks: Path) -> Path:
    """Where the features of the clips of ``tracks.csv`` lie."""
    key = hashlib.sha256(_FORMAT.encode() + tracks.read_bytes()).hexdigest()[:16]
    return home / "cache" / "training" / key


def prepare(audio: Sequence[Path], teacher_weights: Path, directory: Path, *, jobs: int) -> Corpus:
    """Compute what is not there yet, with progress, and open it.

    Raises
    ------
    ModelError
        The teacher's weights cannot be read.
    """
    directory.mkdir(parents=True, exist_ok=True)
    frames, offsets = directory / "frames.npy", directory / "offsets.npy"
    if not (frames.exists() and offsets.exists()):
        _compute_features(audio, frames, offsets, jobs)
    teacher = directory / "teacher.npz"
    if not teacher.exists():
        _compute_teacher(audio, teacher_weights, teacher, jobs)
    return open_corpus(directory)


def open_corpus(directory: Path) -> Corpus:
    """Map what ``prepare`` wrote."""
    frames = np.load(directory / "frames.npy", mmap_mode="r")
    offsets = np.load(directory / "offsets.npy")
    levels = np.array(
        [frames[a:b].mean(dtype=np.float64) if b > a else 0.0 for a, b in pairwise(offsets)],
        np.float32,
    )
    with np.load(directory / "teacher.npz") as archive:
        teacher = Teacher(
            penultimate=archive["penultimate"].astype(np.float32),
            tags=archive["tags"].astype(np.float32),
            offsets=archive["offsets"],
        )
    return Corpus(frames, offsets, levels, teacher)


def _compute_features(audio: Sequence[Path], frames: Path, offsets: Path, jobs: int) -> None:
    log_mel = LogMel()
    ends = [0]
    unfinished = frames.with_suffix(".part")
    with unfinished.open("wb") as raw, torch.inference_mode():
        for samples in _waveforms(audio, jobs, "log-mel"):
            if samples is None:
                ends.append(ends[-1])
                continue
            spectrogram = log_mel(torch.from_numpy(samples)[None])[0].T.to(torch.float16).contiguous().numpy()
            raw.write(spectrogram.tobytes())
            ends.append(ends[-1] + len(spectrogram))
    mapped = np.memmap(unfinished, np.float16, "r", shape=(ends[-1], N_MELS))
    _save(frames, lambda path: np.save(path, mapped))
    unfinished.unlink()
    _save(offsets, lambda path: np.save(path, np.array(ends)))


def _compute_teacher(audio: Sequence[Path], weights: Path, target: Path, jobs: int) -> None:
    musicnn = Musicnn.load(weights)
    penultimate, tags, ends = [np.empty((0, N_PENULTIMATE), np.float16)], [np.empty((0, N_TAGS), np.float16)], [0]
    for samples in _waveforms(audio, jobs, "teacher"):
        if samples is None:
            ends.append(ends[-1])
            continue
        heard = musicnn.hear(samples, SAMPLE_RATE, every=TEACHER_EVERY)
        penultimate.append(heard.embedding.astype(np.float16))
        tags.append(heard.tags.astype(np.float16))
        ends.append(ends[-1] + len(heard.tags))
    _save(
        target,
        lambda path: np.savez(
            path, penultimate=np.concatenate(penultimate), tags=np.concatenate(tags), offsets=np.array(ends)
        ),
    )


def _waveforms(audio: Sequence[Path], jobs: int, what: str) -> Iterator[NDArray[np.float32] | None]:
    """Decoded clips in order, a few ahead; ``None`` for one that cannot be heard."""
    with DecoderPool(jobs, DecodeLimits()) as pool, tqdm(total=len(audio), desc=what, unit="clip") as progress:
        ahead = jobs * _CLIPS_AHEAD
        waiting = [pool.submit(path.read_bytes()) for path in audio[:ahead]]
        for number in range(len(audio)):
            future = waiting.pop(0)
            if number + ahead < len(audio):
                waiting.append(pool.submit(audio[number + ahead].read_bytes()))
            try:
                yield future.result().samples
            except AudioError as error:
                progress.write(f"{audio[number].name}: {error}")
                yield None
            progress.update()


def _save(target: Path, write: Callable[[Path], None]) -> None:
    unfinished = target.with_name(f"unfinished-{target.name}")
    write(unfinished)
    unfinished.replace(target)


def frames_to_seconds(frames: int) -> float:
    """Length of a stretch of frames."""
    return frames * HOP_LENGTH / SAMPLE_RATE
