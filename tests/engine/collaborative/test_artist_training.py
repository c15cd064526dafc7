"""Learning artists' factors, and predicting them from sound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.collaborative.artist_factors import FEWEST_LISTENERS, ArtistFactors
from engine.collaborative.artist_training import artist_vectors, learn_factors, learn_sound
from engine.collaborative.hybrid import Hybrid, TasteEvent
from engine.collaborative.interactions import Interactions
from engine.collaborative.models import CPU, make_wmf
from engine.collaborative.settings import TagSettings
from engine.collaborative.tags import ItemTags
from engine.errors import InteractionsError
from tests.engine.collaborative.toy_artists import SETTINGS, factors, plays, sound_of


def test_factors_are_the_models_with_the_gram_matrix_of_all_artists() -> None:
    all_plays = plays()
    few = Interactions.of(
        [*("rock 0", "rock 1"), *("harp 0", "harp 1", "harp 2")], ["rare"] * 2 + ["heard"] * 3, np.ones(5)
    )
    users, items = [], []
    for one in (all_plays, few):
        rows, columns = one.counts.nonzero()
        users += [one.users[row] for row in rows]
        items += [one.items[column] for column in columns]
    both = Interactions.of(users, items, np.ones(len(users)))
    found = learn_factors(both, settings=SETTINGS, threads=1)
    model = make_wmf(SETTINGS, CPU, 1)
    model.fit(both)
    assert "rare" not in found.keys
    assert (found.rare, found.rare_listeners.tolist()) == (("rare",), [2])
    assert "heard" in found.keys
    assert found.listeners.min() == FEWEST_LISTENERS
    assert (found.artists, found.people) == (len(both.items), len(both.users))
    assert found.energies == pytest.approx(np.diag(model.factors.T @ model.factors), rel=1e-3)
    place = both.items.index(found.keys[3])
    assert found.factors[3] == pytest.approx(model.factors[place], abs=1e-6)


def test_what_listeners_call_artists_ties_those_whom_few_play() -> None:
    # Of "odd" three people are known who play nothing else; that it is called as the harps are is all there is.
    people = [f"odd {number}" for number in range(FEWEST_LISTENERS)]
    toy = plays()
    rows, columns = toy.counts.nonzero()
    both = Interactions.of(
        [*(toy.users[row] for row in rows), *people],
        [*(toy.items[column] for column in columns), *["odd"] * 3],
        np.ones(len(rows) + 3),
    )
    harps = [str(item) for item in both.items if str(item).startswith("harp")]
    pairs = [(artist, f"soft {number}") for artist in (*harps, "odd") for number in range(20)]
    called = ItemTags.of(both.items, [one for one, _ in pairs], [tag for _, tag in pairs], np.ones(len(pairs)))
    settings = replace(SETTINGS, tags=TagSettings(weight=0.5))

    def to_harps(found: ArtistFactors) -> float:
        """How much more a harp's listener than a rock band's is held to play it."""
        taste = Hybrid(found, None)
        harp, rock = (taste.profile([TasteEvent(f"{camp} 3", None, 1.0)]) for camp in ("harp", "rock"))
        of_harp, of_rock = (float(taste.scores(one, ["odd"], np.ones((1, 1)))[0]) for one in (harp, rock))
        return of_harp - of_rock

    with_tags, without = (learn_factors(both, tags, settings=settings, threads=1) for tags in (called, None))
    assert to_harps(with_tags) > to_harps(without) + 0.05


def test_plays_of_artists_whom_hardly_anybody_plays_are_not_enough() -> None:
    with pytest.raises(InteractionsError, match="3 listeners"):
        learn_factors(Interactions.of(["a", "b"], ["x", "y"], [1, 1]), settings=SETTINGS, threads=1)


def test_an_artists_vector_is_the_direction_between_their_clips() -> None:
    found = artist_vectors({"x": np.array([[2.0, 0], [0, 9]]), "y": np.array([[0.0, 3]])})
    assert found == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, 1]]))


def test_sound_is_learned_from_artists_with_factors_alone() -> None:
    found = factors()
    clips = {key: sound_of(key)[None] for key in (*found.keys, "nobody")}
    assert len(learn_sound(found, clips).centres) == len(found.keys)
    with pytest.raises(InteractionsError, match="both listeners and clips"):
        learn_sound(found, {"nobody": sound_of("nobody")[None]})
