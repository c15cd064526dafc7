"""The middle is found by what packets hold, with a bounded number of them in memory."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audio import DecodeLimits
from engine.audio.middle import MAX_PACKETS_HELD, PREROLL_SECONDS, find_middle
from engine.errors import AudioError, AudioProblem

LIMITS = DecodeLimits()
MILLISECOND = Fraction(1, 1_000)


def packet(stamp: int | None, duration: int, size: int = 1) -> av.Packet:
    made = av.Packet(size)
    made.pts = made.dts = stamp
    made.duration = duration
    made.time_base = MILLISECOND
    return made


def steady(count: int, duration: int = 20) -> list[av.Packet]:
    return [packet(number * duration, duration) for number in range(count)]


def test_what_is_shorter_is_taken_whole() -> None:
    middle = find_middle(iter(steady(500)), LIMITS)
    assert len(middle.packets) == 500
    assert (middle.lead_seconds, middle.source_bytes) == (0.0, 500)
    assert middle.source_seconds == pytest.approx(10)


@settings(deadline=None, max_examples=40)
@given(count=st.integers(1, 4_000), duration=st.sampled_from([5, 20, 26, 1_000, 7_000]))
def test_the_packets_reach_from_before_the_middle_to_its_end(count: int, duration: int) -> None:
    limits = dataclasses.replace(LIMITS, max_seconds=1e9)
    packets = steady(count, duration)
    middle = find_middle(iter(packets), limits)
    seconds = count * duration / 1_000
    begin = max(0.0, (seconds - limits.clip_seconds) / 2)
    first = packets.index(middle.packets[0]) * duration / 1_000
    assert middle.packets == tuple(packets[-len(middle.packets) :])
    assert middle.lead_seconds == pytest.approx(begin - first, abs=1e-6)
    # Far enough before for the decoder, and no further than one packet more.
    assert min(begin, PREROLL_SECONDS) - 1e-6 <= middle.lead_seconds <= PREROLL_SECONDS + duration / 1_000 + 1e-6


def test_too_long_is_said_before_the_end_is_read() -> None:
    packets = iter(steady(10_000_000 // 100, 1_000))
    with pytest.raises(AudioError) as refusal:
        find_middle(packets, LIMITS)
    assert refusal.value.problem is AudioProblem.TOO_LONG
    assert next(packets).pts == (LIMITS.max_seconds + 1) * 1_000


def test_stamps_that_jump_change_nothing() -> None:
    packets = [*steady(500), *(packet(9_000_000 + number * 20, 20) for number in range(500))]
    assert find_middle(iter(packets), LIMITS).source_seconds == pytest.approx(20)


def test_durations_cut_to_a_unit_are_mended_by_stamps() -> None:
    # 2.67 ms a packet, in a container that counts milliseconds.
    packets = [packet(number * 8 // 3, 2) for number in range(3_000)]
    assert find_middle(iter(packets), LIMITS).source_seconds == pytest.approx(8, abs=0.01)


def test_without_durations_stamps_tell_the_time() -> None:
    packets = [packet(number * 40, 0) for number in range(251)]
    assert find_middle(iter(packets), LIMITS).source_seconds == pytest.approx(10)


def test_packets_of_nothing_do_not_fill_memory() -> None:
    packets = (packet(0, 0) for _ in range(MAX_PACKETS_HELD * 2))
    with pytest.raises(AudioError) as refusal:
        find_middle(packets, LIMITS)
    assert refusal.value.problem is AudioProblem.TOO_HUNGRY


def test_no_packets_are_no_sound() -> None:
    middle = find_middle(iter([packet(0, 20, size=0)]), LIMITS)
    assert (middle.packets, middle.source_seconds) == ((), 0.0)
