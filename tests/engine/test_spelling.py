from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.spelling import normalise


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Beyoncé", "BEYONCE"),
        ("Sigur Rós", "sigur ros"),
        ("Mötley Crüe", "Motley Crue"),
        ("Straße", "STRASSE"),
        ("Røyksopp", "Royksopp"),
        ("Simon & Garfunkel", "Simon and Garfunkel"),
        ("Don\u2019t Stop", "Dont  stop"),
        ("Don\u00b4t Stop", "Don't stop"),
        ("Ke$ha", "Kesha"),
        ("P!nk", "Pink"),
        ("A$AP Rocky", "ASAP Rocky"),
        ("ＡＢＢＡ", "abba"),
        ("Песня о звёздах", "песня о звездах"),
        ("שָׁלוֹם", "שלום"),
        ("AC/DC", "AC-DC"),
    ],
)
def test_spellings_of_one_name(left: str, right: str) -> None:
    assert normalise(left) == normalise(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ばら", "はら"),  # a rose, a belly
        ("мой", "мои"),
        ("हिन्दी", "हन्दी"),
        ("Who!", "Whoi"),  # an exclamation at the end is one
        ("5$", "5s"),
    ],
)
def test_names_that_differ_stay_apart(left: str, right: str) -> None:
    assert normalise(left) != normalise(right)


@pytest.mark.parametrize("text", ["кино", "группа крови", "宇多田ヒカル", "ばら", "방탄소년단", "हिन्दी", "फ़िल्म", "ไทย"])
def test_every_script_keeps_its_letters(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert len(unicodedata.normalize("NFD", normalise(text))) == len(unicodedata.normalize("NFD", text))


@given(st.text(max_size=60))
def test_twice_is_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Zs"], max_codepoint=0x24F), max_size=40))
def test_case_does_not_matter(text: str) -> None:
    assert normalise(text.upper()) == normalise(text.lower().upper())


@given(st.text(max_size=60))
def test_only_words_and_single_spaces_are_left(text: str) -> None:
    words = normalise(text)
    assert words == " ".join(words.split())
    assert all(character == " " or unicodedata.category(character)[0] in "LMN" for character in words)
