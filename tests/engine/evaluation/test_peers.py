"""Every sound is heard once by all six, at each one's own rate, and kept by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ModelError
from engine.evaluation.folds import DataMissingError
from engine.evaluation.peers import LAYERS, TAGS, hear, heard_by, kept_files, precision, read_kept, write_kept
from engine.evaluation.reencode import FLAC, encode
from engine.evaluation.views import FIRST10, WHOLE, Sound, View
from engine.teachers.loading import load_teachers, weight_files
from engine.teachers.teacher import EMBEDDING, SAMPLE_RATE, Numbers, TeacherOutput
from tests.training_data import training_data


def sounds(directory: Path) -> list[Sound]:
    """Two clips of 5 s: one whole, the other whole and on the telephone."""
    made = []
    for seed in range(2):
        path = directory / f"clip-{seed}.flac"
        noise = np.random.default_rng(seed).standard_normal(44_100 * 5).astype(np.float32)
        path.write_bytes(encode(np.float32(0.1) * noise, FLAC))
        made.append(Sound(View(path.stem, WHOLE), path, SAMPLE_RATE))
    return [*made, Sound(View("clip-1", "phone"), made[1].path, SAMPLE_RATE)]


def test_a_second_time_only_what_is_not_kept_completely_is_heard(tmp_path: Path) -> None:
    data, cache = training_data(), tmp_path / "cache"
    asked = sounds(tmp_path)
    first = hear(asked[:2], data, cache, jobs=1)
    places = kept_files(asked, data, cache)
    whole, half, new = places
    assert whole.exists()
    assert not new.exists()
    # As a process leaves it that was ended while it wrote, and a disk that lost the end of a file.
    half.with_name(f"unfinished-1-{half.name}").write_bytes(half.read_bytes()[:500])
    half.write_bytes(half.read_bytes()[:3_000])
    before = whole.stat().st_mtime_ns
    again = hear(asked, data, cache, jobs=2)
    assert whole.stat().st_mtime_ns == before
    assert {name: tuple(layers) for name, layers in again.items()} == LAYERS
    for name, layers in LAYERS.items():
        for layer in layers:
            vectors = again[name][layer]
            assert vectors.dtype == np.float32
            assert len(vectors) == 3
            np.testing.assert_array_equal(vectors[:2], first[name][layer])
            assert not np.array_equal(vectors[1], vectors[2])
    direct = heard_by(load_teachers(data, precision()), asked[2])
    for name in LAYERS:
        np.testing.assert_allclose(again[name][TAGS][2], direct[name][TAGS], atol=5e-3)
        assert np.corrcoef(again[name][EMBEDDING][2], direct[name][EMBEDDING])[0, 1] > 0.999


HEAR_MANY = """
import sys
from pathlib import Path
from engine.evaluation.peers import hear
from engine.evaluation.views import Sound, View, WHOLE
if __name__ == "__main__":
    data, place = Path(sys.argv[1]), Path(sys.argv[2])
    views = [View("clip-0", name) for name in (WHOLE, "phone", "room", "gain -6 dB", "noise 10 dB")]
    hear([Sound(view, place / "clip-0.flac", 16_000) for view in views], data, place / "cache", jobs=1)
"""


def test_when_it_is_killed_no_process_stays(tmp_path: Path) -> None:
    data, script, root = training_data(), tmp_path / "many.py", Path(__file__).parents[3]
    sounds(tmp_path)
    script.write_text(HEAR_MANY)
    asked = [sys.executable, str(script), str(data), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(asked, stderr=subprocess.PIPE, env=environment) as running:
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob("cache/*/*.npz")) and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        running.kill()
        # The pipe ends when the last process that may write to it is gone.
        running.communicate(timeout=60)
    assert list(tmp_path.glob("cache/*/*.npz"))


class Listener:
    """Says how many samples came, and keeps them."""

    tag_names = ("a",)

    def __init__(self, name: str, *, resampled_by_soxr: bool) -> None:
        self.name, self.resampled_by_soxr = name, resampled_by_soxr
        self.samples = np.zeros(0, np.float32)

    def hear(self, samples: Numbers) -> TeacherOutput:
        self.samples = samples
        return TeacherOutput({EMBEDDING: samples[:1]}, np.array([samples.size], np.float32))


@pytest.mark.parametrize("view", [WHOLE, FIRST10, "gain -6 dB"])
def test_each_hears_what_its_own_resampler_makes(tmp_path: Path, view: str) -> None:
    path = tmp_path / "clip.flac"
    noise = np.random.default_rng(0).standard_normal(44_100 * 16).astype(np.float32)
    path.write_bytes(encode(np.float32(0.1) * noise, FLAC))
    sound = Sound(View("clip", view), path, 22_050)
    peers = Listener("x", resampled_by_soxr=True), Listener("y", resampled_by_soxr=False)
    heard = heard_by(peers, sound)
    assert abs(heard["x"][TAGS] - heard["y"][TAGS]) <= 1
    np.testing.assert_array_equal(peers[1].samples, replace(sound, sample_rate=SAMPLE_RATE).samples())
    n = min(one.samples.size for one in peers)
    assert not np.array_equal(peers[0].samples[:n], peers[1].samples[:n])
    assert np.corrcoef(peers[0].samples[:n], peers[1].samples[:n])[0, 1] > 0.95


def toy_data(directory: Path) -> Path:
    for path in weight_files(directory):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"weights")
    return directory


def test_a_sound_is_kept_under_weights_content_and_view(tmp_path: Path) -> None:
    data, cache = toy_data(tmp_path / "data"), tmp_path / "cache"
    asked = sounds(tmp_path)
    places = kept_files(asked, data, cache)
    assert len(set(places)) == 3
    assert places == kept_files([replace(sound, sample_rate=8_000) for sound in asked], data, cache)
    asked[0].path.write_bytes(asked[1].path.read_bytes())
    changed = kept_files(asked, data, cache)
    assert changed[0] == changed[1] == places[1]
    weight_files(data)[-1].write_bytes(b"other weights")
    assert {place.parent for place in kept_files(asked, data, cache)}.isdisjoint(place.parent for place in places)


def test_what_is_kept_is_whole_or_not_there(tmp_path: Path) -> None:
    place = tmp_path / "sound.npz"
    assert read_kept(place) is None
    heard = {name: {layer: np.full(3, 0.25, np.float32) for layer in layers} for name, layers in LAYERS.items()}
    write_kept(place, heard)
    kept = read_kept(place)
    assert kept is not None
    assert {name: tuple(layers) for name, layers in kept.items()} == LAYERS
    assert [file.name for file in tmp_path.iterdir()] == ["sound.npz"]
    data = place.read_bytes()
    for size in (0, 1, len(data) // 2, len(data) - 1):
        place.write_bytes(data[:size])
        assert read_kept(place) is None
    np.savez(place, **{"msd_musicnn.tags": np.zeros(50)})
    assert read_kept(place) is None


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    asked = sounds(tmp_path)
    with pytest.raises(ModelError, match=r"musicnn/msd_musicnn\.npz"):
        hear(asked, tmp_path, tmp_path / "cache", jobs=1)
    data = toy_data(tmp_path / "data")
    with pytest.raises(ModelError, match=r"msd_musicnn\.npz"):
        hear(asked, data, tmp_path / "cache", jobs=1)
    asked[0].path.unlink()
    with pytest.raises(DataMissingError, match=r"clip-0\.flac"):
        hear(asked, data, tmp_path / "cache", jobs=1)
    assert not (tmp_path / "cache").exists()
