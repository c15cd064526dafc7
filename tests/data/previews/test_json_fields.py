from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.previews import json_fields as fields

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
    max_leaves=8,
)


@settings(deadline=None)
@given(JSON)
def test_whatever_is_there_is_read_as_asked_or_not_at_all(value: Any) -> None:
    found = {"a": value}
    for path in (("a",), ("a", "b"), ("b",)):
        text = fields.text(found, *path)
        assert len(text) <= fields.MAX_TEXT_CHARS
        assert text.isprintable()
        text.encode("utf-8")
        whole, seconds, year = fields.whole(found, *path), fields.seconds(found, *path), fields.year(found, *path)
        assert whole is None or 0 <= whole < 2**63
        assert seconds is None or 0 < seconds < 2**63
        assert year is None or 1800 <= year < 2100
        assert fields.flag(found, *path) in (None, True, False)
        assert all(isinstance(entry, dict) for entry in fields.objects(found, *path))


@pytest.mark.parametrize(
    ("given_", "read"),
    [
        ("  Jóga\n\t live ", "Jóga live"),
        ("夜に駆ける", "夜に駆ける"),
        ("a\x00b\u202ec", "a b c"),
        ("\ud800x", "x"),
        ("x" * 5000, "x" * fields.MAX_TEXT_CHARS),
        (5, ""),
    ],
)
def test_texts_are_one_printable_line(given_: object, read: str) -> None:
    assert fields.text({"a": given_}, "a") == read


@pytest.mark.parametrize(("written", "read"), [("5", 5), ('"5"', 5), ("5.0", None), ("-1", None), ("true", None)])
def test_whole_numbers_may_be_written_as_text(written: str, read: int | None) -> None:
    assert fields.whole(json.loads(f'{{"a": {written}}}'), "a") == read


def test_lengths_are_finite() -> None:
    assert fields.seconds(json.loads('{"a": 1e999}'), "a") is None
    assert fields.seconds({"a": 231_400}, "a", unit=0.001) == pytest.approx(231.4)
    assert fields.seconds({"a": 0}, "a") is None


@pytest.mark.parametrize(
    ("date", "year"),
    [("1998-04-27", 1998), ("1998", 1998), ("0000-00-00", None), ("19980", None), ("2150-01-01", None)],
)
def test_years_are_of_recorded_music(date: str, year: int | None) -> None:
    assert fields.year({"a": date}, "a") == year


@pytest.mark.parametrize(
    ("written", "read"), [("GBAAA2100001", "GBAAA2100001"), ("gb-aaa-21-00001", "GBAAA2100001"), ("GBAAA", None)]
)
def test_isrcs_are_whole(written: str, read: str | None) -> None:
    assert fields.isrc({"a": written}, "a") == read


def test_addresses_are_bounded() -> None:
    assert fields.address({"a": "https://a.b/"}, "a") == "https://a.b/"
    assert fields.address({"a": "x" * 5000}, "a") == ""
