"""What holds for every ranking."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import VectorError
from engine.ranking import Candidates, Familiarity, Query, Request, Taste, rank
from engine.ranking.variety import MOST_OF_AN_ARTIST, MOST_VERSIONS
from engine.same_song import Kinship, name_of
from engine.songs import Song, SongId, title_key
from tests.engine.ranking.toy_songs import NONE, at, candidates, fan, song

DIMENSION = 6
ARTISTS = ["Björk", "Blur", "Earth, Wind & Fire", "The Zombies", "宇多田ヒカル", "Кино", "Nina Simone"]
TITLES = ["One", "One (Live)", "One - 2009 Remaster", "Two", "Three", "Four (Radio Edit)", "Four"]
LABELS = ["calm", "wistful", "fiery"]


@st.composite
def requests(draw: st.DrawFn) -> tuple[Request, Candidates]:
    """Small worlds in which artists, versions, labels and vectors collide often."""
    seed = draw(st.integers(0, 2**32 - 1))
    size = draw(st.integers(0, 40))
    dice = random.Random(seed)
    numbers = np.random.default_rng(seed)
    songs = tuple(
        Song(
            id=SongId(f"{number:016x}"),
            artist=dice.choice(ARTISTS),
            title=dice.choice(TITLES),
            moods=tuple(dice.sample(LABELS, dice.randrange(3))),
            year=dice.choice([None, 1969, 1994, 2001]),
        )
        for number in range(size)
    )
    rows = numbers.normal(size=(size, DIMENSION))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    if size > 2 and draw(st.booleans()):
        vectors[1] = vectors[0]

    def some(most: int) -> tuple[int, ...]:
        return tuple(dice.sample(range(size), min(size, dice.randrange(most + 1))))

    def ids(rows: tuple[int, ...]) -> tuple[SongId, ...]:
        return tuple(songs[row].id for row in rows)

    def picked(rows: tuple[int, ...]) -> Candidates:
        return Candidates(tuple(songs[row] for row in rows), vectors[list(rows)].reshape(len(rows), DIMENSION))

    liked, disliked = some(5), some(3)
    taste = Taste(
        liked=ids(liked),
        disliked=ids(disliked),
        skipped=ids(some(3)),
        blocked_songs=frozenset(ids(some(3))),
        blocked_artists=frozenset(song.artist_key for song in picked(some(1)).songs),
        recent=frozenset(ids(some(10))),
        heard_artists=frozenset(song.artist_key for song in picked(some(3)).songs),
    )
    query = Query(
        numbers.normal(size=DIMENSION).astype(np.float32), songs=ids(some(1)), title="?", moods=("calm",), year=1994
    )
    familiarity = draw(st.sampled_from(list(Familiarity)))
    count = draw(st.integers(0, 12))
    return Request(query, taste, picked(liked), picked(disliked), count, familiarity), Candidates(songs, vectors)


worlds = settings(max_examples=100, deadline=None)


@worlds
@given(requests())
def test_nobody_comes_who_may_not(world: tuple[Request, Candidates]) -> None:
    request, songs = world
    by_id = {song.id: song for song in songs.songs}
    taste = request.taste
    never = {by_id[one].version_key for one in (*taste.disliked, *taste.blocked_songs, *request.query.songs)}
    for pick in rank(request, songs).picks:
        assert pick.song.version_key not in never
        assert pick.song.artist_key not in taste.blocked_artists


@worlds
@given(requests())
def test_at_most_two_of_an_artist_and_one_of_a_song(world: tuple[Request, Candidates]) -> None:
    picks = rank(*world).picks
    assert max(Counter(pick.song.artist_key for pick in picks).values(), default=0) <= 2
    assert max(Counter(pick.song.version_key for pick in picks).values(), default=0) <= 1


@worlds
@given(requests())
def test_the_count_is_honoured_while_songs_remain(world: tuple[Request, Candidates]) -> None:
    request, songs = world
    picks = rank(request, songs).picks
    everything = rank(replace(request, count=1000), songs).picks
    assert len(picks) == min(request.count, len(everything))
    assert [pick.song.id for pick in picks] == [pick.song.id for pick in everything[: request.count]]
    left_over = {song.id for song in songs.songs} - {pick.song.id for pick in everything}
    full = Counter(pick.song.artist_key for pick in everything)
    versions = {other.version_key for pick in everything for other in (pick.song, *pick.versions)}
    taste = request.taste
    by_id = {song.id: song for song in songs.songs}
    never = {by_id[one].version_key for one in (*taste.disliked, *taste.blocked_songs, *request.query.songs)}
    asked = {title_key(by_id[one].title) for one in request.query.songs}
    many = {title_key(pick.song.title) for pick in everything if len(pick.versions) == MOST_VERSIONS}
    for one in left_over:
        left = by_id[one]
        assert (
            full[left.artist_key] == MOST_OF_AN_ARTIST
            or left.version_key in versions | never
            or title_key(left.title) in asked | many
            or left.artist_key in taste.blocked_artists
        )


@worlds
@given(requests())
def test_what_is_offered_beside_a_pick_is_no_pick_and_may_come(world: tuple[Request, Candidates]) -> None:
    request, songs = world
    everything = rank(replace(request, count=1000), songs).picks
    offered = [other.id for pick in everything for other in pick.versions]
    assert not set(offered) & {pick.song.id for pick in everything}
    never = {*request.taste.disliked, *request.taste.blocked_songs, *request.query.songs}
    assert not set(offered) & never
    for pick in everything:
        assert {title_key(other.title) for other in pick.versions} <= {title_key(pick.song.title)}
        assert len(pick.versions) <= MOST_VERSIONS


@worlds
@given(requests(), st.randoms(use_true_random=False))
def test_the_candidates_order_does_not_matter(world: tuple[Request, Candidates], dice: random.Random) -> None:
    request, songs = world
    order = list(range(len(songs)))
    dice.shuffle(order)
    shuffled = Candidates(tuple(songs.songs[row] for row in order), songs.vectors[order].reshape(-1, DIMENSION))
    assert rank(request, shuffled) == rank(request, songs) == rank(request, songs)


@worlds
@given(requests())
def test_repeats_come_last_and_only_relaxed(world: tuple[Request, Candidates]) -> None:
    request, songs = world
    by_id = {song.id: song for song in songs.songs}
    taste = request.taste
    again = {by_id[one].version_key for one in (*taste.recent, *taste.liked)}
    ranking = rank(request, songs)
    repeated = [pick.song.version_key in again for pick in ranking.picks]
    assert repeated == sorted(repeated)
    assert ranking.relaxed == any(repeated)


@worlds
@given(requests())
def test_a_score_is_the_sum_of_its_terms_and_falls_from_pick_to_pick(world: tuple[Request, Candidates]) -> None:
    ranking = rank(*world)
    for pick in ranking.picks:
        assert pick.score == pytest.approx(sum(term.weight * term.value for term in pick.terms))
        assert all(0 <= term.value <= 1 for term in pick.terms)
        assert len({term.kind for term in pick.terms}) == len(pick.terms)
        assert -1 <= pick.similarity <= 1
    # A version that waited for its original may be freed late, by another pick that is kin to the original alone.
    kinship = Kinship.of(tuple(name_of(song.artist, song.title) for song in world[1].songs), world[1].vectors)
    if not ranking.relaxed and all(kinship.group([row]).sum() == 1 for row in range(len(world[1]))):
        scores = [pick.score for pick in ranking.picks]
        assert all(later <= earlier + 1e-9 for earlier, later in pairwise(scores))


@worlds
@given(requests())
def test_reasons_are_at_most_three_and_stand_among_the_terms(world: tuple[Request, Candidates]) -> None:
    for pick in rank(*world).picks:
        assert len(pick.reasons) <= 3
        helpful = {(term.kind, term.subject) for term in pick.terms if term.contribution > 0}
        assert {(reason.kind, reason.subject) for reason in pick.reasons} <= helpful
        assert len({reason.kind for reason in pick.reasons}) == len(pick.reasons)


def test_the_nearest_come_first() -> None:
    assert fan(5).ids()[0] == 1
    assert fan(5).but(familiarity=Familiarity.FAMILIAR).ids()[:2] == [1, 2]


def test_the_similarity_is_the_cosine_to_the_query() -> None:
    (pick,) = fan(1, step=60.0).rank().picks
    assert pick.similarity == pytest.approx(0.5, abs=1e-6)
    assert pick.reasons


def test_the_asked_songs_versions_are_known_by_name_where_it_is_no_candidate_itself() -> None:
    asked = fan(3)
    live = song(9, artist="The Zombies", title="Time of the Season (Live)")
    songs = candidates([*asked.songs.songs, live], [*asked.songs.vectors, at(1)])
    assert asked.but(songs=songs).ids()[0] == 9
    query = Query(at(0), title="Time of the Season", artist="Zombies")
    assert 9 not in asked.but(songs=songs, query=query).ids()


def test_no_candidates_no_picks() -> None:
    assert fan(3).but(songs=NONE).rank().picks == ()
    assert not fan(3).but(songs=NONE).rank().relaxed


def test_a_song_given_twice_comes_once() -> None:
    asked = fan(3)
    twice = candidates(asked.songs.songs * 2, [*asked.songs.vectors, *asked.songs.vectors])
    assert sorted(asked.but(songs=twice).ids()) == [1, 2, 3]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        fan(3).but(count=-1).rank()


@pytest.mark.parametrize("vector", [np.full(3, np.nan), np.zeros(3), np.ones(4)], ids=["nan", "zero", "size"])
def test_a_bad_query_is_refused(vector: np.ndarray) -> None:
    with pytest.raises(VectorError):
        fan(3).but(query=Query(vector.astype(np.float32))).rank()


def test_bad_vectors_of_songs_are_refused() -> None:
    bad = candidates([song(1)], [np.array([np.nan, 0, 1])])
    wide = candidates([song(1)], [np.ones(4)])
    for changes in ({"songs": bad}, {"liked": bad}, {"disliked": bad}, {"liked": wide}, {"disliked": wide}):
        with pytest.raises(VectorError):
            fan(3).but(**changes).rank()


def test_songs_and_vectors_must_be_as_many() -> None:
    with pytest.raises(VectorError):
        Candidates((song(1),), np.zeros((2, 3), dtype=np.float32))
    with pytest.raises(ValueError, match="heard"):
        Candidates((song(1),), np.ones((1, 3), dtype=np.float32), heard=(None, None))  # type: ignore[arg-type]
