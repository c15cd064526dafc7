"""One score for every song, from an artist's listeners or from sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.collaborative.artist_factors import save
from engine.collaborative.hybrid import MOST_EVENTS, RIDGE_SHARE, SOUND_LISTENERS, TOLD_ALL, Cause, Hybrid, TasteEvent
from engine.embed.weights import SHIPPED, read_facts
from engine.errors import ModelError, VectorError
from tests.engine.collaborative.toy_artists import DIMENSION, factors, hybrid, plays, sound, sound_of

HYBRID = hybrid()
SONGS = ("rock 0", "rock 1", "harp 0", "harp 1", "rock nobody", "harp nobody")
VECTORS = np.stack([sound_of(song) for song in SONGS])


def event(artist: str, weight: float = 1.0, *, heard: bool = True) -> TasteEvent:
    return TasteEvent(artist, sound_of(artist, 7) if heard else None, weight)


def test_no_events_is_content_alone() -> None:
    for nothing in ([], [event("unheard of", heard=False)], [event("rock 3", 0.0)]):
        profile = HYBRID.profile(nothing)
        assert profile.confidence == 0
        assert not profile.shares.any()
        assert profile.shares.shape[0] == len(nothing)
        assert HYBRID.cause(profile, "rock 0", VECTORS[0]).event is None


def test_before_any_event_scores_are_the_crowds() -> None:
    found = factors()
    scores = Hybrid(found, None).scores(Hybrid(found, None).profile([]), found.keys, np.ones((len(found.keys), 1)))
    assert scores.min() > 0
    assert np.corrcoef(scores, found.listeners)[0, 1] > 0.5
    nobody = Hybrid(found, None, crowd=0.0)
    assert not nobody.scores(nobody.profile([]), found.keys, np.ones((len(found.keys), 1))).any()


def test_whoever_knows_nothing_never_has_confidence() -> None:
    nobody = Hybrid.content_only()
    profile = nobody.profile([event("rock 3")])
    assert profile.confidence == 0
    assert nobody.scores(profile, SONGS, VECTORS).tolist() == [0.0] * len(SONGS)
    assert nobody.cause(profile, "rock 0", VECTORS[0]) == Cause(None, played=False)
    assert (nobody.popularity(SONGS).sum(), nobody.people, nobody.knows("rock 0")) == (0, 0, False)


def test_one_like_speaks_for_its_camp_also_for_songs_that_nobody_played() -> None:
    scores = HYBRID.scores(HYBRID.profile([event("rock 5")]), SONGS, VECTORS)
    rock, harp = scores[[0, 1, 4]], scores[[2, 3, 5]]
    assert rock.min() > harp.max()


def test_a_like_of_an_artist_without_a_vector_or_of_a_sound_without_an_artist_speaks_too() -> None:
    for one in (event("rock 5", heard=False), event("rock whom nobody knows")):
        scores = HYBRID.scores(HYBRID.profile([one]), SONGS, VECTORS)
        assert scores[[0, 1, 4]].min() > scores[[2, 3, 5]].max()


def test_a_dislike_is_a_like_turned_round() -> None:
    liked, disliked = (HYBRID.profile([event("harp 5", weight)]) for weight in (1.0, -1.0))
    assert disliked.shares == pytest.approx(-liked.shares)
    assert disliked.confidence == liked.confidence


def test_the_cause_is_the_event_that_raised_the_score_most() -> None:
    profile = HYBRID.profile([event("harp 5"), event("rock 5"), event("harp 7", -1.0)])
    assert HYBRID.cause(profile, "rock 0", VECTORS[0]) == Cause(1, played=True)
    assert HYBRID.cause(profile, "harp nobody", VECTORS[5]) == Cause(0, played=False)
    only_dislike = HYBRID.profile([event("rock 5", -1.0)])
    assert HYBRID.cause(only_dislike, "rock 0", VECTORS[0]).event is None


def test_factors_of_a_known_artist_are_a_mean_by_how_many_listen() -> None:
    found = factors()
    heard = sound(found).predict(VECTORS[:1])[0]
    n = found.listeners[found.keys.index("rock 0")]
    expected = (n * found.factors[found.keys.index("rock 0")] + SOUND_LISTENERS * heard) / (n + SOUND_LISTENERS)
    profile = HYBRID.profile([event("rock 5")])
    assert HYBRID.scores(profile, SONGS[:1], VECTORS[:1])[0] == pytest.approx(expected @ profile.factors, rel=1e-4)


def test_that_an_artist_has_few_listeners_is_known_and_no_more() -> None:
    found = replace(factors(), rare=("harp rare", "harp rarer"), rare_listeners=np.array([2, 1]))
    both = Hybrid(found, sound(found))
    keys = ("harp rare", "harp rarer", "harp nobody")
    vectors = np.stack([sound_of("harp nobody")] * 3)
    rare, rarer, nobody = both.factors(keys, vectors)
    assert rare == pytest.approx(nobody * SOUND_LISTENERS / (2 + SOUND_LISTENERS), rel=1e-4)
    assert rarer == pytest.approx(nobody * SOUND_LISTENERS / (1 + SOUND_LISTENERS), rel=1e-4)
    assert not any(both.knows(key) for key in keys)
    assert both.popularity(keys).tolist() == pytest.approx([2 / both.people, 1 / both.people, 0])
    # It says nothing of a member who likes them.
    events = [TasteEvent(key, vectors[0], 1.0) for key in keys]
    first, second, third = both.event_factors(events)
    assert first == pytest.approx(third)
    assert second == pytest.approx(third)


def test_a_profile_is_the_fold_in_of_the_model_that_learned_the_factors() -> None:
    # Without sound an event is its artist alone, as in the plays that were learned from.
    bare = Hybrid(factors(), None, crowd=0.0)
    history = [key for key in plays().items if key.startswith("rock")][:4]
    profile = bare.profile([event(key, heard=False) for key in history])
    found = factors()
    rows = [found.keys.index(key) for key in history]
    chosen = found.factors[rows]
    ridge = RIDGE_SHARE * found.regularisation * (4 + found.unobserved * found.artists)
    # The sum that a member's factors make small (engine.collaborative.wmf), what was not named and the ridge at their
    # shares: its slope is zero where they are.
    gram = 4 / TOLD_ALL * found.factors.T @ found.factors
    slope = chosen.T @ (chosen @ profile.factors - 1) + found.unobserved * gram @ profile.factors
    assert slope + ridge * profile.factors == pytest.approx(np.zeros(4), abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SONGS), st.floats(-3, 3), st.booleans()), max_size=12))
def test_shares_add_up_order_does_not_matter_and_confidence_never_falls(
    given_events: list[tuple[str, float, bool]],
) -> None:
    events = [event(artist, weight, heard=heard) for artist, weight, heard in given_events]
    profile = HYBRID.profile(events)
    # Whatever the signs of the events, the crowd has the same share.
    turned_round = HYBRID.profile([event(artist, -weight, heard=heard) for artist, weight, heard in given_events])
    crowd = profile.factors - profile.shares.sum(axis=0)
    assert turned_round.factors - turned_round.shares.sum(axis=0) == pytest.approx(crowd, abs=1e-5)
    turned = HYBRID.profile(events[::-1])
    assert turned.factors == pytest.approx(profile.factors, abs=1e-4)
    assert profile.confidence == pytest.approx(turned.confidence)
    assert 0 <= profile.confidence < 1
    assert HYBRID.profile([*events, event("rock 9")]).confidence > profile.confidence
    assert np.isfinite(HYBRID.scores(profile, SONGS, VECTORS)).all()


def test_of_very_many_events_the_heaviest_count() -> None:
    light = [event("harp 5", 0.01)] * MOST_EVENTS
    profile = HYBRID.profile([*light, event("rock 5")])
    assert profile.shares[-1].any()
    assert not profile.shares[MOST_EVENTS - 1].any()


def test_popularity_is_the_share_of_the_listeners() -> None:
    rock, nobody = HYBRID.popularity(["rock 0", "rock nobody"])
    assert rock == pytest.approx(16 / HYBRID.people)
    assert nobody == 0
    assert HYBRID.knows("rock 0")
    assert not HYBRID.knows("rock nobody")


def test_what_cannot_be_compared_is_refused() -> None:
    profile = HYBRID.profile([event("rock 5")])
    with pytest.raises(VectorError):
        HYBRID.scores(profile, SONGS, VECTORS[:2])
    with pytest.raises(VectorError):
        HYBRID.scores(profile, SONGS[:1], np.ones((1, DIMENSION + 1)))
    with pytest.raises(VectorError):
        HYBRID.profile([TasteEvent("rock 0", np.zeros(DIMENSION), 1.0)])
    with pytest.raises(VectorError, match="weight"):
        HYBRID.profile([event("rock 5", float("nan"))])


def test_factors_for_another_ear_are_refused_with_the_command(tmp_path: Path) -> None:
    found = factors()
    save(tmp_path, found, sound(found), "an-ear", {})
    assert Hybrid.open(tmp_path, "an-ear").knows("rock 0")
    with pytest.raises(ModelError, match=r"an-ear, not another: .*python -m engine\.collaborative artists"):
        Hybrid.open(tmp_path, "another")


def test_what_ships_reads_the_vectors_of_the_ear_that_ships() -> None:
    shipped = Hybrid.open(ear=read_facts(SHIPPED).model)
    metal = shipped.profile([TasteEvent("metallica", None, 1.0)])
    slayer, spears = shipped.scores(metal, ["slayer", "britney spears"], np.eye(416)[:2])
    assert slayer > spears
    assert shipped.popularity(["metallica"])[0] > 0.05
