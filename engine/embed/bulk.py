"""Many files into vectors: decoded in processes, embedded here in batches, a few files ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.audio import Clip, DecodeLimits, DecoderPool
from engine.embed.embedder import Embedder
from engine.embed.heard import Heard
from engine.errors import AudioError, AudioProblem

BATCH_CLIPS = 8
"""Clips embedded at once: more are not quicker on a CPU and hold more memory."""
_AHEAD = 3
"""Batches that are being decoded while one is embedded."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """One file: heard, or why not."""

    path: Path
    heard: Heard | None
    error: str


def embed_files(paths: Iterable[Path], embedder: Embedder, *, jobs: int, limits: DecodeLimits) -> Iterator[Embedded]:
    """Embed files in the given order; a bad file is reported in its place.

    Parameters
    ----------
    jobs
        Decoding processes.
    """
    remaining = iter(paths)
    with DecoderPool(jobs, limits) as pool:
        waiting: deque[_Reading] = deque(_read(pool, path, limits) for path in islice(remaining, _AHEAD * BATCH_CLIPS))
        while waiting:
            batch = [waiting.popleft() for _ in range(min(BATCH_CLIPS, len(waiting)))]
            waiting.extend(_read(pool, path, limits) for path in islice(remaining, len(batch)))
            yield from _embed(batch, embedder)


@dataclass(frozen=True, slots=True)
class _Reading:
    path: Path
    clip: Future[Clip] | None
    error: str


def _read(pool: DecoderPool, path: Path, limits: DecodeLimits) -> _Reading:
    try:
        size = path.stat().st_size
        if size > limits.max_bytes:
            raise AudioError(AudioProblem.TOO_LARGE, measured=size, limit=limits.max_bytes)
        return _Reading(path, pool.submit(path.read_bytes()), "")
    except OSError as error:
        return _Reading(path, None, error.strerror or type(error).__name__)
    except AudioError as error:
        return _Reading(path, None, str(error))


def _embed(batch: list[_Reading], embedder: Embedder) -> list[Embedded]:
    clips: dict[int, Clip] = {}
    errors = {number: reading.error for number, reading in enumerate(batch)}
    for number, reading in enumerate(batch):
        if reading.clip is None:
            continue
        try:
            clips[number] = reading.clip.result()
        except AudioError as error:
            errors[number] = str(error)
    heard = dict(zip(clips, embedder.embed([clip.samples for clip in clips.values()]), strict=True))
    return [Embedded(reading.path, heard.get(number), errors[number]) for number, reading in enumerate(batch)]
