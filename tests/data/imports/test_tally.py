from __future__ import annotations

import pytest

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.plays import Play, Skip
from data.imports.tally import Counts, Tally
from engine.songs import artist_key, normalise, title_key

HOUR = 3600
NOON = 1_600_000_000 // (24 * HOUR) * 24 * HOUR + 12 * HOUR


def test_plays_of_a_song_are_one_song_and_skips_none() -> None:
    tally = Tally(100, 10)
    tally.add([Play("Björk", "Jóga", NOON), Play("Björk", "Jóga", NOON - HOUR, 2), Skip.SHORT, Skip.OTHER, Skip.OTHER])
    tally.add([Skip.UNREADABLE, Play("U2", "One", NOON + HOUR)])
    counts = tally.counts
    assert (counts.read, counts.plays, counts.short, counts.other, counts.unreadable) == (7, 4, 1, 2, 1)
    assert (counts.first, counts.last) == (NOON - HOUR, NOON + HOUR)
    assert {hour: plays for hour, plays in enumerate(counts.clock) if plays} == {11: 2, 12: 1, 13: 1}
    joga, one = tally.songs()
    assert (joga.count, joga.last, one.count) == (3, NOON, 1)
    assert (joga.artist_key, joga.title_key, joga.title_text) == (
        artist_key("Björk"),
        title_key("Jóga"),
        normalise("Jóga"),
    )


def test_more_plays_than_may_be_read_are_refused() -> None:
    tally = Tally(3, 10)
    tally.add([Skip.SHORT] * 3)
    with pytest.raises(HistoryRefused) as refused:
        tally.add([Skip.SHORT])
    assert refused.value.problem is HistoryProblem.TOO_MANY
    assert refused.value.limit == 3


def test_parts_without_a_play_have_no_time() -> None:
    one = Counts(read=1, plays=1, first=NOON, last=NOON)
    assert one.plus(Counts(read=4)).first == NOON
    assert Counts().plus(Counts()) == Counts()


def test_the_names_that_are_kept_are_so_long_and_no_longer() -> None:
    tally = Tally(100, 100, most_letters=10)
    tally.add([Play("A" * 6, "B" * 6, NOON), Play("C", "D", NOON, 3), Play("A" * 6, "B" * 6, NOON)])
    (song,) = tally.songs()
    assert song.count == 2
    assert tally.counts.left_out == 3
