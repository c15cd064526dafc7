from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.imports.dates import EARLIEST, Dates
from tests.data.imports.exports import NOW, at

DATES = Dates(NOW)
QUARTER = at("2023-01-15 13:45")


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-15 13:45",
        "2023-01-15 13:45:00",
        "2023-01-15T13:45:00Z",
        "2023-01-15T13:45:00.000Z",
        "2023-01-15T14:45:00+01:00",
        "2023-01-15 13:45:00 UTC",
        "2023-01-15 13:45:00 +0000",
        " 15 Jan 2023, 13:45 ",
        "15 Jan 2023 13:45",
        "15 January 2023 13:45:00",
        "Sun, 15 Jan 2023 13:45:00 GMT",
        "1673790300",
        "1673790300000",
        "1673790300.0",
    ],
)
def test_a_moment_is_read_however_it_is_written(text: str) -> None:
    assert DATES.read(text) == QUARTER


@pytest.mark.parametrize(
    "text",
    ["", "0", "now", "15/01/2023 13:45", "01 Jan 1970 00:00", "2099-01-01 00:00", "2023-02-30 10:00",
     "30 Feb 2023 10:00", "15 Foo 2023 10:00", "1e9", "9" * 13, "9" * 40, "2023-01-15T99:00:00Z",
     "0001-01-01T00:00:00+14:00",
     "\u0661" * 10],
)  # fmt: skip
def test_what_is_no_moment_of_a_play_is_none(text: str) -> None:
    assert DATES.read(text) is None


@settings(max_examples=50, deadline=None)
@given(st.integers(EARLIEST, NOW))
def test_every_moment_comes_back(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert DATES.read(moment.isoformat()) == seconds
    assert DATES.read(f"{moment:%d %b %Y, %H:%M:%S}") == seconds
    assert DATES.read(str(seconds)) == seconds


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_possible_moment_or_none(text: str) -> None:
    read = DATES.read(text)
    assert read is None or EARLIEST <= read <= NOW + 24 * 3600


def test_a_clock_may_be_wrong_by_a_day() -> None:
    assert DATES.bounded(NOW + 3600) == NOW + 3600
    assert DATES.bounded(NOW + 25 * 3600) is None
