from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from data.times import Moment, utc_now

DIALECT = sqlite.dialect()


@given(st.datetimes(datetime(2015, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_moment_comes_back_to_the_millisecond(moment: datetime) -> None:
    stored = Moment().process_bind_param(moment, DIALECT)
    read = Moment().process_result_value(stored, DIALECT)
    assert read is not None
    assert abs(read - moment) <= timedelta(milliseconds=1)


def test_the_same_instant_in_another_zone_is_the_same_number() -> None:
    moment = datetime(2026, 1, 1, 12, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert Moment().process_bind_param(moment, DIALECT) == Moment().process_bind_param(elsewhere, DIALECT)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Moment().process_bind_param(datetime(2026, 1, 1), DIALECT)


def test_now_has_a_zone() -> None:
    assert utc_now().tzinfo is UTC
