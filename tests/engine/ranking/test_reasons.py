"""Reasons are true: for every kind, a world in which it decides, and the same world without its term."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.ranking import (
    RECIPE,
    Familiarity,
    Labels,
    Pick,
    Query,
    Reason,
    ReasonKind,
    Recipe,
    Taste,
    Term,
    also_shared,
)
from engine.ranking.facets import Facet, Facets
from engine.ranking.feedback import Deed, Evidence
from engine.ranking.listener_scorer import suits_listeners
from engine.ranking.listeners import Because
from engine.ranking.mixing import Sides
from engine.ranking.opinion_scorers import near_liked
from engine.ranking.reasons import reasons
from engine.ranking.scorers import (
    known_artist,
    new_artist,
    same_era,
    same_genre,
    same_mood,
    same_quadrant,
    sounds_alike,
)
from engine.ranking.trait_scorers import same_energy, same_instruments, same_key, same_tempo
from engine.ranking.word_scorer import fits_words
from engine.traits import Traits
from tests.engine.ranking.toy_songs import Asked, ToyListeners, at, candidates, fan, song

SCORERS = {
    ReasonKind.SOUNDS_ALIKE: sounds_alike,
    ReasonKind.NEAR_LIKED: near_liked,
    ReasonKind.NEAR_WANTED: near_liked,
    ReasonKind.NEAR_PLAYED: near_liked,
    ReasonKind.PLAYED_TOGETHER: suits_listeners,
    ReasonKind.SUITS_LISTENERS: suits_listeners,
    ReasonKind.SAME_MOOD: same_mood,
    ReasonKind.SAME_GENRE: same_genre,
    ReasonKind.SAME_QUADRANT: same_quadrant,
    ReasonKind.SAME_ERA: same_era,
    ReasonKind.SAME_TEMPO: same_tempo,
    ReasonKind.SAME_KEY: same_key,
    ReasonKind.SAME_INSTRUMENTS: same_instruments,
    ReasonKind.SAME_ENERGY: same_energy,
    ReasonKind.KNOWN_ARTIST: known_artist,
    ReasonKind.NEW_ARTIST: new_artist,
    ReasonKind.NEAR_MIX: sounds_alike,
    ReasonKind.SOUND_FITS: sounds_alike,
    ReasonKind.FITS_WORDS: fits_words,
}

CHOSEN = 6

RANKED = [kind for kind in ReasonKind if kind not in {ReasonKind.LEADS_ON, ReasonKind.FOR_BOTH}]
"""Reasons of the recipe's own terms; the others are a walk's and a pair's."""


def without(kind: ReasonKind) -> Recipe:
    if kind is ReasonKind.VARIETY:
        return replace(RECIPE, variety=False)
    return replace(RECIPE, scores=tuple(scorer for scorer in RECIPE.scores if scorer is not SCORERS[kind]))


def with_facts(**facts: object) -> Asked:
    """Ten candidates about equally far on a circle around the query; number 6 alone has the facts."""
    songs = [song(number, **(facts if number == CHOSEN else {})) for number in range(1, 11)]
    vectors = [at(10.0 * side, 0.001 * number) for number, side in enumerate([1, -1] * 5)]
    return Asked(candidates(songs, vectors), count=10)


def asked_with(**facts: object) -> Query:
    return Query(at(0), title="Asked", **facts)  # type: ignore[arg-type]


def world(kind: ReasonKind) -> tuple[Asked, str]:  # noqa: PLR0911, PLR0912 - one world a kind
    """A request in which number 6 is picked for this reason, and the reason's subject."""
    teardrop = song(99, title="Teardrop")
    match kind:
        case ReasonKind.SOUNDS_ALIKE:
            asked = fan(10)
            nearest = candidates([*asked.songs.songs[:5], song(CHOSEN)], [*asked.songs.vectors[3:8], at(0.5)])
            return asked.but(songs=nearest, count=6), ""
        case ReasonKind.NEAR_LIKED:
            asked = with_facts()
            vectors = asked.songs.vectors.copy()
            vectors[CHOSEN - 1] = at(0, 10)
            liked = candidates([teardrop, song(98, title="Far")], [at(0, 20), at(180)])
            songs = candidates(asked.songs.songs, list(vectors))
            return asked.but(songs=songs, liked=liked, taste=Taste(liked=(teardrop.id,))), "Teardrop"
        case ReasonKind.NEAR_WANTED | ReasonKind.NEAR_PLAYED:
            asked, subject = world(ReasonKind.NEAR_LIKED)
            deed = Deed.MORE_LIKE if kind is ReasonKind.NEAR_WANTED else Deed.PLAYED
            return asked.but(taste=Taste(evidence=(Evidence(deed, "artist 99", teardrop.id),))), subject
        case ReasonKind.PLAYED_TOGETHER | ReasonKind.SUITS_LISTENERS:
            played = kind is ReasonKind.PLAYED_TOGETHER
            return with_facts().but(listeners=ToyListeners({CHOSEN: 1.0}, Because("Portishead", played))), "Portishead"
        case ReasonKind.SAME_MOOD:
            query = asked_with(moods=("Wistful", "Calm"))
            return with_facts(moods=("Fiery", "wistful")).but(query=query), "wistful"
        case ReasonKind.SAME_GENRE:
            return with_facts(genres=("Jazz",)).but(query=asked_with(genres=("jazz",))), "Jazz"
        case ReasonKind.SAME_QUADRANT:
            return with_facts(quadrant="Q3").but(query=asked_with(quadrant="Q3")), "Q3"
        case ReasonKind.SAME_ERA:
            return with_facts(year=1997).but(query=asked_with(year=1994)), "1990s"
        case ReasonKind.SAME_TEMPO:
            return with_facts(tempo_bpm=121.0).but(query=asked_with(traits=Traits(tempo_bpm=120.0))), "120"
        case ReasonKind.SAME_KEY:
            return with_facts(key="A minor").but(query=asked_with(traits=Traits(key="A minor"))), "A minor"
        case ReasonKind.SAME_INSTRUMENTS:
            query = asked_with(traits=Traits(instruments=("piano", "drums")))
            return with_facts(instruments=("Piano", "bass")).but(query=query), "Piano"
        case ReasonKind.SAME_ENERGY:
            return with_facts(energy=0.9).but(query=asked_with(traits=Traits(energy=0.88))), ""
        case ReasonKind.KNOWN_ARTIST:
            taste = Taste(heard_artists=frozenset({"portishead"}))
            return with_facts(artist="Portishead").but(taste=taste, familiarity=Familiarity.FAMILIAR), "Portishead"
        case ReasonKind.NEW_ARTIST:
            everybody_else = frozenset(f"artist {number}" for number in range(1, 11))
            asked = with_facts(artist="Portishead").but(taste=Taste(heard_artists=everybody_else))
            return asked.but(familiarity=Familiarity.ADVENTUROUS), "Portishead"
        case ReasonKind.NEAR_MIX:
            asked, _ = world(ReasonKind.SOUNDS_ALIKE)
            sides = Sides(np.stack([at(1), at(-1)]), np.zeros((0, 3), np.float32), ("Roads", "Angel"))
            return asked.but(query=Query(at(0), sides=sides)), "Roads"
        case ReasonKind.SOUND_FITS:
            asked, _ = world(ReasonKind.SOUNDS_ALIKE)
            return asked.but(query=Query(at(0), facets=Facets((Facet("calm", moods=("calm",)),)))), ""
        case ReasonKind.FITS_WORDS:
            query = asked_with(facets=Facets((Facet("sad", moods=("wistful",)), Facet("jazz", genres=("Jazz",)))))
            return with_facts(genres=("Jazz",), moods=("wistful",)).but(query=query), "wistful, Jazz"
        case ReasonKind.VARIETY:
            asked = fan(10, step=0.01)
            vectors = [at(14, 0.01 * number) for number in range(10)]
            vectors[CHOSEN - 1] = at(-14)
            return asked.but(songs=candidates(asked.songs.songs, vectors), count=10), ""


def pick_of(asked: Asked, recipe: Recipe = RECIPE) -> Pick:
    (pick,) = [pick for pick in asked.rank(recipe).picks if int(pick.song.id, 16) == CHOSEN]
    return pick


@pytest.mark.parametrize("kind", RANKED)
def test_the_reason_is_given_with_its_subject(kind: ReasonKind) -> None:
    asked, subject = world(kind)
    assert pick_of(asked).reasons[0] == Reason(kind, subject)


@pytest.mark.parametrize("kind", RANKED)
def test_without_the_term_the_score_differs_and_the_reason_is_gone(kind: ReasonKind) -> None:
    asked, _ = world(kind)
    whole, bare = pick_of(asked), pick_of(asked, without(kind))
    (term,) = [term for term in whole.terms if term.kind == kind]
    assert term.contribution > 0.01
    assert abs(whole.score - bare.score) > 0.01
    assert kind not in {reason.kind for reason in bare.reasons}
    assert kind not in {one.kind for one in bare.terms}


@pytest.mark.parametrize("kind", RANKED)
def test_the_term_decides_the_place(kind: ReasonKind) -> None:
    """With it the song comes first (for variety: second); without it, it does not."""
    asked, _ = world(kind)
    place = 1 if kind is ReasonKind.VARIETY else 0

    def place_of(recipe: Recipe) -> int:
        return [int(pick.song.id, 16) for pick in asked.rank(recipe).picks].index(CHOSEN)

    assert place_of(RECIPE) == place
    assert place_of(without(kind)) > place


def test_what_everybody_shares_is_no_reason() -> None:
    asked = with_facts()
    songs = [
        replace(one, genres=("Pop",), moods=("calm",) if number == 3 else ())
        for number, one in enumerate(asked.songs.songs)
    ]
    query = asked_with(genres=("Pop",), moods=("calm",))
    ranking = asked.but(songs=candidates(songs, list(asked.songs.vectors)), query=query).rank()
    assert ranking.picks[0].reasons[0] == Reason(ReasonKind.SAME_MOOD, "calm")
    assert all(reason.kind is not ReasonKind.SAME_GENRE for pick in ranking.picks for reason in pick.reasons)


def test_the_rarest_shared_label_is_named() -> None:
    facts = with_facts(genres=("Rock", "Trip Hop"))
    songs = [replace(one, genres=one.genres or ("Rock",)) for one in facts.songs.songs]
    query = asked_with(genres=("Rock", "Trip-Hop"))
    asked = facts.but(songs=candidates(songs, list(facts.songs.vectors)), query=query)
    assert Reason(ReasonKind.SAME_GENRE, "Trip Hop") in pick_of(asked).reasons


def test_what_the_ear_heard_stands_in_where_nothing_is_published() -> None:
    asked = with_facts()
    heard = tuple(Labels(moods=("dreamy",)) if number == CHOSEN else Labels() for number in range(1, 11))
    songs = replace(asked.songs, heard=heard)
    query = asked_with(moods=("dreamy",))
    assert pick_of(asked.but(songs=songs, query=query)).reasons[0] == Reason(ReasonKind.SAME_MOOD, "dreamy")
    published = replace(songs, songs=tuple(replace(one, moods=("loud",)) for one in songs.songs))
    assert all(one.kind is not ReasonKind.SAME_MOOD for one in pick_of(asked.but(songs=published, query=query)).reasons)


def test_a_year_names_the_era_where_a_decade_would_be_wrong() -> None:
    asked = with_facts(year=1989).but(query=asked_with(year=1991))
    assert Reason(ReasonKind.SAME_ERA, "1989") in pick_of(asked).reasons


def test_the_asked_song_is_no_liked_song_to_be_near_to() -> None:
    liked = song(99, title="Teardrop")
    asked = fan(5).but(taste=Taste(liked=(liked.id,)), liked=candidates([liked], [at(0)]))
    named = {reason.kind for pick in asked.rank().picks for reason in pick.reasons}
    assert ReasonKind.NEAR_LIKED in named
    same = asked.but(query=Query(at(0), songs=(liked.id,), title="Teardrop"))
    assert ReasonKind.NEAR_LIKED not in {reason.kind for pick in same.rank().picks for reason in pick.reasons}


def test_far_liked_songs_are_no_reason() -> None:
    liked = song(99, title="Elsewhere")
    asked = fan(10).but(liked=candidates([liked], [at(170)]), taste=Taste(liked=(liked.id,)))
    assert all(reason.kind is not ReasonKind.NEAR_LIKED for pick in asked.rank().picks for reason in pick.reasons)


def test_the_strongest_lead_comes_first_and_weak_ones_are_left_out() -> None:
    terms = [
        Term("sounds_alike", 1.0, 0.9),
        Term("near_liked", 0.5, 0.8, "Teardrop"),
        Term("same_mood", 0.25, 1.0, "calm"),
        Term("same_genre", 0.2, 1.0, "Jazz"),
        Term("same_era", 0.1, 0.3, "1990s"),
        Term("near_disliked", -0.5, 0.1),
    ]
    averages = [0.8, 0.0, 0.1, 0.19, 0.029, -0.4]
    assert reasons(terms, averages) == (
        Reason(ReasonKind.NEAR_LIKED, "Teardrop"),
        Reason(ReasonKind.SAME_MOOD, "calm"),
        Reason(ReasonKind.SOUNDS_ALIKE),
    )


def test_where_all_are_alike_the_largest_term_is_the_reason() -> None:
    terms = [Term("sounds_alike", 1.0, 0.5), Term("same_genre", 0.2, 1.0, "Jazz")]
    assert reasons(terms, [0.5, 0.2]) == (Reason(ReasonKind.SOUNDS_ALIKE),)
    assert reasons([Term("near_disliked", -0.5, 0.5)], [-1.0]) == ()


def test_a_fact_that_did_not_decide_is_shared_all_the_same_and_said_apart() -> None:
    query = asked_with(traits=Traits(tempo_bpm=120.0, key="A minor", energy=0.9, instruments=("piano",)))
    facts = {"tempo_bpm": 121.0, "key": "A minor", "energy": 0.9, "instruments": ("piano",)}
    asked = with_facts().but(query=query)
    everybody = [replace(one, **facts) for one in asked.songs.songs]
    pick = pick_of(asked.but(songs=candidates(everybody, list(asked.songs.vectors))))
    assert not {reason.kind for reason in pick.reasons} & {ReasonKind.SAME_TEMPO, ReasonKind.SAME_KEY}
    assert also_shared(pick) == (Reason(ReasonKind.SAME_TEMPO, "120"), Reason(ReasonKind.SAME_KEY, "A minor"))


def test_what_is_a_reason_is_not_shared_again() -> None:
    asked, _ = world(ReasonKind.SAME_KEY)
    assert also_shared(pick_of(asked)) == ()


@pytest.mark.parametrize(
    ("facts", "traits"),
    [
        ({"tempo_bpm": 60.0}, Traits(tempo_bpm=120.0)),
        ({"tempo_bpm": 126.0}, Traits(tempo_bpm=120.0)),
        ({"tempo_bpm": 120.0}, Traits()),
        ({}, Traits(tempo_bpm=120.0, key="A minor", energy=0.5, instruments=("piano",))),
        ({"key": "A major"}, Traits(key="A minor")),
        ({"key": None, "energy": None}, Traits()),
        ({"instruments": ("violin",)}, Traits(instruments=("piano",))),
        ({"energy": 0.6}, Traits(energy=0.75)),
    ],
)
def test_what_is_not_known_of_both_or_not_alike_is_never_said(facts: dict[str, object], traits: Traits) -> None:
    pick = pick_of(with_facts(**facts).but(query=asked_with(traits=traits)))
    kinds = {ReasonKind.SAME_TEMPO, ReasonKind.SAME_KEY, ReasonKind.SAME_INSTRUMENTS, ReasonKind.SAME_ENERGY}
    assert not {reason.kind for reason in (*pick.reasons, *also_shared(pick))} & kinds
    assert all(term.value == 0 for term in pick.terms if term.kind in kinds)
