"""Several decoding processes, each with a thread here that gives it work and replaces it when a file was too much."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from engine.audio.clip import Clip, DecodeLimits
from engine.audio.decoding import DEFAULT_LIMITS, decode
from engine.audio.process import DecodingProcess
from engine.audio.wire import Decode
from engine.errors import AudioError, AudioProblem

DEFAULT_WORKERS = 2
JOBS_A_PROCESS = 1_000
"""Then a fresh process takes over, so that what leaks a little never leaks much."""


@dataclass(frozen=True, slots=True)
class _Job:
    data: bytes
    future: Future[Clip]


class DecoderPool:
    """Decodes strangers' files in processes of their own.

    A file that hangs, crashes or eats memory costs its own answer alone: its process is killed and replaced, and the
    others go on. The processes start side by side behind the constructor, which does not wait for them. Thread-safe.

    Parameters
    ----------
    workers
        Files decoded at once.
    limits
        What one file may cost.
    decode
        Runs there, for every file. A function of a module that can be imported by its name.

    Raises
    ------
    ValueError
        No worker is asked for, or the function cannot be found by name there.
    """

    def __init__(
        self, workers: int = DEFAULT_WORKERS, limits: DecodeLimits = DEFAULT_LIMITS, decode: Decode = decode
    ) -> None:
        if workers < 1:
            raise ValueError("a pool has at least one worker")
        if decode.__module__ == "__main__" or "<" in decode.__qualname__:
            raise ValueError("a worker process cannot import the decode function by its name")
        self.limits = limits
        self._decode = decode
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._processes: set[DecodingProcess] = set()
        self._threads = [
            threading.Thread(target=self._serve, name=f"decoder-{number}", daemon=True) for number in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, data: bytes) -> Future[Clip]:
        """Queue one file. The future can be cancelled until a process has it; it raises `AudioError` for a bad file.

        An empty file and one over the size limit are refused here, before any work.

        Raises
        ------
        RuntimeError
            The pool is closed.
        """
        future: Future[Clip] = Future()
        if not data:
            future.set_exception(AudioError(AudioProblem.EMPTY))
            return future
        if len(data) > self.limits.max_bytes:
            future.set_exception(AudioError(AudioProblem.TOO_LARGE, measured=len(data), limit=self.limits.max_bytes))
            return future
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._jobs.put(_Job(data, future))
        return future

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that run now."""
        with self._lock:
            return tuple(process.pid for process in self._processes)

    def close(self) -> None:
        """End every process; what waits is cancelled, what runs fails with ``CancelledError``."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for process in self._processes:
                process.kill()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        while not self._jobs.empty():
            left = self._jobs.get()
            if left is not None:
                left.future.cancel()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self) -> None:
        """One thread's life: a process, its jobs, the next process."""
        while not self._closed:
            process = self._start()
            if process is None:
                # Nothing can be started now; the job that waits is told so, and the next one tries again.
                if not self._refuse_next():
                    return
                continue
            try:
                if not self._feed(process):
                    return
            finally:
                with self._lock:
                    self._processes.discard(process)
                process.close()

    def _start(self) -> DecodingProcess | None:
        try:
            process = DecodingProcess(self._decode, self.limits)
        except OSError:
            return None
        with self._lock:
            self._processes.add(process)
            if self._closed:
                process.kill()
        return process

    def _feed(self, process: DecodingProcess) -> bool:
        """Give a process jobs until it must be replaced; ``False`` when the pool closes."""
        for _ in range(JOBS_A_PROCESS):
            job = self._next()
            if job is None:
                return False
            if not process.alive and not self._closed:
                # It was killed while it had nothing to do, which is no fault of this file.
                self._jobs.put(job)
                return True
            if not job.future.set_running_or_notify_cancel():
                continue
            try:
                job.future.set_result(process.decode(job.data))
            except AudioError as error:
                job.future.set_exception(CancelledError() if self._closed else error)
                if error.problem in _FATAL:
                    return True
            except Exception as error:
                # Not the file's fault and not foreseen: whoever asked must hear of it, and this thread must live on.
                job.future.set_exception(error)
                return True
            finally:
                del job
        return True

    def _refuse_next(self) -> bool:
        job = self._next()
        if job is None:
            return False
        if job.future.set_running_or_notify_cancel():
            job.future.set_exception(AudioError(AudioProblem.CRASHED))
        return True

    def _next(self) -> _Job | None:
        job = self._jobs.get()
        while job is not None and self._closed:
            job.future.cancel()
            job = self._jobs.get()
        return job


_FATAL = (AudioProblem.TOO_SLOW, AudioProblem.TOO_HUNGRY, AudioProblem.CRASHED)
"""Answers after which a process is replaced."""
