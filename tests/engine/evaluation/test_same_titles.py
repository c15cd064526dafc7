from __future__ import annotations

from engine.evaluation.same_titles import DIFFERENT, DIFFERENT_BY, RESPELT, are_one
from engine.same_song import name_of
from engine.versions import title_key


def test_titles_are_written_as_they_are_compared() -> None:
    written = [*DIFFERENT, *(title for title, _ in DIFFERENT_BY), *(title for pair in RESPELT for title in pair)]
    assert all(title_key(title) == title for title in written)
    assert all(len(pair) == 2 for pair in RESPELT)


def test_one_title_is_one_song_but_for_those_that_are_named() -> None:
    assert are_one(name_of("Nat King Cole", "The Christmas Song"), name_of("Les Brown", "The Christmas Song"))
    assert not are_one(name_of("David Banner", "The Christmas Song"), name_of("Les Brown", "The Christmas Song"))
    assert not are_one(name_of("Shaggy", "Angel"), name_of("Massive Attack", "Angel"))
    assert are_one(name_of("Shaggy", "Angel"), name_of("Shaggy", "Angel (Live)"))
    assert are_one(name_of("The Doors", "Break on Through"), name_of("Doors", "Break on Through (To the Other Side)"))
    assert not are_one(name_of("Anybody", "One"), name_of("Anybody", "Two"))
