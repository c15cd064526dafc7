"""Both networks join into one vector of unit length."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from engine.features.log_mel import N_BANDS, N_MELS, SAMPLE_RATE
from engine.networks.autoencoder import CODE_SIZE
from engine.networks.cnn import EMBEDDING_SIZE, Classes
from engine.networks.ear import DIMENSION, HEADS, Ear, join

SECOND = SAMPLE_RATE
CLASSES = Classes(("Jazz",), ("calm",), ("a",) * 4, ("b",) * 5, ("c",) * 4, ("piano", "harp"))


@pytest.fixture(scope="module")
def ear() -> Ear:
    torch.manual_seed(0)
    return Ear(CLASSES).eval()


def test_clips_of_any_length_become_unit_vectors(ear: Ear) -> None:
    with torch.inference_mode():
        output = ear([torch.randn(SECOND // 2), torch.randn(11 * SECOND)])
    assert output.vectors.shape == (2, DIMENSION)
    torch.testing.assert_close(output.vectors.norm(dim=1), torch.ones(2))
    torch.testing.assert_close(output.quadrant.sum(dim=1), torch.ones(2))
    assert ((output.genre > 0) & (output.genre < 1)).all()


def test_every_head_gives_what_its_logits_say(ear: Ear) -> None:
    with torch.inference_mode():
        output = ear([torch.randn(3 * SECOND)])
    assert [getattr(output.logits, head).shape[1] for head in HEADS] == [1, 1, 4, 5, 4, 2]
    for head in ("genre", "mood", "instrument"):
        torch.testing.assert_close(getattr(output, head), getattr(output.logits, head).sigmoid())
    for head in ("quadrant", "cluster", "emotify"):
        torch.testing.assert_close(getattr(output, head), getattr(output.logits, head).softmax(dim=1))


def test_a_clip_is_heard_alone_as_in_company(ear: Ear) -> None:
    clips = [torch.randn(n * SECOND) for n in (2, 13, 5)]
    with torch.inference_mode():
        together = ear(clips)
        for row, clip in enumerate(clips):
            alone = ear([clip])
            torch.testing.assert_close(alone.vectors[0], together.vectors[row], atol=1e-4, rtol=0)
            torch.testing.assert_close(alone.logits.mood[0], together.logits.mood[row], atol=1e-4, rtol=0)


@pytest.mark.parametrize("share", [0.0, 0.15, 1.0])
def test_similarity_is_the_weighted_mean_of_the_parts(share: float) -> None:
    cnn, code = torch.randn(2, EMBEDDING_SIZE), torch.randn(2, CODE_SIZE)
    together = join((cnn, code), (1 - share, share))
    expected = (1 - share) * functional.cosine_similarity(cnn[0], cnn[1], dim=0)
    expected += share * functional.cosine_similarity(code[0], code[1], dim=0)
    torch.testing.assert_close(together[0] @ together[1], expected)


def test_loudness_does_not_matter_to_the_autoencoder(ear: Ear) -> None:
    clip = torch.randn(6 * SECOND) * 0.3
    with torch.inference_mode():
        both = ear([clip, clip * 0.1])
    torch.testing.assert_close(both.autoencoder[0], both.autoencoder[1], atol=1e-3, rtol=1e-3)
    assert not torch.allclose(both.cnn[0], both.cnn[1], atol=1e-2)


def test_the_autoencoder_hears_the_first_scale_only(ear: Ear) -> None:
    clip = 10 * torch.randn(N_BANDS, 400) - 20
    louder = clip.clone()
    louder[N_MELS:] += 10 * torch.randn(N_MELS, 400)
    with torch.inference_mode():
        before, after = ear.hear_log_mels([clip]), ear.hear_log_mels([louder])
    torch.testing.assert_close(after.autoencoder, before.autoencoder)
    assert not torch.allclose(after.cnn, before.cnn, atol=1e-2)


def test_a_spectrogram_is_heard_as_its_sound(ear: Ear) -> None:
    clip = torch.randn(4 * SECOND)
    with torch.inference_mode():
        torch.testing.assert_close(ear.hear_log_mels([ear.log_mel(clip[None])[0]]).vectors, ear([clip]).vectors)


def test_standardise_centres_the_training_clips() -> None:
    fresh = Ear(CLASSES).eval()
    cnn, code = torch.randn(50, EMBEDDING_SIZE) * 3 + 2, torch.randn(50, CODE_SIZE) - 7
    fresh.standardise(cnn, code)
    standard = (cnn - fresh.cnn_mean) / fresh.cnn_deviation
    torch.testing.assert_close(standard.mean(dim=0), torch.zeros(EMBEDDING_SIZE), atol=1e-5, rtol=0)
    torch.testing.assert_close(standard.std(dim=0), torch.ones(EMBEDDING_SIZE))


def test_a_temperature_changes_how_sure_the_ear_is_and_not_what_it_hears() -> None:
    torch.manual_seed(1)
    plain = Ear(CLASSES).eval()
    clip = [torch.randn(6 * SECOND)]
    with torch.inference_mode():
        before = plain(clip)
        plain.quadrant_temperature.fill_(100.0)
        plain.genre_bias.fill_(5.0)
        after = plain(clip)
    torch.testing.assert_close(before.vectors, after.vectors)
    torch.testing.assert_close(before.logits.quadrant, after.logits.quadrant)
    assert float(after.quadrant.max() - after.quadrant.min()) < float(before.quadrant.max() - before.quadrant.min())
    assert float(after.genre) > float(before.genre)
