"""What is kept of a fold's model is what its ear says, standardised on the clips that it learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.evaluation.fold_vectors import fold_file, read_fold_vectors
from engine.evaluation.folds import Track
from engine.evaluation.reencode import FLAC, encode
from engine.evaluation.views import WHOLE, WHOLE_SECONDS, Sound, View
from engine.features.log_mel import HOP_LENGTH, N_BANDS, SAMPLE_RATE, LogMel
from engine.networks.cnn import EMBEDDING_SIZE
from engine.networks.ear import HEADS, Ear
from engine.training.corpus import Corpus
from engine.training.finish import FoldHeard, complete, final_losses, hear_clips, hear_sounds, keep_fold
from engine.training.heard import Heard
from engine.training.labels import Labels
from engine.training.loop import EpochLoss, new_ear
from engine.training.packs import Packs
from tests.engine.evaluation.tracks import track
from tests.engine.training.taggers import tune

CLIPS = np.array([5, 0, 2, 7, 1, 6])
LEARNED = np.array([True, True, True, True, False, False])
NEARLY = 0.03
"""Float16, and bfloat16 where the processor has it."""


@pytest.fixture
def ear(labels: Labels) -> Ear:
    return new_ear(labels.classes, 0).eval()


@pytest.fixture
def trained_on(heard: Heard) -> Heard:
    """Under another name: what is heard of clips is called so below."""
    return heard


def test_a_fold_comes_back_as_its_ear_hears_it(ear: Ear, corpus: Corpus, trained_on: Heard, tmp_path: Path) -> None:
    heard, views = hear_clips(ear, corpus, CLIPS), hear_clips(ear, corpus, CLIPS[:2])
    complete(ear, heard, LEARNED, trained_on, CLIPS)
    tracks = {clip: track(clip) for clip in CLIPS.tolist()}
    sounds = [Sound(View(tracks[clip].id, "phone"), tmp_path / "none", SAMPLE_RATE) for clip in (5, 0)]
    path = fold_file(tmp_path, 3)
    keep_fold(path, ear, "0123456789abcdef", FoldHeard([one.id for one in tracks.values()], heard, sounds, views))

    asked: list[Track] = [tracks[clip] for clip in sorted(CLIPS.tolist())]
    read = read_fold_vectors(path, asked)
    assert read.model == "0123456789abcdef"
    with torch.inference_mode():
        frames = [torch.from_numpy(corpus.frames.of(clip)).T for clip in sorted(CLIPS.tolist())]
        now = ear.hear_log_mels(frames)
    assert read.cnn.shape == (len(CLIPS), EMBEDDING_SIZE)
    for kept, said in ((read.joined, now.vectors), (read.autoencoder, now.autoencoder), (read.cnn, now.cnn)):
        assert (torch.cosine_similarity(torch.from_numpy(kept), said) > 1 - NEARLY).all()
    assert read.logits is not None
    np.testing.assert_allclose(read.logits.genre, now.logits.genre.numpy(), atol=NEARLY)
    np.testing.assert_allclose(read.logits.quadrant, now.logits.quadrant.numpy(), atol=NEARLY)

    places = [sorted(CLIPS.tolist()).index(clip) for clip in CLIPS[LEARNED].tolist()]
    np.testing.assert_allclose(read.cnn[places].mean(axis=0), 0, atol=1e-2)
    np.testing.assert_allclose(read.autoencoder[places].std(axis=0, ddof=1), 1, atol=1e-2)
    assert read.views is not None
    assert [view.name for view in read.views.views] == ["phone", "phone"]
    asked_again = [sorted(CLIPS.tolist()).index(clip) for clip in (5, 0)]
    np.testing.assert_allclose(read.views.joined, read.joined[asked_again], atol=1e-4)


def test_of_a_long_clip_the_middle_is_heard(ear: Ear) -> None:
    middle = round(WHOLE_SECONDS * SAMPLE_RATE) // HOP_LENGTH + 1
    random = np.random.default_rng(0)
    frames = random.normal(-40, 10, (middle + 1_000, N_BANDS)).astype(np.float16)
    cut = frames[500 : 500 + middle]
    heard = [
        hear_clips(ear, Corpus(Packs((rows,), np.array([[0, 0, len(rows)]])), np.zeros(1, np.float32)), np.array([0]))
        for rows in (frames, cut)
    ]
    np.testing.assert_array_equal(heard[0].cnn, heard[1].cnn)
    assert set(heard[0].logits) == set(HEADS)


def test_a_sound_is_heard_as_its_features_are(ear: Ear, tmp_path: Path) -> None:
    path = tmp_path / "clip.flac"
    path.write_bytes(encode(tune(7, 44_100, 0), FLAC))
    sound = Sound(View("clip", WHOLE), path, SAMPLE_RATE)
    by_sound = hear_sounds(ear, [sound])
    frames = LogMel()(torch.from_numpy(sound.samples())[None])[0].T.to(torch.float16).numpy()
    kept = Corpus(Packs((frames,), np.array([[0, 0, len(frames)]])), np.zeros(1, np.float32))
    by_features = hear_clips(ear, kept, np.array([0]))
    assert np.corrcoef(by_sound.cnn[0], by_features.cnn[0])[0, 1] > 0.999
    assert np.corrcoef(by_sound.autoencoder[0], by_features.autoencoder[0])[0, 1] > 0.999


def test_the_last_losses_are_kept_by_name() -> None:
    assert final_losses([EpochLoss(0, {"cnn": 9.0}), EpochLoss(1, {"cnn": 1.23456})]) == {"loss_cnn": 1.2346}
