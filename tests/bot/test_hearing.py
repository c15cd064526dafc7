"""A file becomes a vector, or one exception that says why not."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.errors import HeardTooLate
from bot.hearing import Hearing, check_vector
from engine.audio import SAMPLE_RATE, Clip
from engine.embed import Heard
from engine.errors import AudioError, AudioProblem, VectorError

DIMENSION = 4
UNIT = np.full(DIMENSION, 0.5, np.float32)
SILENCE = np.zeros(SAMPLE_RATE, np.float32)


def heard(vector: NDArray[np.float32]) -> Heard:
    return Heard(vector, (), (), ())


class Steps:
    """Runs one function a submission, in a thread of its own: half of the way from file to vector."""

    def __init__(self, pool: ThreadPoolExecutor, step: Callable[[object], object]) -> None:
        self._pool = pool
        self._step = step

    def submit(self, thing: object) -> Future[object]:
        return self._pool.submit(self._step, thing)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


def hearing(pool: ThreadPoolExecutor, decode: Callable, listen: Callable, seconds: float = 30.0) -> Hearing:
    return Hearing(Steps(pool, decode), Steps(pool, listen), dimension=DIMENSION, seconds=seconds)


async def test_the_sound_of_the_file_is_what_is_embedded(pool: ThreadPoolExecutor) -> None:
    def decode(data: bytes) -> Clip:
        return Clip(np.frombuffer(data, np.float32), 1.0)

    def listen(samples: NDArray[np.float32]) -> Heard:
        return heard(samples)

    assert (await hearing(pool, decode, listen).hear(UNIT.tobytes())).vector.tolist() == UNIT.tolist()


async def test_what_was_heard_comes_with_its_sound(pool: ThreadPoolExecutor) -> None:
    listened = await hearing(pool, lambda _: Clip(SILENCE, 1.0), lambda _: heard(UNIT)).listen(b"")
    assert listened.samples is SILENCE
    assert listened.heard.vector is UNIT


async def test_a_refused_file_never_reaches_the_ear(pool: ThreadPoolExecutor) -> None:
    listened = []

    def decode(_data: bytes) -> Clip:
        raise AudioError(AudioProblem.SILENT)

    with pytest.raises(AudioError) as refused:
        await hearing(pool, decode, listened.append).hear(b"")
    assert refused.value.problem is AudioProblem.SILENT
    assert not listened


async def test_time_runs_out_and_the_next_file_is_heard(pool: ThreadPoolExecutor) -> None:
    free = asyncio.Event()
    loop = asyncio.get_running_loop()

    def decode(data: bytes) -> Clip:
        if data == b"slow":
            asyncio.run_coroutine_threadsafe(free.wait(), loop).result()
        return Clip(SILENCE, 1.0)

    ears = hearing(pool, decode, lambda _: heard(UNIT), seconds=0.2)
    with pytest.raises(HeardTooLate) as late:
        await ears.hear(b"slow")
    assert late.value.seconds == 0.2
    assert (await ears.hear(b"quick")).vector is UNIT
    free.set()


@pytest.mark.parametrize(
    "vector",
    [
        np.zeros(DIMENSION, np.float32),
        np.full(DIMENSION, np.nan, np.float32),
        np.array([np.inf, 0, 0, 0], np.float32),
        np.ones(DIMENSION, np.float32),
        np.full(DIMENSION + 1, (DIMENSION + 1) ** -0.5, np.float32),
        np.full((1, DIMENSION), 0.5, np.float32),
    ],
    ids=["zero", "nan", "infinite", "long", "large", "matrix"],
)
async def test_a_vector_of_no_use_is_refused(pool: ThreadPoolExecutor, vector: NDArray[np.float32]) -> None:
    with pytest.raises(VectorError):
        await hearing(pool, lambda _: Clip(SILENCE, 1.0), lambda _: heard(vector)).hear(b"")


def test_a_unit_vector_passes() -> None:
    check_vector(UNIT, DIMENSION)
