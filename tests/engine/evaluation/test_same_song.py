"""The search for the same song, with a toy ear on real files: it hears how loud each of a few tones is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from engine.evaluation.reencode import MP3_64K_QUIETER, WAV, decoded, encode, reencode
from engine.evaluation.same_song import (
    choose,
    found_again,
    left_unnamed,
    likeness_table,
    outcome,
    outcome_table,
)
from tests.engine.evaluation.tracks import track

RATE = 44_100
TONES = 200 * 2 ** (np.arange(24) / 4)


def song(number: int) -> bytes:
    """Three tones of the twenty-four, another three for every number."""
    time = np.arange(RATE) / RATE
    chosen = np.random.default_rng(number).choice(TONES, 3, replace=False)
    return encode((0.2 * np.sin(2 * np.pi * chosen[:, None] * time).sum(axis=0)).astype(np.float32), WAV)


def hear(files: Sequence[bytes]) -> npt.NDArray[np.float32]:
    vectors = []
    for data in files:
        samples = decoded(data, RATE)
        spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
        hertz = np.fft.rfftfreq(samples.size, 1 / RATE)
        vectors.append([spectrum[np.abs(hertz - tone) < 6].sum() for tone in TONES])
    unit = np.array(vectors) / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit.astype(np.float32)


def test_songs_come_back_first_and_strangers_stay_unnamed() -> None:
    songs = [song(number) for number in range(12)]
    versions = [f"song {number}" for number in range(12)]
    again = outcome("again", hear([reencode(one, MP3_64K_QUIETER) for one in songs]), range(12), hear(songs), versions)
    strangers = outcome("strangers", hear([song(number) for number in range(100, 112)]), None, hear(songs), versions)
    assert again.first.all()
    assert again.named.all()
    assert found_again(again)
    assert left_unnamed(strangers)
    assert again.similarities.min() > strangers.similarities.max()
    text = outcome_table([again], strangers, len(songs)).text()
    assert "12 (at least 11.4: met)" in text
    assert "0 (at most 0.12: met)" in text


def test_a_wrong_song_in_front_is_neither_first_nor_found() -> None:
    gallery = np.eye(3, dtype=np.float32)
    wrong = outcome("wrong", gallery, [1, 2, 0], gallery, ["a", "b", "c"])
    assert not wrong.first.any()
    assert wrong.named.all()
    assert not found_again(wrong)
    strangers = outcome("strangers", gallery, None, gallery, ["a", "b", "c"])
    assert not left_unnamed(strangers)
    assert "3 (at most 0.03: missed)" in outcome_table([wrong], strangers, 3).text()


def test_the_margin_is_to_another_song_not_to_another_version() -> None:
    gallery = np.array([[1, 0], [1, 0], [0.6, 0.8]], dtype=np.float32)
    query = np.array([[1, 0]], dtype=np.float32)
    assert outcome("q", query, [0], gallery, ["a", "a", "b"]).margins[0] == pytest.approx(0.4)
    assert outcome("q", query, [0], gallery, ["a", "b", "b"]).margins[0] == pytest.approx(0.0)
    quantiles = likeness_table([outcome("q", query, [0], gallery, ["a", "a", "b"])])
    assert [row[1] for row in quantiles.rows] == ["similarity", "margin"]
    assert set(quantiles.rows[1][2:]) == {"0.400"}


def test_the_draw_is_of_different_songs_and_repeatable() -> None:
    twins = [track(number, artist=f"artist {number // 2}", fold=0) for number in range(40)]
    tracks = [*twins, *(track(number) for number in range(100, 120))]
    choice = choose(tracks, queries=5, gallery=20, strangers=20, seed=3)
    assert choice == choose(tracks, queries=5, gallery=20, strangers=20, seed=3)
    assert choice != choose(tracks, queries=5, gallery=20, strangers=20, seed=4)
    versions = [one.version for one in (*choice.gallery, *choice.strangers)]
    assert len(set(versions)) == 40
    with pytest.raises(ValueError, match="60 are there"):
        choose(tracks, queries=5, gallery=40, strangers=21, seed=0)
    with pytest.raises(ValueError, match="do not fit"):
        choose(tracks, queries=21, gallery=20, strangers=1, seed=0)
