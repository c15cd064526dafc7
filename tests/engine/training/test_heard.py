"""What the trunk finds is heard once, kept, and the same whoever asks."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from engine.features.log_mel import N_BANDS, N_MELS
from engine.features.statistics import statistics
from engine.networks.cnn import FEATURES, SHORTEST_FRAMES, Trunk, long_enough
from engine.networks.parts import FOUND
from engine.training import heard as listening
from engine.training.corpus import FRAMES
from engine.training.heard import DISGUISES, STRETCHES, WHOLE_FRAMES, Heard, found, hear
from engine.training.packs import write_packs

CPU = torch.device("cpu")
NORMAL, EMPTY, SHORT = range(3)
NEARLY = 0.02
"""Float16, and bfloat16 where the processor has it."""


def new_trunk(seed: int = 0) -> Trunk:
    torch.manual_seed(seed)
    return Trunk().eval()


def music(n_frames: int, seed: int = 0) -> NDArray[np.float16]:
    return np.random.default_rng(seed).normal(-30, 10, (n_frames, N_BANDS)).astype(np.float16)


CLIPS = (music(400), music(0), music(100, seed=1))


def files(directory: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in directory.rglob("*.npy")}


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("features")
    write_packs(directory, FRAMES, CLIPS)
    return directory


@pytest.fixture(scope="module")
def heard(features: Path) -> Heard:
    """In two calls: the time is up after the first listening. One disguise, each is a pool of its own."""
    before = files(features)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listening, "DISGUISES", 1)
        assert hear(new_trunk(), features, CPU, jobs=1, minutes=1e-9) is None
        first = files(features)
        assert len(first) > len(before)
        whole = hear(new_trunk(), features, CPU, jobs=1)
    assert whole is not None
    assert first.items() <= files(features).items(), "what was heard is not heard again"
    assert len(files(features)) > len(first)
    return whole


def test_every_clip_has_its_stretches_and_one_without_frames_none(heard: Heard) -> None:
    assert len(heard.disguised) == 1
    for packs in (heard.clean, *heard.disguised):
        assert packs.lengths.tolist() == [STRETCHES, 0, STRETCHES]
        assert packs.of(NORMAL).shape == (STRETCHES, FOUND)
        assert np.isfinite(packs.of(SHORT)).all()


def test_it_is_what_the_trunk_finds_and_how_it_sounds(heard: Heard) -> None:
    frames = CLIPS[NORMAL].astype(np.float32)
    with torch.inference_mode():
        decibels = torch.from_numpy(frames).T[None]
        wanted = new_trunk()(decibels, STRETCHES)[0].numpy()
        described = statistics(decibels[:, :N_MELS], STRETCHES)[0].numpy()
    np.testing.assert_allclose(heard.clean.of(NORMAL)[:, :FEATURES], wanted, atol=NEARLY * np.abs(wanted).max())
    np.testing.assert_allclose(heard.clean.of(NORMAL)[:, FEATURES:], described, rtol=1e-3, atol=1e-3)


def test_a_disguise_is_another_sound_and_the_same_every_time(heard: Heard) -> None:
    trunk, frames = new_trunk(), CLIPS[NORMAL].astype(np.float32)
    kept = [heard.clean.of(NORMAL), heard.disguised[0].of(NORMAL)]
    others = [found(trunk, frames, NORMAL, disguise) for disguise in range(2, 1 + DISGUISES)]
    near = NEARLY * np.abs(kept[0]).max()
    np.testing.assert_allclose(found(trunk, frames, NORMAL, 1), kept[1], atol=near)
    for one, other in combinations([*kept, *others], 2):
        assert np.abs(one - other).max() > 2 * near


def test_nothing_is_heard_twice(heard: Heard, features: Path) -> None:
    before = files(features)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listening, "DISGUISES", 1)
        again = hear(new_trunk(), features, CPU, jobs=1, minutes=0)
    assert again is not None
    assert files(features) == before
    np.testing.assert_array_equal(again.clean.of(NORMAL), heard.clean.of(NORMAL))


def test_another_trunk_hears_for_itself(tmp_path: Path) -> None:
    write_packs(tmp_path, FRAMES, [])
    for seed, directories in ((0, 1), (0, 1), (1, 2)):
        assert hear(new_trunk(seed), tmp_path, CPU, jobs=1) is not None
        assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == directories


@pytest.mark.parametrize("disguise", [0, 1])
def test_a_short_clip_is_repeated(disguise: int) -> None:
    trunk, short = new_trunk(), CLIPS[SHORT].astype(np.float32)
    repeated = long_enough(torch.from_numpy(short.T)).T.numpy()
    assert len(repeated) == SHORTEST_FRAMES
    np.testing.assert_array_equal(found(trunk, short, SHORT, disguise), found(trunk, repeated, SHORT, disguise))


def test_of_a_long_clip_the_middle_is_heard() -> None:
    trunk, frames = new_trunk(), music(WHOLE_FRAMES + 400).astype(np.float32)
    middle = frames[200 : 200 + WHOLE_FRAMES]
    np.testing.assert_array_equal(found(trunk, frames, 0, 0), found(trunk, middle, 0, 0))
    assert not np.array_equal(found(trunk, frames[:WHOLE_FRAMES], 0, 0), found(trunk, middle, 0, 0))


def test_two_clips_are_disguised_differently() -> None:
    trunk, frames = new_trunk(), CLIPS[NORMAL].astype(np.float32)
    assert not np.array_equal(found(trunk, frames, 4, 1), found(trunk, frames, 5, 1))
