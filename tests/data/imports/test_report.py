from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.imports.report import ImportReport

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
REPORT = ImportReport(10, 2, 3, 4, 3, 1, 1, 1, 0, SINCE, UNTIL, tuple(range(24)), content="ab")
YEAR = timedelta(days=366)


def test_a_report_comes_back_as_it_was() -> None:
    assert ImportReport.from_json(REPORT.to_json()) == REPORT
    assert REPORT.plays == 8


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (REPORT, True),
        (replace(REPORT, since=SINCE + YEAR, until=UNTIL + YEAR), True),
        (replace(REPORT, content="cd"), True),
        (replace(REPORT, content="cd", since=UNTIL, until=UNTIL + YEAR), False),
        (replace(REPORT, content="cd", since=SINCE - YEAR, until=SINCE), False),
        (replace(REPORT, content="", since=SINCE - YEAR, until=SINCE + timedelta(minutes=1)), True),
        (replace(REPORT, content="", since=UNTIL + YEAR, until=UNTIL + YEAR), False),
    ],
)
def test_reports_tell_of_the_same_by_content_or_by_time(other: ImportReport, same: bool) -> None:
    assert REPORT.tells_of_the_same(other) is same
    assert other.tells_of_the_same(REPORT) is same
