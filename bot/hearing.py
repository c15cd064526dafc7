"""A file in, what the ear hears out: decoding in worker processes, the network behind the micro-batcher."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.errors import HeardTooLate
from engine.audio import Clip
from engine.embed import Heard
from engine.errors import VectorError

UNIT_TOLERANCE = 1e-3
"""How far a vector's length may be from one."""


class Decoder(Protocol):
    """Whatever turns a file's bytes into sound, away from this thread."""

    def submit(self, data: bytes) -> Future[Clip]:
        """Queue one file; the future raises :class:`~engine.errors.AudioError`."""
        ...


class Listener(Protocol):
    """Whatever turns sound into a vector, away from this thread."""

    def submit(self, waveform: NDArray[np.float32]) -> Future[Heard]:
        """Queue one waveform, (n,) float32 at 22,050 Hz."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Listened:
    """A file that was heard, and what was heard of it.

    Attributes
    ----------
    samples
        (n,) float32 at 22,050 Hz: the thirty seconds out of its middle, or all of a shorter one.
    """

    heard: Heard
    samples: NDArray[np.float32]


class Hearing:
    """Joins the two.

    Parameters
    ----------
    seconds
        A clip that is not heard by then is given up.
    """

    def __init__(self, decoder: Decoder, listener: Listener, *, dimension: int, seconds: float) -> None:
        self._decoder = decoder
        self._listener = listener
        self._dimension = dimension
        self._seconds = seconds

    async def hear(self, data: bytes) -> Heard:
        """What the ear makes of a file; raises like :meth:`listen`."""
        return (await self.listen(data)).heard

    async def listen(self, data: bytes) -> Listened:
        """What the ear makes of a file, together with the sound that it heard.

        Raises
        ------
        AudioError
            It is not music that can be heard.
        VectorError
            The ear's vector is of no use.
        HeardTooLate
            Time ran out.
        """
        try:
            async with asyncio.timeout(self._seconds):
                clip = await asyncio.wrap_future(self._decoder.submit(data))
                heard = await asyncio.wrap_future(self._listener.submit(clip.samples))
        except TimeoutError:
            raise HeardTooLate(self._seconds) from None
        check_vector(heard.vector, self._dimension)
        return Listened(heard, clip.samples)


def check_vector(vector: NDArray[np.float32], dimension: int) -> None:
    """Let only finite vectors of unit length and the right size pass.

    Raises
    ------
    VectorError
        It is none.
    """
    if vector.shape != (dimension,):
        raise VectorError(f"a vector of shape {vector.shape} instead of ({dimension},)")
    length = float(np.linalg.norm(vector))
    if not abs(length - 1.0) <= UNIT_TOLERANCE:
        raise VectorError(f"a vector of length {length:g}")
