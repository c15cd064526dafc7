from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from data.catalog.entries import CatalogEntry
from data.catalog.rows import row_of, song_of, vector_bytes, vector_matrix
from data.tables import SongRow
from engine.songs import Song, SongId

WORDS = st.lists(st.text(max_size=20), max_size=4).map(tuple)
SONGS = st.builds(
    Song,
    id=st.from_regex(r"[0-9a-f]{16}", fullmatch=True).map(SongId),
    artist=st.text(max_size=40),
    title=st.text(max_size=40),
    year=st.none() | st.integers(1800, 2100),
    seconds=st.none() | st.floats(1, 1e4),
    genres=WORDS,
    moods=WORDS,
    quadrant=st.sampled_from([None, "Q1", "Q4"]),
    tempo_bpm=st.none() | st.floats(20, 400),
    key=st.sampled_from([None, "A minor", "F# major"]),
    energy=st.none() | st.floats(0, 1),
    instruments=WORDS,
)


@given(SONGS)
def test_a_song_comes_back_from_its_row(song: Song) -> None:
    assert song_of(SongRow(**row_of(CatalogEntry(song)))) == song


def test_names_are_compared_without_accents_and_case() -> None:
    row = row_of(CatalogEntry(Song(SongId("0" * 16), "Björk", "Jóga (Live)")))
    assert (row["artist_text"], row["title_text"], row["search_text"]) == ("bjork", "joga live", " bjork joga live ")
    assert row["version_key"] == "bjork|joga"


@given(arrays.arrays(np.float32, (3, 5), elements=st.floats(-1, 1, width=32)))
def test_vectors_come_back_bit_by_bit(vectors: np.ndarray) -> None:
    stored = [vector_bytes(vector) for vector in vectors]
    np.testing.assert_array_equal(vector_matrix(stored), vectors)
    assert {len(one) for one in stored} == {20}
