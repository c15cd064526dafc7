"""A corpus of few clips in two kinds, with a teacher that tells them apart: small enough to train on in a test."""

from __future__ import annotations

import numpy as np
import pytest

from engine.features.log_mel import N_MELS
from engine.teachers.musicnn import N_PENULTIMATE
from engine.teachers.teacher import N_TAGS
from engine.training.corpus import Corpus, Teacher
from engine.training.labels import UNKNOWN, Clip, Labels, make_labels

N_CLIPS = 32
N_FRAMES = 400
WINDOWS_A_CLIP = 2


def clips() -> list[Clip]:
    """Even clips are jazz and calm, odd ones rap and angry; every fourth is labelled by nobody."""
    kinds = [(("Jazz",), ("calm",), 3), (("Rap",), ("angry",), 1)]
    made = []
    for number in range(N_CLIPS):
        genres, moods, quadrant = kinds[number % 2]
        labelled = number % 4 < 3
        made.append(
            Clip(
                id=f"clip-{number}",
                source="taffc" if labelled else "hitster",
                fold=number % 5,
                genres=genres if labelled else (),
                moods=moods if labelled else (),
                quadrant=quadrant if labelled else UNKNOWN,
                cluster=UNKNOWN,
                emotify=UNKNOWN,
            )
        )
    return made


@pytest.fixture
def labels() -> Labels:
    # Each clip many times over: the vocabulary leaves rare names out.
    many = make_labels(clips() * 4)
    rows = slice(0, N_CLIPS)
    return Labels(
        classes=many.classes,
        genre=many.genre[rows],
        genre_known=many.genre_known[rows],
        mood=many.mood[rows],
        mood_known=many.mood_known[rows],
        quadrant=many.quadrant[rows],
        cluster=many.cluster[rows],
        emotify=many.emotify[rows],
    )


@pytest.fixture
def corpus() -> Corpus:
    """Even clips have their energy in the bass, odd ones in the treble."""
    random = np.random.default_rng(0)
    frames = random.normal(-50, 5, (N_CLIPS, N_FRAMES, N_MELS))
    frames[0::2, :, :40] += 30
    frames[1::2, :, -40:] += 30
    penultimate = random.normal(0, 0.1, (N_CLIPS, WINDOWS_A_CLIP, N_PENULTIMATE))
    penultimate[0::2] += 1
    return Corpus(
        frames=frames.reshape(-1, N_MELS).astype(np.float16),
        offsets=np.arange(N_CLIPS + 1) * N_FRAMES,
        levels=frames.mean(axis=(1, 2)).astype(np.float32),
        teacher=Teacher(
            penultimate=penultimate.reshape(-1, N_PENULTIMATE).astype(np.float32),
            tags=random.uniform(0, 1, (N_CLIPS * WINDOWS_A_CLIP, N_TAGS)).astype(np.float32),
            offsets=np.arange(N_CLIPS + 1) * WINDOWS_A_CLIP,
        ),
    )
