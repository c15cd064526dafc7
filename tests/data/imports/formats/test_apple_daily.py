from __future__ import annotations

import pytest

from data.imports.dates import Dates
from data.imports.formats.apple_daily import MAX_A_DAY, AppleDaily
from data.imports.plays import Play, Skip
from tests.data.imports.exports import NOW, at, table

FORMAT = AppleDaily()
ROW = {
    "Media type": "AUDIO",
    "Date Played": "20190501",
    "Hours": "10, 11",
    "Play Duration Milliseconds": "600000",
    "Play Count": "3",
    "Ignore For Recommendations": "",
    "Track Description": "Björk - Jóga - Live",
}
TEN = at("2019-05-01 10:00")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Play("Björk", "Jóga - Live", TEN, 3)),
        ({"Play Count": "999999999999"}, Play("Björk", "Jóga - Live", TEN, MAX_A_DAY)),
        ({"Hours": ""}, Play("Björk", "Jóga - Live", at("2019-05-01 12:00"), 3)),
        ({"Play Count": "0"}, Skip.SHORT),
        ({"Play Duration Milliseconds": "9000"}, Skip.SHORT),
        ({"Ignore For Recommendations": "true"}, Skip.OTHER),
        ({"Media type": "VIDEO"}, Skip.OTHER),
        ({"Track Description": "A title alone"}, Skip.UNREADABLE),
        ({"Date Played": "20191341"}, Skip.UNREADABLE),
        ({"Play Count": "many"}, Skip.UNREADABLE),
    ],
)
def test_what_a_row_is(changes: dict[str, str], expected: object) -> None:
    row = ROW | changes
    text = table([tuple(row), tuple(row.values())]).decode()
    assert FORMAT.recognises(text)
    assert list(FORMAT.entries([text], Dates(NOW))) == [expected]
