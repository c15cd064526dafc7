from __future__ import annotations

from dataclasses import replace

import pytest

from bot.text.en import taste as say
from data.habits import Habits
from engine.taste.match import Evidence, Match
from engine.taste.shares import Share, Shares

SHARES = Shares(
    (Share("Trip-hop", 0.756, 3), Share("Jazz", 0.2, 1)),
    (),
    (),
    (Share("1990s", 0.5, 2), Share("1970s", 0.3, 1), Share("2000s", 0.2, 1)),
)
MATCH = Match(62, Evidence.ENOUGH, 14, 0.5, 0.25, 0.125, ("sad",), ("Jazz",), ("Metal",))


def test_shares_are_told_largest_first_and_eras_in_their_time() -> None:
    told = say.in_words(SHARES, (0,) * 24, 0).splitlines()
    assert told[0] == "**Genres** \u00b7 Trip-hop 76 %, Jazz 20 %"
    assert told[1].endswith("nothing known yet")
    assert told[3] == "**Eras** \u00b7 1970s 30 %, 1990s 50 %, 2000s 20 %"
    assert told[4] == "**Listening clock** \u00b7 no times yet"


@pytest.mark.parametrize(("offset", "expected"), [(0, "23:00"), (2, "1:00"), (-4, "19:00")])
def test_the_clock_is_told_in_the_members_time(offset: int, expected: str) -> None:
    clock = tuple(3 if hour == 23 else 1 if hour == 12 else 0 for hour in range(24))
    assert f"busiest at {expected} (75 %)" in say.in_words(SHARES, clock, offset)


def test_zones() -> None:
    assert [say.zone(offset) for offset in (0, 5, -3)] == ["UTC", "UTC+5", "UTC\u22123"]


def test_what_it_was_read_from() -> None:
    habits = Habits((0,) * 24, 3, 0)
    assert say.heading(1, habits).endswith("read from 1 song that you like, played or asked about, in all servers")
    assert "and 1,500 plays from elsewhere" in say.heading(20, replace(habits, plays=1_500))


def test_a_match_says_what_it_means_and_who_sees_it() -> None:
    told = say.compared(MATCH, "**Jonas**")
    assert told.startswith(
        "## 62 % \u00b7 you and \\*\\*Jonas\\*\\*\n-# more alike than 62 of 100 pairs of listeners\n"
    )
    assert "**You share** \u00b7 sad\n**Rather yours** \u00b7 Jazz\n**Rather theirs** \u00b7 Metal" in told
    assert told.endswith("only you see this")


def test_little_evidence_is_said() -> None:
    few = replace(MATCH, evidence=Evidence.LITTLE, songs=4, shared=(), more_first=(), more_second=())
    told = say.compared(few, "Jonas")
    assert "of one of you I know only 4 songs, so this may change much" in told
    assert "**" not in told
    assert "the same taste, as far as I know it" in say.compared(replace(MATCH, percent=100), "Jonas")


def test_sharing_says_what_others_see() -> None:
    assert say.sharing(on=True).startswith("On:")
    assert "never a song, an artist or a play of yours" in say.sharing(on=True)
    assert say.sharing(on=False).startswith("Off:")
