from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ranking.feedback import HALF_LIFE_DAYS, Deed, Evidence, share_of

DEEDS = st.sampled_from([deed for deed in Deed if deed is not Deed.RATED])


@pytest.mark.parametrize("deed", list(Deed))
def test_a_half_life_takes_half_and_another_half_of_that(deed: Deed) -> None:
    now = Evidence(deed, "artist", amount=5).strength
    for lives in (1, 2, 3):
        later = Evidence(deed, "artist", age_days=lives * HALF_LIFE_DAYS[deed], amount=5).strength
        assert later == pytest.approx(now / 2**lives)


def test_stars_rise_from_against_to_for_and_three_say_nothing() -> None:
    strengths = [Evidence(Deed.RATED, "artist", amount=stars).strength for stars in range(1, 6)]
    assert strengths == sorted(strengths)
    assert strengths[0] < 0 == strengths[2] < strengths[4]


@given(deed=DEEDS, age=st.floats(-1e4, 1e5), share=st.floats(0, 1))
def test_no_deed_says_more_than_all_or_changes_sides_with_time(deed: Deed, age: float, share: float) -> None:
    against = deed in {Deed.SKIPPED, Deed.DISLIKED}
    strength = Evidence(deed, "artist", age_days=age, share=share).strength
    assert -1 <= strength <= 0 if against else 0 <= strength <= 1


@given(plays=st.integers(0, 10**9), most=st.integers(0, 10**9))
def test_a_share_lies_between_nothing_and_all(plays: int, most: int) -> None:
    assert 0 <= share_of(min(plays, most), most) <= 1
    assert share_of(most, most) == (1.0 if most else 0.0)
