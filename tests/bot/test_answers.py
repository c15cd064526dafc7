"""An answer that was written down comes back equal, and damage is told."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import KeptAnswer, UnreadableAnswer, decode, encode
from bot.questions import MOST_PICKS, Fresh, Read, Seed, SeedKind
from data.answers import MAX_PAYLOAD_BYTES
from data.previews.facts import MAX_NAME_CHARS
from engine.ranking import Familiarity, Only, Pick, Reason, ReasonKind, Span, Term
from engine.ranking.variety import MOST_VERSIONS
from engine.songs import Song, SongId
from engine.traits import Traits

names = st.text(max_size=60)
words = st.lists(names, max_size=4).map(tuple)
numbers = st.floats(allow_nan=False, allow_infinity=False)
songs = st.builds(
    Song,
    id=st.from_regex(r"[0-9a-f]{16}", fullmatch=True).map(SongId),
    artist=names,
    title=names,
    album=names,
    year=st.none() | st.integers(1900, 2100),
    seconds=st.none() | st.floats(0, 10_000),
    genres=words,
    moods=words,
    quadrant=st.none() | st.sampled_from(["Q1", "Q2", "Q3", "Q4"]),
    tempo_bpm=st.none() | st.floats(20, 400),
    key=st.none() | names,
    energy=st.none() | st.floats(0, 1),
    instruments=words,
    isrc=st.none() | names,
    source=names,
    licence=names,
    link=names,
    cover=names,
    explicit=st.none() | st.booleans(),
)
picks = st.builds(
    Pick,
    song=songs,
    similarity=numbers,
    score=numbers,
    terms=st.lists(st.builds(Term, kind=names, weight=numbers, value=numbers, subject=names), max_size=3).map(tuple),
    reasons=st.lists(st.builds(Reason, kind=st.sampled_from(ReasonKind), subject=names), max_size=3).map(tuple),
    versions=st.lists(songs, max_size=2).map(tuple),
)
vectors = st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=8).map(lambda row: np.array(row, np.float32))
seeds = st.builds(
    Seed,
    kind=st.sampled_from(SeedKind),
    song=st.none() | songs,
    title=names,
    vector=vectors,
    genres=words,
    moods=words,
    quadrant=st.none() | st.sampled_from(["Q1", "Q2", "Q3", "Q4"]),
    traits=st.builds(
        Traits,
        tempo_bpm=st.none() | st.floats(20, 400),
        key=st.none() | names,
        energy=st.none() | st.floats(0, 1),
        instruments=words,
    ),
    confidence=st.dictionaries(names, st.floats(0, 1), max_size=3),
    fresh=st.none() | st.sampled_from(Fresh),
    songs=st.lists(songs, max_size=1).map(tuple),
    unlikes=st.lists(songs, max_size=1).map(tuple),
    read=st.builds(Read, wanted=words, unwanted=words, unknown=words),
)
spans = st.builds(Span, st.none() | st.integers(), st.none() | st.integers())
answers = st.builds(
    KeptAnswer,
    seed=seeds,
    recognised=st.none() | songs,
    picks=st.lists(picks, max_size=4).map(tuple),
    count=st.integers(1, 10),
    relaxed=st.booleans(),
    device=names,
    familiarity=st.sampled_from(Familiarity),
    only=st.builds(
        Only,
        genre=names,
        mood=names,
        instrument=names,
        tempo=spans,
        year=spans,
        avoid=names,
        only_new=st.booleans(),
        clean=st.booleans(),
    ),
)

NOTHING = np.zeros(0, np.float32)


def without_vector(answer: KeptAnswer) -> KeptAnswer:
    return replace(answer, seed=replace(answer.seed, vector=NOTHING))


@given(answers)
def test_what_was_written_comes_back(answer: KeptAnswer) -> None:
    back = decode(encode(answer))
    np.testing.assert_array_equal(back.seed.vector, answer.seed.vector)
    assert back.seed.vector.dtype == np.float32
    left, right = without_vector(back), without_vector(answer)
    assert replace(left, seed=replace(left.seed, vector=None)) == replace(right, seed=replace(right.seed, vector=None))


def whole_answer() -> KeptAnswer:
    name = "W" * MAX_NAME_CHARS
    link = "https://www.deezer.com/track/" + "9" * 60
    song = Song(SongId("0" * 16), name, name, name, 1998, 240.0, link=link, cover=link, genres=("Folk",) * 3)
    terms = tuple(
        Term(kind.value, 0.123456789012345, 0.987654321098765, "A Title of Usual Length") for kind in ReasonKind
    )
    reasons = tuple(Reason(kind, "A Title of Usual Length") for kind in list(ReasonKind)[:3])
    pick = Pick(song, 0.9123456789012345, 1.2345678901234567, terms, reasons, (song,) * MOST_VERSIONS)
    seed = Seed(SeedKind.CLIP, None, "clip.ogg", np.full(416, 416**-0.5, np.float32), ("Jazz",), ("wistful",))
    return KeptAnswer(seed, song, (pick,) * MOST_PICKS, 5, False, "cpu", Familiarity.BALANCED)


def test_the_longest_answer_may_be_kept() -> None:
    assert len(encode(whole_answer()).encode()) < MAX_PAYLOAD_BYTES


def test_an_answer_of_an_older_version_is_read() -> None:
    kept = json.loads(encode(whole_answer()))
    del kept["only"]
    for part in ("quadrant", "traits", "confidence"):
        del kept["seed"][part]
    back = decode(json.dumps(kept))
    assert (back.only, back.seed.traits, back.seed.confidence, back.seed.quadrant) == (Only(), Traits(), {}, None)


def test_an_answer_that_knew_of_genre_and_mood_alone_is_read() -> None:
    kept = json.loads(encode(whole_answer()))
    kept["only"] = {"genre": "Jazz", "mood": "calm"}
    assert decode(json.dumps(kept)).only == Only("Jazz", "calm")


@pytest.mark.parametrize("only", [{"colour": "red"}, {"tempo": 120}, {"year": {"first": 1990}}, "Jazz", None])
def test_what_was_wanted_and_makes_no_sense_is_told(only: object) -> None:
    kept = json.loads(encode(whole_answer()))
    kept["only"] = only
    with pytest.raises(UnreadableAnswer):
        decode(json.dumps(kept))


def test_numpy_numbers_are_written_as_numbers() -> None:
    answer = whole_answer()
    pick = replace(answer.picks[0], similarity=np.float32(0.5), score=np.float64(0.25))
    back = decode(encode(replace(answer, picks=(pick,))))
    assert back.picks[0].similarity == 0.5
    assert back.picks[0].score == 0.25


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "not json",
        "[]",
        "null",
        "{}",
        '{"format": 2}',
        '{"format": 1}',
        '{"format": 1, "seed": []}',
    ],
)
def test_damage_is_told(payload: str) -> None:
    with pytest.raises(UnreadableAnswer):
        decode(payload)


@pytest.mark.parametrize("part", ["seed", "picks", "recognised", "count", "familiarity", "device", "relaxed"])
def test_a_part_that_is_missing_is_told(part: str) -> None:
    kept = json.loads(encode(whole_answer()))
    del kept[part]
    with pytest.raises(UnreadableAnswer):
        decode(json.dumps(kept))


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("kind", "video"),
        ("vector", "###"),
        ("vector", "AAA="),
        ("traits", {"colour": "red"}),
        ("confidence", ["Jazz"]),
        ("confidence", {"Jazz": "very"}),
        ("song", {"title": "no id"}),
        ("song", {"id": "x", "b": 1}),
    ],
)
def test_a_seed_that_makes_no_sense_is_told(where: str, value: object) -> None:
    kept = json.loads(encode(whole_answer()))
    kept["seed"][where] = value
    with pytest.raises(UnreadableAnswer):
        decode(json.dumps(kept))
