"""Clips that arrive together are heard together, and a bad one fails alone."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from engine.embed import Embedder, Heard, MicroBatcher
from engine.errors import VectorError


class Recorder:
    """Notes the size of every batch; waits for a sign before the first."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.sizes: list[int] = []
        self.go = threading.Event()

    def embed(self, waveforms: Sequence[np.ndarray]) -> list[Heard]:
        self.go.wait(10)
        self.sizes.append(len(waveforms))
        return self.embedder.embed(waveforms)


def clip(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.1, 5_000).astype(np.float32)


def test_answers_go_to_who_asked(embedder: Embedder) -> None:
    batcher = MicroBatcher(embedder)
    with ThreadPoolExecutor(8) as askers:
        vectors = list(askers.map(lambda seed: batcher.submit(clip(seed)).result().vector, range(12)))
    batcher.close()
    for seed, vector in enumerate(vectors):
        np.testing.assert_allclose(vector, embedder.embed([clip(seed)])[0].vector, atol=1e-4)


def test_batches_fill_up_while_one_runs_and_stay_bounded(embedder: Embedder) -> None:
    recorder = Recorder(embedder)
    batcher = MicroBatcher(recorder, max_clips=4, max_wait_seconds=0)
    first = batcher.submit(clip(0))
    others = [batcher.submit(clip(seed)) for seed in range(1, 10)]
    recorder.go.set()
    for future in (first, *others):
        future.result(20)
    batcher.close()
    assert max(recorder.sizes) == 4
    assert sum(recorder.sizes) == 10
    assert len(recorder.sizes) <= 4


def test_a_bad_clip_fails_alone(embedder: Embedder) -> None:
    batcher = MicroBatcher(embedder, max_wait_seconds=0.2)
    futures = [batcher.submit(waveform) for waveform in (clip(1), np.full(5_000, np.nan, np.float32), clip(2))]
    assert isinstance(futures[0].result(), Heard)
    with pytest.raises(VectorError):
        futures[1].result()
    assert isinstance(futures[2].result(), Heard)
    batcher.close()


def test_a_cancelled_question_is_not_heard(embedder: Embedder) -> None:
    recorder = Recorder(embedder)
    batcher = MicroBatcher(recorder, max_clips=1)
    first, second = batcher.submit(clip(1)), batcher.submit(clip(2))
    assert second.cancel()
    recorder.go.set()
    first.result(20)
    batcher.close()
    assert recorder.sizes == [1]


def test_closing_finishes_what_was_asked_and_refuses_more(embedder: Embedder) -> None:
    batcher = MicroBatcher(embedder)
    futures = [batcher.submit(clip(seed)) for seed in range(5)]
    batcher.close()
    batcher.close()
    assert all(future.done() for future in futures)
    with pytest.raises(RuntimeError, match="closed"):
        batcher.submit(clip(9))
