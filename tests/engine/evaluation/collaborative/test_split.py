"""What models are given knows nothing of what is to be found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.evaluation.collaborative.listening import Listening, TagsGiven
from engine.evaluation.collaborative.split import Part, Split, draw_parts, sizes, split_by
from tests.engine.evaluation.collaborative.toy_listening import EACH, LISTENERS, toy_listening

LISTENING = toy_listening()
PARTS = draw_parts(LISTENING, seed=3)


def same(one: csr_array, other: csr_array) -> bool:
    return one.shape == other.shape and (one != other).nnz == 0


def given_alike(one: Split, other: Split) -> bool:
    """Whether models are given the same."""
    return (
        same(one.training.counts, other.training.counts)
        and same(one.tags.counts, other.tags.counts)
        and same(one.training_tags.counts, other.training_tags.counts)
    )


def test_a_tenth_is_held_out_twice_and_something_is_left() -> None:
    for plays in range(1, 300):
        training, validation, test = sizes(plays)
        assert training + validation + test == plays and training >= 1
        assert test == max(plays // 10, min(1, plays - 1))
        assert validation == (test if plays != 2 else 0)


def test_every_play_is_for_one_thing() -> None:
    split = split_by(LISTENING, PARTS)
    sets = [
        set(zip(*matrix.nonzero(), strict=True)) for matrix in (split.training.counts, split.validation, split.test)
    ]
    assert [len(one) for one in sets] == [LISTENERS * 16, LISTENERS * 2, LISTENERS * 2]
    assert len(set.union(*sets)) == LISTENERS * EACH
    assert (np.diff(split.test.indptr) == 2).all()


def test_a_seed_draws_the_same_and_another_does_not() -> None:
    assert (draw_parts(LISTENING, 3) == PARTS).all()
    assert (draw_parts(LISTENING, 4) != PARTS).any()


def held_out_swapped(random: np.random.Generator) -> Listening:
    """Everybody's plays held out are of other artists, whom they neither play nor tag, and of other counts."""
    artists, counts = LISTENING.artists.copy(), LISTENING.counts.copy()
    for listener in range(LISTENERS):
        held = np.flatnonzero((LISTENING.listeners == listener) & (PARTS != Part.TRAINING))
        strangers = np.setdiff1d(np.arange(len(LISTENING.artist_ids)), artists[LISTENING.listeners == listener])
        artists[held] = random.permutation(strangers)[: len(held)]
        counts[held] = random.integers(1, 500, len(held))
    return replace(LISTENING, artists=artists, counts=counts)


def without_betrayers() -> Listening:
    """No tag by a listener on what is held out from them was ever given."""
    pairs = LISTENING.pairs(LISTENING.listeners, LISTENING.artists)
    tagged = LISTENING.pairs(LISTENING.given.listeners, LISTENING.given.artists)
    kept = ~np.isin(tagged, pairs[PARTS != Part.TRAINING])
    assert 0 < kept.sum() < len(kept)
    given = LISTENING.given
    return replace(LISTENING, given=TagsGiven(given.listeners[kept], given.artists[kept], given.tags[kept]))


def test_other_plays_held_out_change_nothing_that_is_learned_from() -> None:
    expected = split_by(without_betrayers(), PARTS)
    swapped = replace(held_out_swapped(np.random.default_rng(8)), given=without_betrayers().given)
    found = split_by(swapped, PARTS)
    assert not same(found.test, expected.test) and not same(found.validation, expected.validation)
    assert given_alike(found, expected)


@pytest.mark.parametrize("times", [0, 1, 7])
def test_tags_on_plays_held_out_change_nothing(times: int) -> None:
    # Never given, given once, given often: what is learned from is the same.
    expected, clean = split_by(LISTENING, PARTS), without_betrayers()
    held = PARTS != Part.TRAINING
    given = clean.given
    betraying = replace(
        clean,
        given=TagsGiven(
            np.concatenate([given.listeners, *[LISTENING.listeners[held]] * times]),
            np.concatenate([given.artists, *[LISTENING.artists[held]] * times]),
            np.concatenate([given.tags, *[LISTENING.artists[held] % 2] * times]),
        ),
    )
    assert given_alike(split_by(betraying, PARTS), expected)


def test_tags_on_training_plays_are_a_function_of_the_training_alone() -> None:
    # Here the tags on what is held out stay, and become tags on what is not played at all.
    expected = split_by(LISTENING, PARTS)
    found = split_by(held_out_swapped(np.random.default_rng(8)), PARTS)
    assert same(found.training_tags.counts, expected.training_tags.counts)
    assert not same(found.tags.counts, expected.tags.counts)


def test_tags_of_others_on_what_is_held_out_stay() -> None:
    split = split_by(LISTENING, PARTS)
    pairs = LISTENING.pairs(LISTENING.listeners, LISTENING.artists)
    tagged = LISTENING.pairs(LISTENING.given.listeners, LISTENING.given.artists)
    assert split.tags.counts.sum() == (~np.isin(tagged, pairs[PARTS != Part.TRAINING])).sum()
