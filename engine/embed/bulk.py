"""Many files into vectors: decoded in processes, embedded here in batches, a few files ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from engine.audio import Clip, DecodeLimits, DecoderPool
from engine.embed.embedder import Embedder
from engine.embed.heard import Heard
from engine.errors import AudioError, AudioProblem, VectorError

BATCH_CLIPS = 8
"""Clips embedded at once: more are not quicker on a CPU and hold more memory."""
MAX_AHEAD = 4 * BATCH_CLIPS
"""Files that are read and decoded before they are embedded."""
MAX_AHEAD_BYTES = 256 * 2**20
"""What files that wait for their decoding may hold together; one that is larger waits alone."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file's bytes, or why they could not be read.

    Attributes
    ----------
    path
        Where they come from; a name for what comes from elsewhere.
    data
        ``None`` where there is an ``error``.
    """

    path: Path
    data: bytes | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Embedded:
    """One file: heard, or why not.

    Attributes
    ----------
    problem
        What was wrong with the sound; ``None`` where it was heard or could not even be read.
    seconds
        Length of the whole recording, where its packets tell it.
    """

    path: Path
    heard: Heard | None
    error: str
    problem: AudioProblem | None = None
    seconds: float | None = None


def embed_files(paths: Iterable[Path], embedder: Embedder, *, jobs: int, limits: DecodeLimits) -> Iterator[Embedded]:
    """Embed files in the given order; a bad file is reported in its place.

    Parameters
    ----------
    jobs
        Decoding processes.
    """
    with DecoderPool(jobs, limits) as pool:
        yield from embed_sounds((_read(path, limits) for path in paths), embedder, pool)


def embed_sounds(
    sounds: Iterable[Sound], embedder: Embedder, pool: DecoderPool, *, ahead_bytes: int = MAX_AHEAD_BYTES
) -> Iterator[Embedded]:
    """Embed sounds in the order in which they come; a bad one is reported in its place.

    They are taken as they are needed: at most :data:`MAX_AHEAD` of them are ahead of what is embedded.

    Parameters
    ----------
    ahead_bytes
        As soon as those that wait for their decoding hold so many, no more are taken.
    """
    remaining = iter(sounds)
    waiting: deque[_Decoding] = deque()
    while True:
        _look_ahead(waiting, remaining, pool, ahead_bytes)
        if not waiting:
            return
        batch = [waiting.popleft() for _ in range(min(BATCH_CLIPS, len(waiting)))]
        yield from _embed(batch, embedder)


@dataclass(frozen=True, slots=True)
class _Decoding:
    path: Path
    size: int
    clip: Future[Clip] | None
    error: str

    @property
    def held(self) -> int:
        """Bytes that are kept for it."""
        return 0 if self.clip is None or self.clip.done() else self.size


def _look_ahead(waiting: deque[_Decoding], sounds: Iterator[Sound], pool: DecoderPool, ahead_bytes: int) -> None:
    while len(waiting) < MAX_AHEAD and sum(one.held for one in waiting) < ahead_bytes:
        sound = next(sounds, None)
        if sound is None:
            return
        if sound.data is None:
            waiting.append(_Decoding(sound.path, 0, None, sound.error))
        else:
            waiting.append(_Decoding(sound.path, len(sound.data), pool.submit(sound.data), ""))


def _read(path: Path, limits: DecodeLimits) -> Sound:
    try:
        size = path.stat().st_size
        if size > limits.max_bytes:
            return Sound(path, None, str(AudioError(AudioProblem.TOO_LARGE, measured=size, limit=limits.max_bytes)))
        return Sound(path, path.read_bytes())
    except OSError as error:
        return Sound(path, None, error.strerror or type(error).__name__)


def _embed(batch: list[_Decoding], embedder: Embedder) -> list[Embedded]:
    clips: dict[int, Clip] = {}
    failed: dict[int, AudioError] = {}
    for number, decoding in enumerate(batch):
        if decoding.clip is None:
            continue
        try:
            clips[number] = decoding.clip.result()
        except AudioError as error:
            failed[number] = error
    heard = _heard(clips, embedder)
    failed |= {number: AudioError(AudioProblem.DAMAGED) for number in clips if number not in heard}
    return [
        Embedded(
            decoding.path,
            heard.get(number),
            str(failed[number]) if number in failed else decoding.error,
            failed[number].problem if number in failed else None,
            clips[number].source_seconds if number in clips else None,
        )
        for number, decoding in enumerate(batch)
    ]


def _heard(clips: dict[int, Clip], embedder: Embedder) -> dict[int, Heard]:
    """Embed clips together; where the networks refuse one of them, each alone, so that only that one is lost."""
    try:
        return dict(zip(clips, embedder.embed([clip.samples for clip in clips.values()]), strict=True))
    except VectorError:
        if len(clips) == 1:
            return {}
    heard: dict[int, Heard] = {}
    for number, clip in clips.items():
        heard |= _heard({number: clip}, embedder)
    return heard
