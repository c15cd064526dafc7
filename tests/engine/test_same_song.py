from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.same_song import (
    COVER_BY_WORDS,
    NEAR_TITLE_ALONE,
    NEAR_TITLE_AND_ARTISTS,
    SAME_TITLE_AND_ARTISTS,
    Kinship,
    Name,
    is_same_song,
    name_of,
)

FAR, NEAR = -0.2, 0.99


@pytest.mark.parametrize(
    "title", ["Hurt (Live)", "Hurt - 2009 Remaster", "HURT", "Hurt (Slowed + Reverb Version)", "Hurt [Official Audio]"]
)
def test_a_version_by_the_same_artist_needs_no_sound(title: str) -> None:
    assert is_same_song(name_of("Johnny Cash", "Hurt"), name_of("Johnny Cash feat. Anybody", title), FAR)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Björk", "Jóga"), ("Bjrok", "Joga")),
        (("Clifton Chenier", "Ain't No Need of Crying (Every Day)"), ("Clifton Chenier", "Ain't No Need of Cryin'")),
        (
            ("The Mills Brothers", "You Always Hurt the One You Love"),
            ("Mills Brothers", "You Always Hur the One You Love"),
        ),
        (("Bobby Fuller Four", "I Fought the Law"), ("Bobby Four Fuller", "I Fought the Law")),
        (("Crowded House", "Don't Dream Its Over"), ("Crowded House", "Dont Dream It's Ovre")),
        (("Nick Lowe", "Marie Provost"), ("Nick Lowe", "MarieProvost")),
    ],
)
def test_another_spelling_is_told_by_sound(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert is_same_song(name_of(*one), name_of(*other), NEAR)
    assert not is_same_song(name_of(*one), name_of(*other), FAR)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Part 1", "Part 2"),
        ("Symphony No. 5", "Symphony No. 6"),
        ("Prelude in C Major", "Prelude in C Minor"),
        ("Prelude in C", "Prelude in G"),
        ("Suite II", "Suite III"),
        ("Take as Needed for Pain", "30$ Bag"),
        ("Love", "Life"),
        ("The Way Ahead", "Underground Authority"),
    ],
)
def test_another_title_is_another_song_however_it_sounds(one: str, other: str) -> None:
    assert not is_same_song(name_of("Anybody", one), name_of("Anybody", other), NEAR)


def test_a_strange_artist_with_a_misspelt_title_must_sound_like_a_copy() -> None:
    one, other = name_of("Björk", "Bachelorette"), name_of("DJ Anybody", "Bachelorete")
    assert is_same_song(one, other, NEAR_TITLE_ALONE)
    assert not is_same_song(one, other, NEAR_TITLE_ALONE - 0.01)
    assert is_same_song(one, name_of("Bjork", "Bachelorete"), NEAR_TITLE_AND_ARTISTS)


def test_a_cover_is_told_by_its_words_or_by_a_title_that_nobody_chooses_twice() -> None:
    hurt = name_of("Nine Inch Nails", "Hurt")
    assert is_same_song(hurt, name_of("Johnny Cash", "Hurt (Nine Inch Nails Cover)"), FAR)
    assert is_same_song(hurt, name_of("Vitamin String Quartet Tribute", "Hurt"), FAR)
    assert not is_same_song(hurt, name_of("Johnny Cash", "Hurt"), FAR)
    long = "You Brought a New Kind of Love to Me"
    assert is_same_song(name_of("Peggy Lee", long), name_of("Frank Sinatra", long), FAR)


@pytest.mark.parametrize("title", ["Hurt", "Sour Times", "Just Like You", "Walk on the Wild Side"])
def test_the_shorter_a_title_the_nearer_a_cover_must_sound(title: str) -> None:
    needed = next(cosine for words, cosine in COVER_BY_WORDS if len(title.split()) >= words)
    one, other = name_of("Somebody", title), name_of("Else Entirely", title)
    assert is_same_song(one, other, needed)
    assert not is_same_song(one, other, needed - 0.01)
    assert is_same_song(
        name_of("The Somebodies", title), name_of("Somebodies Orchestra", title), SAME_TITLE_AND_ARTISTS
    )


NAMES = st.builds(
    name_of,
    st.sampled_from(["Björk", "Bjork Gudmundsdottir", "Blur", "The Piano Tribute"]),
    st.sampled_from(
        ["One", "One (Live)", "Oen", "Coffee & TV", "Cofee & TV", "Part 1", "Part 2", "Hurt (Cover)", "Hurt"]
    ),
)


@given(NAMES, NAMES, st.floats(-1, 1))
def test_kinship_goes_both_ways_and_nearer_is_never_less(one: Name, other: Name, cosine: float) -> None:
    assert is_same_song(one, other, cosine) == is_same_song(other, one, cosine)
    assert is_same_song(one, one, cosine)
    assert is_same_song(one, other, 1.0) or not is_same_song(one, other, cosine)


@given(st.lists(NAMES, min_size=1, max_size=12), st.integers(0, 2**32 - 1))
def test_groups_are_the_parts_that_hang_together(names: list[Name], seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(len(names), 3))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    kinship = Kinship.of(names, vectors)
    groups = [kinship.group([row]) for row in range(len(names))]
    for row, group in enumerate(groups):
        assert group[row]
        assert all((groups[other] == group).all() for other in np.flatnonzero(group))
        for other in np.flatnonzero(~group).tolist():
            assert not is_same_song(names[row], names[other], float(vectors[row] @ vectors[other]))


def test_a_chain_is_one_group_and_no_rows_are_none() -> None:
    names = [name_of("Blur", "Song (Live)"), name_of("Blur", "Song"), name_of("Anybody", "Song (Cover)")]
    kinship = Kinship.of([*names, name_of("Else", "Other")], np.eye(4, dtype=np.float32))
    assert kinship.group([0]).tolist() == [True, True, True, False]
    assert not kinship.group([]).any()


def test_a_name_from_outside_is_compared_with_all() -> None:
    kinship = Kinship.of([name_of("Blur", "Tender"), name_of("Pulp", "Tender")], np.eye(2, dtype=np.float32))
    assert kinship.kin(name_of("Blur", "Tender (Live)"), np.array([0.0, 0.0])).tolist() == [True, False]
    assert kinship.kin(name_of("Blur", "Nothing"), np.array([0.9, 0.9])).tolist() == [False, False]


def test_many_versions_of_one_song_cost_little() -> None:
    names = [name_of("Blur", f"Song (Take {number})") for number in range(500)]
    kinship = Kinship.of(names, np.tile(np.array([[1, 0]], np.float32), (500, 1)))
    began = time.process_time()
    assert kinship.group([0]).all()
    assert time.process_time() - began < 5
