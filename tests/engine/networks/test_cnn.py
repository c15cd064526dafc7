"""The CNN embeds segments and has a head for every question."""

from __future__ import annotations

import pytest
import torch

from engine.features.log_mel import N_MELS
from engine.features.segments import SEGMENT_FRAMES
from engine.networks.cnn import EMBEDDING_SIZE, Classes, Cnn


@pytest.fixture
def classes() -> Classes:
    return Classes(("Jazz", "Rap"), ("calm", "sad", "sweet"), ("happy", "tense", "sad", "calm"), ("a",) * 5, ("b",) * 4)


def test_shapes_follow_the_classes(classes: Classes) -> None:
    cnn = Cnn(classes).eval()
    embedded = cnn(torch.randn(3, N_MELS, SEGMENT_FRAMES))
    assert embedded.shape == (3, EMBEDDING_SIZE)
    sizes = [head(embedded).shape[1] for head in (cnn.genre, cnn.mood, cnn.quadrant, cnn.cluster, cnn.emotify)]
    assert sizes == [2, 3, 4, 5, 4]


def test_a_segment_does_not_depend_on_its_neighbours(classes: Classes) -> None:
    cnn = Cnn(classes).eval()
    segments = torch.randn(4, N_MELS, SEGMENT_FRAMES)
    torch.testing.assert_close(cnn(segments)[2], cnn(segments[2:3])[0], atol=1e-4, rtol=1e-4)
