"""MusiCNN of the five: windows that know nothing of each other, and the network as it is described."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from engine.teachers.front_end import FrontEnd
from engine.teachers.loading import weight_files
from engine.teachers.tagger_musicnn import WINDOW_SAMPLES, TaggerMusicnn
from tests.engine.teachers.sounds import sound


@pytest.fixture(scope="module")
def file(untaught: Path) -> Path:
    return weight_files(untaught)[-1]


@pytest.fixture(scope="module")
def tagger(file: Path) -> TaggerMusicnn:
    return TaggerMusicnn.load(file)


def test_it_is_the_network_that_is_described(file: Path, tagger: TaggerMusicnn) -> None:
    samples = sound(3.0)
    with np.load(file) as archive:
        arrays = {name: torch.from_numpy(archive[name].astype(np.float32)) for name in archive.files if name != "tags"}

    def norm(x: Tensor, name: str) -> Tensor:
        mean, variance = arrays[f"{name}.running_mean"], arrays[f"{name}.running_var"]
        return functional.batch_norm(x, mean, variance, arrays[f"{name}.weight"], arrays[f"{name}.bias"], eps=1e-5)

    def layer(x: Tensor, name: str, padding: int) -> Tensor:
        kernel, bias = arrays[f"{name}.conv.weight"], arrays[f"{name}.conv.bias"]
        return norm(functional.conv1d(x, kernel, bias, padding=padding), f"{name}.bn").relu()

    with torch.inference_mode():
        x = norm(FrontEnd()(torch.from_numpy(samples))[None, None], "spec_bn")
        front = []
        for name in ("layers.0", "layers.1"):
            kernel, bias = arrays[f"{name}.conv.weight"], arrays[f"{name}.conv.bias"]
            mapped = norm(functional.conv2d(x, kernel, bias, padding=(0, 3)), f"{name}.bn").relu()
            front.append(mapped.amax(dim=2))
        front += [layer(x.mean(dim=2), f"layers.{n}", half) for n, half in ((2, 64), (3, 32), (4, 16))]
        joined = torch.cat(front, dim=1)
        first = layer(joined, "layer1", 3)
        second = layer(first, "layer2", 3) + first
        third = layer(second, "layer3", 3) + second
        every = torch.cat([joined, first, second, third], dim=1)
        pooled = torch.cat([every.amax(dim=2), every.mean(dim=2)], dim=1)
        embedding = norm(functional.linear(pooled, arrays["dense1.weight"], arrays["dense1.bias"]), "bn")
        tags = functional.linear(embedding.relu(), arrays["dense2.weight"], arrays["dense2.bias"]).sigmoid()
    output = tagger.hear(samples)
    np.testing.assert_allclose(output.embedding, embedding.numpy(), atol=1e-4)
    np.testing.assert_allclose(output.tags, tags.numpy(), atol=1e-5)


def test_each_window_is_heard_for_itself_and_the_clip_is_their_mean(tagger: TaggerMusicnn) -> None:
    samples = sound(8.0)
    output = tagger.hear(samples)
    np.testing.assert_array_equal(output.windows, [(0, 3), (3, 6)])
    for number in range(2):
        alone = tagger.hear(samples[number * WINDOW_SAMPLES : (number + 1) * WINDOW_SAMPLES])
        np.testing.assert_allclose(output.embedding[number], alone.clip_embedding, atol=1e-6)
    np.testing.assert_allclose(output.clip_embedding, output.embedding.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(output.clip_tags, output.tags.mean(axis=0), atol=1e-6)


def test_a_short_sound_is_one_window_that_ends_with_it(tagger: TaggerMusicnn) -> None:
    np.testing.assert_array_equal(tagger.hear(sound(1.0)).windows, [(0.0, 1.0)])


def test_half_precision_is_near(file: Path, tagger: TaggerMusicnn) -> None:
    samples = sound(3.0)
    full, half = tagger.hear(samples), TaggerMusicnn.load(file, torch.bfloat16).hear(samples)
    assert half.embedding.dtype == np.float32
    scale = float(np.abs(full.clip_embedding).max())
    np.testing.assert_allclose(half.clip_embedding, full.clip_embedding, atol=0.03 * scale)
    assert not np.array_equal(half.clip_embedding, full.clip_embedding)
