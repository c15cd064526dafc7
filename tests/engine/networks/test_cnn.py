"""The CNN hears whole clips, embeds what its trunk found, and has a head for every question."""

from __future__ import annotations

import pytest
import torch

from engine.features.log_mel import N_BANDS, N_MELS
from engine.networks.cnn import (
    EMBEDDING_SIZE,
    FEATURES,
    SHAPED,
    SHORTEST_FRAMES,
    SQUARES,
    Classes,
    Cnn,
    long_enough,
)

CLASSES = Classes(
    ("Jazz", "Rap"), ("calm", "sad", "sweet"), ("happy", "tense", "sad", "calm"), ("a",) * 5, ("b",) * 4, ("harp",)
)


@pytest.fixture(scope="module")
def cnn() -> Cnn:
    torch.manual_seed(0)
    return Cnn(CLASSES).eval()


def music(batch: int, n_frames: int, seed: int = 0) -> torch.Tensor:
    return 10 * torch.randn(batch, N_BANDS, n_frames, generator=torch.Generator().manual_seed(seed)) - 20


@torch.inference_mode()
def test_shapes_follow_the_classes(cnn: Cnn) -> None:
    embedded = cnn(music(3, 400))
    assert embedded.shape == (3, EMBEDDING_SIZE)
    heads = (cnn.genre, cnn.mood, cnn.quadrant, cnn.cluster, cnn.emotify, cnn.instrument)
    assert [head(embedded).shape[1] for head in heads] == [2, 3, 4, 5, 4, 1]


@torch.inference_mode()
def test_what_the_trunk_found_is_what_is_embedded(cnn: Cnn) -> None:
    clips = music(2, 400)
    found = cnn.trunk(clips)
    assert found.shape == (2, 1, FEATURES)
    torch.testing.assert_close(cnn.embed(found[:, 0]), cnn(clips))


@torch.inference_mode()
def test_every_stretch_is_described_for_itself(cnn: Cnn) -> None:
    clip = music(1, 6 * SHORTEST_FRAMES)
    other = clip.clone()
    other[:, :, -SHORTEST_FRAMES:] += 10
    before, after = cnn.trunk(clip, 3), cnn.trunk(other, 3)
    assert before.shape == (1, 3, FEATURES)
    torch.testing.assert_close(after[:, 0], before[:, 0])
    assert not torch.allclose(after[:, 2], before[:, 2])


@torch.inference_mode()
def test_each_kind_of_filter_hears_its_own_scale(cnn: Cnn) -> None:
    clip = music(1, 400)
    before = cnn.trunk(clip)[0, 0]
    n_square = FEATURES - SHAPED.features
    for bands, changed, same in (
        (slice(0, N_MELS), slice(0, n_square), slice(n_square, None)),
        (slice(N_MELS, None), slice(n_square, None), slice(0, n_square)),
    ):
        other = clip.clone()
        other[:, bands] += 10
        after = cnn.trunk(other)[0, 0]
        torch.testing.assert_close(after[same], before[same])
        assert not torch.allclose(after[changed], before[changed])


@torch.inference_mode()
def test_the_groups_of_the_trunk_do_not_mix() -> None:
    torch.manual_seed(1)
    cnn, clip = Cnn(CLASSES).eval(), music(1, 400)
    size = SQUARES[0].features
    before = cnn.trunk(clip)[0, 0]
    cnn.trunk.squares[0].layers[0].weight.mul_(-1)
    after = cnn.trunk(clip)[0, 0]
    torch.testing.assert_close(after[size:], before[size:])
    assert not torch.allclose(after[:size], before[:size])


@torch.inference_mode()
def test_a_clip_does_not_depend_on_its_company(cnn: Cnn) -> None:
    clips = music(3, 400)
    torch.testing.assert_close(cnn(clips)[2], cnn(clips[2:])[0], atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("n_frames", [1, 100, SHORTEST_FRAMES - 1])
def test_a_short_clip_is_repeated(cnn: Cnn, n_frames: int) -> None:
    clip = music(1, n_frames)
    filled = long_enough(clip)
    assert filled.shape == (1, N_BANDS, SHORTEST_FRAMES)
    assert all(torch.equal(filled[:, :, place], clip[:, :, place % n_frames]) for place in range(SHORTEST_FRAMES))
    with torch.inference_mode():
        torch.testing.assert_close(cnn(clip), cnn(filled))


def test_a_long_clip_stays_as_it_is() -> None:
    clip = music(1, SHORTEST_FRAMES)
    assert torch.equal(long_enough(clip), clip)


@torch.inference_mode()
def test_loudness_is_heard(cnn: Cnn) -> None:
    clip = music(1, 400)
    assert not torch.allclose(cnn(clip), cnn(clip + 10), atol=1e-2)
