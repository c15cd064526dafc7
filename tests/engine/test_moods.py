from __future__ import annotations

import pytest

from engine.moods import QUADRANT_WORDS, mood_words


@pytest.mark.parametrize(("quadrant", "word"), QUADRANT_WORDS.items())
def test_a_quadrant_has_a_word(quadrant: str, word: str) -> None:
    assert mood_words((), quadrant) == (word,)
    assert mood_words(("x", word), quadrant) == (word, "x")


@pytest.mark.parametrize("quadrant", [None, "", "Q5", "happy"])
def test_without_a_quadrant_only_the_moods_count(quadrant: str | None) -> None:
    assert mood_words(("wistful",), quadrant) == ("wistful",)
