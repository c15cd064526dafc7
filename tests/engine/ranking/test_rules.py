from __future__ import annotations

import pytest

from engine.ranking import Candidates, Labels
from engine.ranking.rules import Rules
from tests.engine.ranking.toy_songs import Asked, at, candidates, song

SONGS = (
    song(1, artist="The Loud Ones", genres=("Hip-Hop",), explicit=True),
    song(2, artist="The Loud Ones", genres=("Jazz",), explicit=False),
    song(3, artist="Quiet", genres=("Jazz", "Soul")),
    song(4, artist="Quiet"),
)


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        (Rules(), {1, 2, 3, 4}),
        (Rules(clean=True), {2, 3, 4}),
        (Rules(artists=frozenset({"loud ones"})), {3, 4}),
        (Rules(genres=frozenset({"jazz"})), {1, 4}),
        (Rules(clean=True, artists=frozenset({"quiet"})), {2}),
    ],
)
def test_what_a_place_does_not_want_never_comes(rules: Rules, left: set[int]) -> None:
    asked = Asked(candidates(SONGS, [at(5.0 * number) for number in range(1, 5)]), rules=rules)
    assert set(asked.ids()) == left
    assert bool(rules) == (len(left) < len(SONGS))


def test_a_genre_that_was_only_heard_keeps_a_song_away_too() -> None:
    heard = tuple(Labels(genres=("Jazz",) if number == 3 else ()) for number in range(4))
    vectors = candidates(SONGS, [at(5.0 * number) for number in range(1, 5)]).vectors
    asked = Asked(Candidates(SONGS, vectors, heard), rules=Rules(genres=frozenset({"jazz"})))
    assert set(asked.ids()) == {1}
