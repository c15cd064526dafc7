"""Work is done by turns, and only what counts is counted."""

from __future__ import annotations

from benchmarks.turns import Spread, Times, by_turns


def test_every_second_round_goes_backwards() -> None:
    done: list[str] = []
    times = by_turns([lambda: done.append("a"), lambda: done.append("b")], rounds=2, warm_up=1)
    assert "".join(done) == "abbaab"
    assert [len(one.wall) for one in times] == [2, 2]
    assert [len(one.processor) for one in times] == [2, 2]


def test_times_belong_to_their_work() -> None:
    idle, busy = by_turns([lambda: None, lambda: sum(range(300_000))], rounds=3)
    assert min(busy.processor) > max(idle.processor)
    assert min(busy.wall) > min(idle.wall)


def test_a_batch_is_shared_out() -> None:
    assert Times((8.0, 4.0), (16.0, 12.0)).each_of(4) == Times((2.0, 1.0), (4.0, 3.0))


def test_the_spread_leaves_out_the_lowest_and_the_highest_tenth() -> None:
    assert Spread.of([float(number) for number in range(11)]) == Spread(5.0, 1.0, 9.0)
    assert Spread.of([7.0]) == Spread(7.0, 7.0, 7.0)
