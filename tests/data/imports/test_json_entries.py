from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.imports.errors import HistoryRefused
from data.imports.json_entries import first_object, json_objects

texts = st.text('a"\\[]{}:, \n\u00f6\ud83d\udc1e'.encode("utf-16", "surrogatepass").decode("utf-16"), max_size=6)
values = (
    st.none()
    | st.integers(-9, 10**20)
    | texts
    | st.lists(texts, max_size=3)
    | st.dictionaries(texts, texts, max_size=2)
)
objects = st.lists(st.dictionaries(texts, values, max_size=3), max_size=4)


@settings(max_examples=60, deadline=None)
@given(objects, st.integers(1, 40), st.booleans())
def test_objects_come_as_they_were_wherever_the_text_is_cut(made: list[object], size: int, in_list: bool) -> None:
    text = json.dumps(made) if in_list else "\n".join(map(json.dumps, made))
    assert list(json_objects(text[start : start + size] for start in range(0, len(text), size))) == made


@settings(max_examples=40, deadline=None)
@given(objects.filter(bool), st.integers(1, 1000))
def test_a_list_that_breaks_off_is_refused(made: list[object], short: int) -> None:
    text = json.dumps(made)
    with pytest.raises(HistoryRefused):
        list(json_objects([text[: max(len(text) - short, 1)]]))


@pytest.mark.parametrize("text", ["", "17", "[]", '"a"', '{"a": ', "]", "null"])
def test_a_text_without_a_whole_object_has_no_first_one(text: str) -> None:
    assert first_object(text) is None
