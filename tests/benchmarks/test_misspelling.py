from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmarks.misspelling import Mistake, spoilt

NAMES = st.text("abcdé fgh", min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
SEEDS = st.integers(0, 2**32).map(random.Random)


@given(NAMES, SEEDS)
def test_a_typo_is_one_slip(name: str, draw: random.Random) -> None:
    typed = spoilt(name, Mistake.TYPO, draw)
    assert typed is None or OSA.distance(name, typed) == 1


@given(NAMES, SEEDS)
def test_a_missing_word_leaves_the_others(name: str, draw: random.Random) -> None:
    typed = spoilt(name, Mistake.WORD, draw)
    words = Counter(name.split())
    if typed is None:
        assert words.total() == 1
    else:
        assert (words - Counter(typed.split())).total() == 1
        assert Counter(typed.split()) <= words


@given(NAMES, SEEDS)
def test_swapped_words_are_the_same_words_in_another_order(name: str, draw: random.Random) -> None:
    typed = spoilt(name, Mistake.SWAPPED, draw)
    if typed is None:
        assert len(set(name.split())) == 1
    else:
        assert typed != name
        assert sorted(typed.split()) == sorted(name.split())


@pytest.mark.parametrize(
    ("name", "typed"), [("Jóga", "Joga"), ("Déjà Vu", "Deja Vu"), ("Hurt", None), ("夜に駆ける", None)]
)
def test_accents_are_left_out_where_there_are_any(name: str, typed: str | None) -> None:
    assert spoilt(name, Mistake.ACCENT, random.Random(1)) == typed
