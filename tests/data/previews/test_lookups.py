from __future__ import annotations

import asyncio

import pytest

from data.previews.facts import Found, FoundSong, SourceName
from data.previews.lookups import ABSENT_SECONDS, FOUND_SECONDS, Lookups
from tests.data.previews.clients import Seconds
from tests.data.previews.facts_made import track

SONG = FoundSong((track("Björk", "Jóga"),))
FOUND = Found((SONG,), sure=True)
ABSENT = Found()
PARTLY = Found((SONG,), unasked=(SourceName.ITUNES,))
SILENT = Found(unasked=(SourceName.DEEZER, SourceName.ITUNES))


class Sources:
    """Counts how often it is asked."""

    def __init__(self, answer: Found) -> None:
        self.answer = answer
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self) -> Found:
        self.asked += 1
        await self.may_answer.wait()
        return self.answer


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [(FOUND, FOUND_SECONDS), (ABSENT, ABSENT_SECONDS), (PARTLY, ABSENT_SECONDS), (SILENT, 0.0)],
)
async def test_an_answer_is_believed_for_as_long_as_it_deserves(answer: Found, seconds: float) -> None:
    clock, sources = Seconds(), Sources(answer)
    lookups = Lookups(clock)
    assert await lookups.get("x", sources) == answer
    if seconds:
        clock.now += seconds - 1.0
        assert await lookups.get("x", sources) == answer
        assert sources.asked == 1
        clock.now += 1.5
    await lookups.get("x", sources)
    assert sources.asked == 2


async def test_those_who_ask_the_same_at_once_share_one_search() -> None:
    sources = Sources(SILENT)
    sources.may_answer.clear()
    lookups = Lookups(Seconds())
    asking = [asyncio.create_task(lookups.get("x", sources)) for _ in range(20)]
    other = asyncio.create_task(lookups.get("y", sources))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    sources.may_answer.set()
    assert await asyncio.gather(*asking) == [SILENT] * 20
    await other
    assert sources.asked == 2


async def test_who_stops_waiting_stops_nobody_else() -> None:
    sources = Sources(FOUND)
    sources.may_answer.clear()
    lookups = Lookups(Seconds())
    first, second = (asyncio.create_task(lookups.get("x", sources)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    sources.may_answer.set()
    assert await second == FOUND
    assert first.cancelled()
    assert sources.asked == 1


async def test_a_search_that_fails_is_not_remembered() -> None:
    async def broken() -> Found:
        raise LookupError

    lookups = Lookups(Seconds())
    with pytest.raises(LookupError):
        await lookups.get("x", broken)
    assert await lookups.get("x", Sources(FOUND)) == FOUND


async def test_memory_is_bounded_and_the_least_used_goes_first() -> None:
    sources = Sources(FOUND)
    lookups = Lookups(Seconds(), capacity=2)
    for question in ("a", "b", "a", "c", "a", "b"):
        await lookups.get(question, sources)
    assert sources.asked == 4


async def test_closing_stops_what_is_under_way() -> None:
    sources = Sources(FOUND)
    sources.may_answer.clear()
    lookups = Lookups(Seconds())
    asking = asyncio.create_task(lookups.get("x", sources))
    await asyncio.sleep(0)
    await lookups.close()
    with pytest.raises(asyncio.CancelledError):
        await asking
