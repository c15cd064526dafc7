"""Artist, album and song are found where they are, and a song never finds itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.evaluation.ear.same_music import album_precision, artist_hits, song_ranks
from tests.engine.evaluation.tracks import track


def test_another_song_by_the_artist_counts_and_the_same_song_does_not() -> None:
    tracks = [track(0, artist="x"), replace(track(1, artist="x"), title="song 0"), track(2, artist="y"), track(3)]
    vectors = np.array([[1, 0], [1, 0.01], [1, 0.1], [0, 1]], np.float32)
    everyone = np.ones(4, bool)
    # x has one song only, in two recordings: it is not asked, and nobody else has a second song.
    assert artist_hits(tracks, vectors, everyone).size == 0
    tracks[2] = track(2, artist="x")
    assert artist_hits(tracks, vectors, everyone, k=1).tolist() == [1, 1, 1]
    assert artist_hits(tracks, vectors[[0, 1, 3, 2]], everyone, k=1).tolist() == [0, 0, 0]
    assert artist_hits(tracks, vectors, np.array([True, False, False, False]), k=1).tolist() == [1]


def test_albums_are_compared_within_their_source() -> None:
    tracks = [track(number, source="open") for number in range(5)] + [track(9)]
    albums = ["m", "m", "m", "n", "", "m"]
    vectors = np.array([[1, 0], [1, 0.1], [0, 1], [1, 0.05], [1, 0], [1, 0]], np.float32)
    # n has one clip: it is not asked, but stands in the way; the clip without an album and the other source do not.
    asked = np.ones(6, bool)
    assert album_precision(tracks, albums, vectors, asked, k=2).tolist() == [0.5, 0.5, 0.5]
    assert album_precision(tracks, albums, vectors, ~asked, k=2).size == 0


def test_an_album_of_few_cannot_fill_five_places() -> None:
    tracks = [track(number, source="open") for number in range(3)]
    assert album_precision(tracks, ["m"] * 3, np.eye(3, dtype=np.float32), np.ones(3, bool)).tolist() == [0.4] * 3


def test_the_rank_counts_those_that_are_as_near() -> None:
    gallery = np.array([[1, 0], [1, 1], [0, 1], [0, 2]], np.float32)
    queries = np.array([[2, 0], [2, 0], [0, 1]], np.float32)
    assert song_ranks(queries, gallery, np.array([0, 2, 2])).tolist() == [0, 3, 1]


@given(arrays(np.float32, (6, 3), elements=st.floats(-5, 5, width=32)), st.floats(0.5, 4))
def test_the_rank_knows_no_loudness(vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]], scale: float) -> None:
    own = np.arange(6)
    ranks = song_ranks(vectors, vectors, own)
    assert ((ranks >= 0) & (ranks < 6)).all()
    doubled = song_ranks((vectors * np.float32(2)).astype(np.float32), vectors, own)
    np.testing.assert_array_equal(ranks, doubled)


def test_a_silent_query_never_finds_its_song() -> None:
    assert song_ranks(np.zeros((1, 2), np.float32), np.eye(2, dtype=np.float32), np.array([0])).tolist() == [1]
    assert song_ranks(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32), np.arange(2)).tolist() == [0, 0]
    assert pytest.approx(0) == song_ranks(np.ones((1, 2), np.float32), np.ones((1, 2), np.float32), np.array([0]))[0]
