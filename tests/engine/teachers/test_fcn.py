"""The fully convolutional tagger: its columns, its published clip, and what folding and half precision change."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from engine.teachers.fcn import CLIP_COLUMNS, CLIP_SAMPLES, COLUMN_SAMPLES, Fcn
from engine.teachers.front_end import FrontEnd
from engine.teachers.loading import weight_files
from engine.teachers.teacher import SAMPLE_RATE, Numbers
from tests.engine.teachers.sounds import sound


@pytest.fixture(scope="module")
def file(untaught: Path) -> Path:
    return weight_files(untaught)[1]


@pytest.fixture(scope="module")
def fcn(file: Path) -> Fcn:
    return Fcn.load(file)


def test_a_column_is_as_long_as_its_pooling() -> None:
    assert COLUMN_SAMPLES / SAMPLE_RATE == 5.12


def test_the_clip_is_the_published_network_on_the_first_29_seconds(file: Path, fcn: Fcn) -> None:
    """The network written once more as it is described, with its batch norms apart and all of its pooling."""
    samples = sound(33.0)
    with np.load(file) as archive:
        arrays = {name: torch.from_numpy(archive[name].astype(np.float32)) for name in archive.files if name != "tags"}

    def norm(x: torch.Tensor, name: str) -> torch.Tensor:
        mean, variance = arrays[f"{name}.running_mean"], arrays[f"{name}.running_var"]
        return functional.batch_norm(x, mean, variance, arrays[f"{name}.weight"], arrays[f"{name}.bias"], eps=1e-5)

    with torch.inference_mode():
        x = norm(FrontEnd()(torch.from_numpy(samples[:CLIP_SAMPLES]))[None, None], "spec_bn")
        for number, pool in enumerate([(2, 4), (2, 4), (2, 4), (3, 5), (4, 4)], start=1):
            kernel, bias = arrays[f"layer{number}.conv.weight"], arrays[f"layer{number}.conv.bias"]
            x = norm(functional.conv2d(x, kernel, bias, padding=1), f"layer{number}.bn")
            x = functional.max_pool2d(functional.relu(x), pool)
        expected = x.flatten()
        tags = functional.linear(expected, arrays["dense.weight"], arrays["dense.bias"]).sigmoid()
    output = fcn.hear(samples)
    np.testing.assert_allclose(output.clip_embedding, expected.numpy(), atol=1e-4)
    np.testing.assert_allclose(output.clip_tags, tags.numpy(), atol=1e-5)


def test_windows_are_the_columns_and_the_clip_their_first_four(fcn: Fcn) -> None:
    output = fcn.hear(sound(33.0))
    np.testing.assert_allclose(output.windows, [(5.12 * n, 5.12 * (n + 1)) for n in range(6)], atol=1e-5)
    np.testing.assert_array_equal(output.embedding[:CLIP_COLUMNS].max(axis=0), output.clip_embedding)
    assert all(np.abs(one - other).max() > 1e-4 for one, other in pairwise(output.embedding))


def test_a_window_reads_its_tags_as_the_clip_does(fcn: Fcn) -> None:
    output = fcn.hear(sound(12.0))

    def tags(embedding: Numbers) -> Numbers:
        read: Numbers = fcn.dense(torch.from_numpy(embedding)).sigmoid().numpy()
        return read

    np.testing.assert_allclose(output.tags, tags(output.embedding), atol=1e-6)
    np.testing.assert_allclose(output.clip_tags, tags(output.clip_embedding), atol=1e-6)


def test_a_short_sound_is_one_window_that_ends_with_it(fcn: Fcn) -> None:
    np.testing.assert_array_equal(fcn.hear(sound(2.0)).windows, [(0.0, 2.0)])


def test_half_precision_is_near(file: Path, fcn: Fcn) -> None:
    samples = sound(6.0)
    full, half = fcn.hear(samples), Fcn.load(file, torch.bfloat16).hear(samples)
    assert half.embedding.dtype == np.float32
    scale = float(np.abs(full.clip_embedding).max())
    np.testing.assert_allclose(half.clip_embedding, full.clip_embedding, atol=0.03 * scale)
    assert not np.array_equal(half.clip_embedding, full.clip_embedding)
