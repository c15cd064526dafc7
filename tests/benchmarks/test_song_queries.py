from __future__ import annotations

import random
from collections import Counter

import pytest

from benchmarks.misspelling import Mistake
from benchmarks.song_names import TooFewNames
from benchmarks.song_queries import Asked, queries
from tests.data.songs import song

SONGS = [song("Björk", "All Is Full of Love"), song("The Beatles", "Déjà Vu"), song("U2", "One")]


def test_every_way_of_asking_is_asked_alike_and_the_mistakes_by_turns() -> None:
    made = queries(SONGS, 8, random.Random(1))
    assert Counter(query.asked for query in made) == dict.fromkeys(Asked, 8)
    for asked in (Asked.TITLE, Asked.BOTH):
        assert Counter(query.mistake for query in made if query.asked is asked) == dict.fromkeys(Mistake, 2)
    assert made == queries(SONGS, 8, random.Random(1))


def test_what_is_typed_differs_from_the_name_and_keeps_a_word_of_each_part() -> None:
    for query in queries(SONGS, 200, random.Random(2)):
        whole = query.song.title if query.asked is Asked.TITLE else f"{query.song.artist} {query.song.title}"
        assert query.typed != whole
        if query.asked is Asked.BOTH and query.mistake is Mistake.WORD:
            assert set(query.typed.split()) & set(query.song.artist.split())
            assert set(query.typed.split()) & set(query.song.title.split())


def test_a_title_of_two_words_loses_none() -> None:
    for query in queries(SONGS, 200, random.Random(3)):
        if query.asked is Asked.TITLE and query.mistake is Mistake.WORD:
            assert query.song.title == "All Is Full of Love"


def test_the_artist_is_half_typed() -> None:
    halves = {query.typed for query in queries(SONGS, 40, random.Random(4)) if query.asked is Asked.HALF}
    assert halves == {"All Is Full of Love Bjö", "Déjà Vu The Be", "One U"}


def test_songs_that_cannot_be_spoilt_are_refused() -> None:
    with pytest.raises(TooFewNames):
        queries([song("U2", "One")], 4, random.Random(1))
