"""Which views there are, and what is heard in them."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.audio import decode
from engine.evaluation.distortions import DISTORTIONS
from engine.evaluation.folds import FOLDS, DataMissingError, Track
from engine.evaluation.reencode import FLAC, encode
from engine.evaluation.views import (
    DISTORTED_A_FOLD,
    FIRST10,
    OTHER10,
    WHOLE,
    Sound,
    View,
    all_sounds,
    clip_path,
    distorted_tracks,
    fold_views,
    read_pairs,
    samples_of,
    stretched_songs,
)
from tests.engine.evaluation.tracks import track
from tests.training_data import training_data


def recording(seconds: float) -> bytes:
    """A tone that climbs by 10 Hz a second, so that its pitch tells the time."""
    time = np.arange(round(seconds * 44_100)) / 44_100
    return encode((0.2 * np.sin(2 * np.pi * (400 * time + 5 * time**2))).astype(np.float32), FLAC)


def middle_second(samples: np.ndarray[tuple[int], np.dtype[np.float32]], rate: int) -> float:
    """At which second of the recording the middle of the samples lies, by its pitch."""
    half = samples.size // 2
    piece = samples[half - rate // 4 : half + rate // 4]
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(piece.size), 8 * piece.size))
    return (float(np.argmax(spectrum)) * rate / (8 * piece.size) - 400) / 10


@pytest.mark.parametrize("rate", [16_000, 22_050])
def test_two_stretches_do_not_overlap(rate: int) -> None:
    data = recording(45)
    first, other = (samples_of(data, name, rate) for name in (FIRST10, OTHER10))
    assert first.size == other.size == 10 * rate
    assert middle_second(first, rate) == pytest.approx(10, abs=0.3)
    assert middle_second(other, rate) == pytest.approx(30, abs=0.3)


@pytest.mark.parametrize("rate", [16_000, 22_050])
@pytest.mark.parametrize("name", [WHOLE, "gain -6 dB", "phone", "mp3 64k"])
def test_whole_and_distorted_clips_are_the_middle(name: str, rate: int) -> None:
    samples = samples_of(recording(45), name, rate)
    assert samples.size == pytest.approx(30 * rate, rel=1e-3)
    assert middle_second(samples, rate) == pytest.approx(22.5, abs=0.3)


def test_the_whole_clip_is_what_the_product_decodes() -> None:
    data = recording(31)
    np.testing.assert_array_equal(samples_of(data, WHOLE, 22_050), decode(data).samples)


def test_an_unknown_view_and_a_file_without_sound_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        samples_of(recording(5), "backwards", 16_000)
    with pytest.raises(DataMissingError, match="cannot be heard"):
        Sound(View("x", FIRST10), tmp_path / "x.opus", 16_000).samples()
    (tmp_path / "x.opus").write_bytes(b"no sound")
    for name in (WHOLE, FIRST10, "room"):
        for rate in (16_000, 22_050):
            with pytest.raises(DataMissingError, match="cannot be heard"):
                Sound(View("x", name), tmp_path / "x.opus", rate).samples()


def test_a_sound_crosses_to_another_process(tmp_path: Path) -> None:
    sound = Sound(View("x", "phone"), tmp_path / "x.opus", 16_000)
    assert pickle.loads(pickle.dumps(sound)) == sound
    assert sound.key == "x phone"


def many() -> list[Track]:
    return [track(number, source="emotify" if number < 60 else "taffc", fold=number % FOLDS) for number in range(400)]


def test_distorted_clips_have_one_right_answer_and_unheard_artists() -> None:
    tracks = many()
    tracks[5] = replace(tracks[5], artist=tracks[0].artist, title=tracks[0].title)
    tracks[11] = replace(tracks[11], artist="in two folds")
    tracks[12] = replace(tracks[12], artist="in two folds")
    for fold in range(FOLDS):
        rows = distorted_tracks(tracks, fold)
        assert len(set(rows)) == DISTORTED_A_FOLD
        assert {tracks[row].fold for row in rows} == {fold}
        assert not {0, 5, 11, 12} & set(rows)
        assert rows == distorted_tracks(tracks, fold)


def test_a_small_fold_is_distorted_entirely() -> None:
    assert distorted_tracks([track(0), track(1), track(2, fold=1)], 0) == (0, 1)


def test_views_of_a_fold_and_of_all() -> None:
    tracks, pairs = many(), ("pairs20-01a", "pairs20-01b")
    songs = stretched_songs(tracks, pairs)
    assert len(songs) == 62
    views = fold_views(tracks, pairs, 2)
    assert len(set(views)) == len(views) == 2 * 62 + len(DISTORTIONS) * DISTORTED_A_FOLD
    sounds = all_sounds(Path("data"), tracks, pairs, 16_000)
    assert [sound.view.name for sound in sounds[: len(tracks)]] == [WHOLE] * len(tracks)
    assert len(sounds) == len(tracks) + 2 * 62 + FOLDS * len(DISTORTIONS) * DISTORTED_A_FOLD
    assert len({sound.key for sound in sounds}) == len(sounds)


def test_clips_and_the_twenty_songs_lie_apart() -> None:
    assert clip_path(Path("d"), "taffc-1") == Path("d/audio/taffc-1.opus")
    assert clip_path(Path("d"), "pairs20-01a") == Path("d/pairs20/01a.opus")


def test_the_twenty_songs_are_there() -> None:
    data = training_data()
    pairs = read_pairs(data)
    assert len(pairs) == 20
    assert all(clip_path(data, one).exists() for one in pairs)


def test_without_the_twenty_songs_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match=r"pairs20\.csv"):
        read_pairs(tmp_path)
