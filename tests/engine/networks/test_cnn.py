"""The CNN embeds segments and has a head for every question."""

from __future__ import annotations

import pytest
import torch

from engine.features.log_mel import N_MELS
from engine.features.segments import SEGMENT_FRAMES
from engine.networks.cnn import (
    EMBEDDING_SIZE,
    GROUPS,
    MAP_BANDS,
    MAP_CHANNELS,
    MAP_FRAMES,
    STEM_CHANNELS,
    Classes,
    Cnn,
)


@pytest.fixture
def classes() -> Classes:
    return Classes(
        ("Jazz", "Rap"), ("calm", "sad", "sweet"), ("happy", "tense", "sad", "calm"), ("a",) * 5, ("b",) * 4, ("harp",)
    )


def test_shapes_follow_the_classes(classes: Classes) -> None:
    cnn = Cnn(classes).eval()
    embedded = cnn(torch.randn(3, N_MELS, SEGMENT_FRAMES))
    assert embedded.shape == (3, EMBEDDING_SIZE)
    heads = (cnn.genre, cnn.mood, cnn.quadrant, cnn.cluster, cnn.emotify, cnn.instrument)
    assert [head(embedded).shape[1] for head in heads] == [2, 3, 4, 5, 4, 1]


def test_the_trunk_gives_a_column_a_second(classes: Classes) -> None:
    cnn, segments = Cnn(classes).eval(), torch.randn(2, N_MELS, SEGMENT_FRAMES)
    maps = cnn.trunk(segments)
    assert maps.shape == (2, MAP_CHANNELS, MAP_BANDS, SEGMENT_FRAMES // MAP_FRAMES)
    torch.testing.assert_close(cnn.embed(maps), cnn(segments))


@pytest.mark.parametrize("segments", [1, 2, 3])
def test_several_segments_in_a_row_are_one_picture(classes: Classes, segments: int) -> None:
    cnn = Cnn(classes).eval()
    row = torch.randn(2, N_MELS, segments * SEGMENT_FRAMES)
    assert cnn(row).shape == (2, EMBEDDING_SIZE)


def test_the_groups_of_the_trunk_do_not_mix(classes: Classes) -> None:
    cnn, segments = Cnn(classes).eval(), torch.randn(1, N_MELS, SEGMENT_FRAMES)
    size, stem = MAP_CHANNELS // GROUPS, STEM_CHANNELS // GROUPS
    with torch.inference_mode():
        before = cnn.trunk(segments)
        cnn.trunk.stem.weight[:stem] *= -1
        after = cnn.trunk(segments)
    torch.testing.assert_close(after[:, size:], before[:, size:])
    assert not torch.allclose(after[:, :size], before[:, :size])


def test_a_segment_does_not_depend_on_its_neighbours(classes: Classes) -> None:
    cnn = Cnn(classes).eval()
    segments = torch.randn(4, N_MELS, SEGMENT_FRAMES)
    torch.testing.assert_close(cnn(segments)[2], cnn(segments[2:3])[0], atol=1e-4, rtol=1e-4)
