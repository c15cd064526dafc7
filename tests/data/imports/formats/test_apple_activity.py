from __future__ import annotations

import pytest

from data.imports.dates import Dates
from data.imports.formats.apple_activity import AppleActivity
from data.imports.plays import Play, Skip
from tests.data.imports.exports import NOW, at, table

FORMAT = AppleActivity()
OLD = {
    "Artist Name": "Björk",
    "Content Name": "Jóga",
    "Event Type": "PLAY_END",
    "Event End Timestamp": "2019-05-01T10:00:00.123Z",
    "Play Duration Milliseconds": "200000",
}
NEW = {
    "Song Name": "Jóga",
    "Container Artist Name": "Björk",
    "Event Type": "PLAY_END",
    "Media Type": "AUDIO",
    "Event Start Timestamp": "2019-05-01T10:00:00Z",
    "Event End Timestamp": "",
    "Play Duration Milliseconds": "200000",
}
JOGA = Play("Björk", "Jóga", at("2019-05-01 10:00"))


@pytest.mark.parametrize(
    ("columns", "changes", "expected"),
    [
        (OLD, {}, JOGA),
        (NEW, {}, JOGA),
        (NEW, {"Event Type": "PLAY_START"}, Skip.OTHER),
        (NEW, {"Media Type": "VIDEO"}, Skip.OTHER),
        (NEW, {"Container Artist Name": ""}, Skip.UNREADABLE),
        (NEW, {"Play Duration Milliseconds": "-12"}, Skip.UNREADABLE),
        (NEW, {"Play Duration Milliseconds": "12000"}, Skip.SHORT),
        (NEW, {"Event Start Timestamp": "2099-05-01T10:00:00Z"}, Skip.UNREADABLE),
    ],
)
def test_what_an_event_is(columns: dict[str, str], changes: dict[str, str], expected: object) -> None:
    row = columns | changes
    text = table([tuple(row), tuple(row.values())]).decode()
    assert FORMAT.recognises(text)
    assert list(FORMAT.entries([text], Dates(NOW))) == [expected]
