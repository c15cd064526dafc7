from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.views.lettering import legible, shortened, width


def test_letters_that_the_font_has_are_kept() -> None:
    assert legible("Sigur Rós") == "Sigur Rós"
    assert legible("Кино") == "Кино"


def test_a_name_that_it_cannot_write_is_left_to_its_number() -> None:
    assert legible("東京事変") == ""
    assert legible("") == ""


def test_a_single_letter_that_it_lacks_is_left_out() -> None:
    assert legible("Song \u2665 of mine \U0001f3b5") == "Song of mine"


@given(st.text(alphabet="abc WMil", max_size=80), st.floats(20, 400))
def test_a_shortened_text_fits(text: str, most: float) -> None:
    assert width(shortened(text, 25, most), 25) <= most


def test_what_fits_is_not_shortened() -> None:
    assert shortened("Roads", 25, 400) == "Roads"
