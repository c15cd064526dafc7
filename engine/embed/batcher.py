"""One thread for torch: clips that arrive together are heard together."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.embed.heard import Heard

MOST_CLIPS = 16
"""Clips in one batch at most."""
LONGEST_WAIT_SECONDS = 0.02
"""How long the first clip of a batch waits for company."""


class Hearing(Protocol):
    """What the batcher needs of an embedder."""

    def embed(self, waveforms: Sequence[NDArray[np.float32]]) -> list[Heard]:
        """One ``Heard`` for each waveform."""
        ...


@dataclass(frozen=True, slots=True)
class _Job:
    waveform: NDArray[np.float32]
    result: Future[Heard]


class MicroBatcher:
    """Collects waveforms from any thread and embeds them in its own.

    A waveform that cannot be heard fails alone: a batch that fails is heard again clip by clip.
    """

    def __init__(
        self, embedder: Hearing, max_clips: int = MOST_CLIPS, max_wait_seconds: float = LONGEST_WAIT_SECONDS
    ) -> None:
        self._embedder = embedder
        self._max_clips = max_clips
        self._max_wait_seconds = max_wait_seconds
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="embedder", daemon=True)
        self._thread.start()

    def submit(self, waveform: NDArray[np.float32]) -> Future[Heard]:
        """Ask for one clip to be heard; a cancelled future that has not begun is skipped.

        Raises
        ------
        RuntimeError
            The batcher is closed.
        """
        job = _Job(waveform, Future())
        with self._lock:
            if self._closed:
                raise RuntimeError("the batcher is closed")
            self._jobs.put(job)
        return job.result

    def close(self) -> None:
        """Finish what was submitted, then end the thread; a second call does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch, last = self._collect(first)
            self._hear([job for job in batch if job.result.set_running_or_notify_cancel()])
            if last:
                return

    def _collect(self, first: _Job) -> tuple[list[_Job], bool]:
        """More jobs until the batch is full or the first has waited long enough; whether the end was asked for."""
        batch = [first]
        deadline = time.monotonic() + self._max_wait_seconds
        while len(batch) < self._max_clips:
            try:
                job = self._jobs.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _hear(self, batch: list[_Job]) -> None:
        if not batch:
            return
        try:
            heard = self._embedder.embed([job.waveform for job in batch])
        except Exception as error:
            if len(batch) == 1:
                batch[0].result.set_exception(error)
            else:
                for job in batch:
                    self._hear([job])
            return
        for job, answer in zip(batch, heard, strict=True):
            job.result.set_result(answer)
