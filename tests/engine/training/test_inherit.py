"""The trunk hears what public taggers hear: here taggers with random weights, which no chance would agree with.

Where a dead channel was a constant, the taggers' padding with zeros takes it away at the edges of a map and the trunk
does not, so what lies near the ends of a clip is not compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import librosa
import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from engine.errors import ModelError
from engine.features.log_mel import N_FFT, N_MELS, SAMPLE_RATE, LogMel
from engine.networks.cnn import SHAPED, SQUARES, Classes, Cnn
from engine.networks.shaped import WINDOW_FRAMES, ShapedFilters
from engine.networks.square import COLUMN_FRAMES, SquareFilters
from engine.teachers.fcn import Fcn
from engine.teachers.loading import musicnn_file, tagger_file
from engine.teachers.musicnn import SHAPE, Musicnn
from engine.teachers.teacher import EMBEDDING, MAX_POOL, MEAN_POOL
from engine.teachers.teacher import SAMPLE_RATE as TEACHER_RATE
from engine.training.inherit import SQUARE_TAGGERS, inherit
from tests.engine.training.taggers import (
    MIDDLE,
    Arrays,
    alive,
    dead_filters,
    fcn_arrays,
    musicnn_arrays,
    save,
    tune,
    write_taggers,
)
from tests.training_data import training_data

CLASSES = Classes(("Jazz",), ("calm",), ("a",) * 4, ("b",) * 5, ("c",) * 4, ("piano",))
LOUDER = 20 * np.log10(N_FFT / SHAPE.n_fft)
"""Decibels by which the same sound is louder in the ear's longer frames."""
SECOND = COLUMN_FRAMES // 5


def new_cnn() -> Cnn:
    torch.manual_seed(0)
    return Cnn(CLASSES).eval()


def close_cnn() -> Cnn:
    """One that looks as closely as the taggers do."""
    cnn = new_cnn()
    cnn.trunk.squares = nn.ModuleList(SquareFilters(replace(shape, second_stride=1)) for shape in SQUARES)
    front = tuple((count, bands, frames, 1) for count, bands, frames, _ in SHAPED.front)
    cnn.trunk.shaped = ShapedFilters(replace(SHAPED, front=front))
    return cnn.eval()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("data")
    write_taggers(directory)
    return directory


@pytest.fixture(scope="module")
def inherited(data: Path) -> Cnn:
    cnn = close_cnn()
    inherit(cnn, data)
    return cnn


@pytest.mark.parametrize("group", range(len(SQUARES)), ids=SQUARE_TAGGERS)
def test_square_filters_say_what_an_fcn_says(inherited: Cnn, data: Path, group: int) -> None:
    columns = 6
    frames = 12 * torch.randn(N_MELS, columns * COLUMN_FRAMES, generator=torch.Generator().manual_seed(5)) - 20
    path = tagger_file(data, SQUARE_TAGGERS[group])
    fcn, arrays = Fcn("fcn", path), dict(np.load(path))
    with torch.inference_mode():
        third, fourth, column = inherited.trunk.squares[group](frames[None] + LOUDER)
        maps = fcn.maps(frames)
        next_layer = fcn.layers[3]
        wanted = functional.relu(functional.conv2d(maps, next_layer.weight, next_layer.bias, padding=1))
        whole = fcn.columns(maps[None])[0]
    inside = slice(2, -2)
    for ours, theirs, layer in ((third, maps.amax(dim=1), 3), (fourth, wanted.amax(dim=1), 4), (column, whole, 5)):
        lives = torch.from_numpy(alive(arrays, layer))
        assert ours.shape[1] == int(lives.sum())
        assert ours.shape[2] == theirs.shape[1]
        torch.testing.assert_close(ours[0, :, inside], theirs[lives][:, inside], atol=1e-3, rtol=1e-3)


def test_shaped_filters_say_what_musicnn_says_of_a_window(inherited: Cnn, data: Path) -> None:
    samples = tune((WINDOW_FRAMES - 1) * SHAPE.hop_length / TEACHER_RATE, TEACHER_RATE, seed=2)
    power = librosa.feature.melspectrogram(
        y=samples,
        sr=TEACHER_RATE,
        n_fft=SHAPE.n_fft,
        hop_length=SHAPE.hop_length,
        pad_mode="reflect",
        n_mels=SHAPE.n_mels,
        fmax=SHAPE.f_max,
    )
    decibels = torch.from_numpy(10 * np.log10(np.maximum(power, 1e-10)) + LOUDER).float()
    theirs = Musicnn.load(musicnn_file(data).parent).hear(samples).features
    with torch.inference_mode():
        penultimate, mean, most = (part[0, :, 0].numpy() for part in inherited.trunk.shaped(decibels[None]))
    np.testing.assert_allclose(penultimate, theirs[EMBEDDING], atol=2e-3, rtol=1e-3)
    dead = dead_filters(dict(np.load(musicnn_file(data))))
    kept = np.concatenate([~dead, np.ones(3 * MIDDLE, np.bool_)])
    np.testing.assert_allclose(mean, theirs[MEAN_POOL][kept], atol=2e-3, rtol=1e-3)
    np.testing.assert_allclose(most, theirs[MAX_POOL][kept], atol=2e-3, rtol=1e-3)


def test_what_lies_above_the_trunk_starts_as_it_was(inherited: Cnn) -> None:
    state = inherited.state_dict()
    for name, value in close_cnn().state_dict().items():
        assert torch.equal(value, state[name]) != name.startswith("trunk."), name


def test_with_fewer_places_the_real_taggers_are_still_heard() -> None:
    """The product's own trunk on the sound of four tunes: what tells them apart is what the taggers tell apart by."""
    data = training_data()
    cnn = new_cnn()
    inherit(cnn, data)
    fcns = [Fcn(name, tagger_file(data, name)) for name in SQUARE_TAGGERS]
    musicnn = Musicnn.load(musicnn_file(data).parent)
    log_mel = LogMel()
    ours: list[list[np.ndarray]] = []
    theirs: list[list[np.ndarray]] = []
    with torch.inference_mode():
        for seed in range(4):
            heard = log_mel(torch.from_numpy(tune(10.3, SAMPLE_RATE, seed))[None])
            samples = tune(10.3, TEACHER_RATE, seed)
            squares = [square(heard[:, :N_MELS])[2] for square in cnn.trunk.squares]
            penultimate = cnn.trunk.shaped(heard[:, N_MELS:])[0]
            ours.append([part[0].mean(dim=1).numpy() for part in (*squares, penultimate)])
            maps = [fcn.maps(fcn.front_end(torch.from_numpy(samples))) for fcn in fcns]
            columns = [fcn.columns(one[None])[0].mean(dim=1).numpy() for fcn, one in zip(fcns, maps, strict=True)]
            theirs.append([*columns, musicnn.hear(samples).features[EMBEDDING]])
    for mine, its in zip(zip(*ours, strict=True), zip(*theirs, strict=True), strict=True):
        apart = [np.stack(one) - np.mean(one, axis=0) for one in (mine, its)]
        assert np.corrcoef(apart[0].ravel(), apart[1].ravel())[0, 1] > 0.75


def without(name: str) -> Callable[[Arrays], Arrays]:
    return lambda arrays: {key: value for key, value in arrays.items() if key != name}


def alive_again(name: str, value: float) -> Callable[[Arrays], Arrays]:
    return lambda arrays: arrays | {name: np.full_like(arrays[name], value)}


@pytest.mark.parametrize(
    ("tagger", "damage"),
    [
        (SQUARE_TAGGERS[0], without("layer3.bn.running_var")),
        (SQUARE_TAGGERS[0], alive_again("layer2.bn.running_var", 1.0)),
        (SQUARE_TAGGERS[1], alive_again("layer2.bn.running_var", 0.0)),
        (SQUARE_TAGGERS[1], without("spec_bn.weight")),
        ("musicnn", without("dense_1.weight")),
        ("musicnn", alive_again("timbral_b.bn.gamma", 1.0)),
    ],
)
def test_weights_of_something_else_are_refused(
    tagger: str, damage: Callable[[Arrays], Arrays], data: Path, tmp_path: Path
) -> None:
    for name, shape in zip(SQUARE_TAGGERS, SQUARES, strict=True):
        (tmp_path / "taggers").mkdir(exist_ok=True)
        arrays = fcn_arrays(shape, 0)
        save(tagger_file(tmp_path, name), damage(arrays) if name == tagger else arrays)
    musicnn = musicnn_arrays(0)
    save(musicnn_file(tmp_path), damage(musicnn) if tagger == "musicnn" else musicnn)
    with pytest.raises(ModelError, match=rf"{tagger}.*published weights"):
        inherit(new_cnn(), tmp_path)


@pytest.mark.parametrize("tagger", [*SQUARE_TAGGERS, "msd_musicnn"])
def test_missing_weights_are_named(tagger: str, data: Path, tmp_path: Path) -> None:
    for path in (*(tagger_file(data, name) for name in SQUARE_TAGGERS), musicnn_file(data)):
        if path.stem != tagger:
            (tmp_path / path.parent.name).mkdir(exist_ok=True)
            (tmp_path / path.parent.name / path.name).symlink_to(path)
    with pytest.raises(ModelError, match=tagger):
        inherit(new_cnn(), tmp_path)
