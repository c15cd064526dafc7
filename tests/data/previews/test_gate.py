from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from data.previews.errors import (
    AddressRefused,
    PreviewError,
    SourceClosed,
    SourceConfused,
    SourceRefused,
    SourceUnavailable,
    TrackMissing,
)
from data.previews.facts import SourceName
from data.previews.gate import Gate, Pace
from tests.data.previews.clients import OFTEN, Seconds

HERE = SourceName.DEEZER
UNREACHED = SourceUnavailable(HERE, "out of reach")
CONFUSED = SourceConfused(HERE, "HTML")
PACE = replace(OFTEN, failures=3, rest_seconds=30.0)


class Caller:
    """Raises or gives what it was told, one after another, and counts."""

    def __init__(self, *outcomes: PreviewError | str) -> None:
        self._outcomes = list(outcomes)
        self.calls = 0

    async def __call__(self) -> str:
        self.calls += 1
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, PreviewError):
            raise outcome
        return outcome


def gate(seconds: Seconds, pace: Pace = PACE) -> Gate:
    return Gate(HERE, pace, clock=seconds, sleep=seconds.sleep, draw=lambda: 0.5)


async def fail(at: Gate, error: PreviewError, times: int) -> None:
    for _ in range(times):
        with pytest.raises(type(error)):
            await at.ask(Caller(error), again=lambda _: None)


async def test_an_answer_passes() -> None:
    assert await gate(Seconds()).ask(Caller("yes")) == "yes"


async def test_what_was_out_of_reach_is_tried_once_more_after_a_moment() -> None:
    seconds, call = Seconds(), Caller(UNREACHED, "yes")
    assert await gate(seconds).ask(call) == "yes"
    assert call.calls == 2
    assert seconds.slept == [pytest.approx(0.26)]


async def test_the_last_failure_is_what_is_raised() -> None:
    call = Caller(UNREACHED, CONFUSED, "never")
    with pytest.raises(SourceConfused):
        await gate(Seconds()).ask(call)
    assert call.calls == 2


@pytest.mark.parametrize(
    "error",
    [
        TrackMissing(HERE, "status 404"),
        SourceRefused(HERE, "status 403"),
        SourceClosed(HERE, "status 429", 1.0),
        AddressRefused(HERE, "not on the list"),
        CONFUSED,
    ],
    ids=lambda error: type(error).__name__,
)
async def test_an_answer_that_says_no_is_not_asked_for_twice(error: PreviewError) -> None:
    call = Caller(error, "never")
    with pytest.raises(type(error)):
        await gate(Seconds()).ask(call)
    assert call.calls == 1


async def test_a_source_may_say_how_long_to_wait_before_the_second_try() -> None:
    seconds, call = Seconds(), Caller(SourceClosed(HERE, "code 4", 2.0), "yes")
    patient = gate(seconds, replace(PACE, patience_seconds=10.0))
    assert await patient.ask(call, again=lambda _: 2.0) == "yes"
    assert seconds.slept == [pytest.approx(2.6)]


async def test_a_wait_that_is_longer_than_the_patience_is_not_begun() -> None:
    seconds, call = Seconds(), Caller(SourceClosed(HERE, "code 4", 5.0), "never")
    with pytest.raises(SourceClosed):
        await gate(seconds).ask(call, again=lambda _: 5.0)
    assert seconds.slept == []


async def test_a_source_that_said_to_wait_is_left_alone_until_then() -> None:
    seconds, call = Seconds(), Caller("yes")
    here = gate(seconds)
    await fail(here, SourceClosed(HERE, "status 429", 3600.0), 1)
    assert here.closed_seconds == 3600.0
    seconds.now += 3599.0
    with pytest.raises(SourceClosed) as closed:
        await here.ask(call)
    assert closed.value.seconds == pytest.approx(1.0)
    assert call.calls == 0
    seconds.now += 1.0
    assert await here.ask(call) == "yes"


async def test_a_shorter_wait_does_not_shorten_a_longer_one() -> None:
    seconds = Seconds()
    here = gate(seconds)
    hold = asyncio.Event()

    async def late() -> str:
        await hold.wait()
        raise SourceClosed(HERE, "status 429", 1.0)

    slow = asyncio.create_task(here.ask(late))
    await asyncio.sleep(0)
    await fail(here, SourceClosed(HERE, "status 429", 100.0), 1)
    hold.set()
    with pytest.raises(SourceClosed):
        await slow
    assert here.closed_seconds == 100.0


@pytest.mark.parametrize("error", [UNREACHED, CONFUSED], ids=lambda error: type(error).__name__)
async def test_failures_in_a_row_close_it_and_one_question_tries_again(error: PreviewError) -> None:
    seconds = Seconds()
    here = gate(seconds)
    await fail(here, error, 3)
    call = Caller("yes", "yes")
    with pytest.raises(SourceClosed):
        await here.ask(call)
    assert call.calls == 0

    seconds.now += 30.0
    going, hold = asyncio.Event(), asyncio.Event()

    async def trial() -> str:
        going.set()
        await hold.wait()
        return "back"

    first = asyncio.create_task(here.ask(trial))
    await going.wait()
    with pytest.raises(SourceClosed):
        await here.ask(call)
    hold.set()
    assert await first == "back"
    assert await here.ask(call) == "yes"
    assert call.calls == 1


async def test_a_trial_that_fails_closes_it_again_at_once() -> None:
    seconds = Seconds()
    here = gate(seconds)
    await fail(here, CONFUSED, 3)
    seconds.now += 30.0
    await fail(here, CONFUSED, 1)
    assert here.closed_seconds == 30.0


async def test_a_trial_that_is_given_up_lets_the_next_one_try() -> None:
    seconds = Seconds()
    here = gate(seconds)
    await fail(here, CONFUSED, 3)
    seconds.now += 30.0
    going = asyncio.Event()

    async def never() -> str:
        going.set()
        await asyncio.Event().wait()
        return "never"

    given_up = asyncio.create_task(here.ask(never))
    await going.wait()
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert await here.ask(Caller("yes")) == "yes"


@pytest.mark.parametrize(
    "between",
    ["an answer", TrackMissing(HERE, "404"), SourceRefused(HERE, "403"), AddressRefused(HERE, "not on the list")],
    ids=str,
)
async def test_whatever_shows_that_it_answers_ends_the_row(between: PreviewError | str) -> None:
    here = gate(Seconds())
    await fail(here, CONFUSED, 2)
    if isinstance(between, PreviewError):
        await fail(here, between, 1)
    else:
        await here.ask(Caller(between))
    await fail(here, CONFUSED, 2)
    assert here.closed_seconds == 0.0


async def asked(at: Gate, calls: Sequence[Callable[[], Awaitable[str]]]) -> list[str | BaseException]:
    return await asyncio.gather(*(at.ask(call) for call in calls), return_exceptions=True)


async def test_who_would_wait_too_long_for_a_turn_is_sent_away() -> None:
    here = Gate(HERE, Pace(calls=2, seconds=3600.0, patience_seconds=0.05))
    answers = await asked(here, [Caller("yes") for _ in range(5)])
    assert answers[:2] == ["yes", "yes"]
    assert [type(answer) for answer in answers[2:]] == [SourceClosed] * 3


async def test_who_can_wait_gets_a_turn() -> None:
    here = Gate(HERE, Pace(calls=2, seconds=0.02, patience_seconds=5.0))
    assert await asked(here, [Caller("yes") for _ in range(6)]) == ["yes"] * 6


async def test_who_waited_for_a_turn_is_sent_away_if_it_was_closed_meanwhile() -> None:
    here = Gate(HERE, Pace(calls=1, seconds=0.02, patience_seconds=5.0))
    last = Caller("never")
    answers = await asked(here, [Caller(SourceClosed(HERE, "status 429", 60.0)), last])
    assert [type(answer) for answer in answers] == [SourceClosed, SourceClosed]
    assert last.calls == 0
