from __future__ import annotations

import io
import json

from data.imports.limits import ReadingLimits
from data.imports.wire import MAX_LINE_BYTES, SONGS_A_LINE, Kind
from data.imports.worker import main
from tests.data.imports.exports import NOW, Made, at, spotify_year


def said(data: bytes, limits: ReadingLimits) -> list[list[object]]:
    out = io.BytesIO()
    main(NOW, limits, io.BytesIO(data), out)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= MAX_LINE_BYTES
    return [json.loads(line) for line in lines]


def test_the_longest_names_fit_a_line() -> None:
    plays = [Made("\U0001d504" * 400 + str(number), "\U0001d504" * 400, at("2020-01-01")) for number in range(101)]
    kinds = [kind for kind, _ in said(spotify_year(plays), ReadingLimits())]
    assert kinds == [Kind.COUNTS, Kind.SONGS, Kind.END]


def test_songs_come_a_hundred_a_line() -> None:
    plays = [Made("A", f"B {number}", at("2020-01-01")) for number in range(2 * SONGS_A_LINE + 1)]
    told = said(spotify_year(plays), ReadingLimits())
    assert [len(value) for kind, value in told if kind == Kind.SONGS] == [100, 100, 1]  # type: ignore[arg-type]


def test_a_refusal_is_the_last_word() -> None:
    assert said(b"no", ReadingLimits()) == [["refused", {"problem": "unknown", "limit": None}]]
