"""A corpus of few clips in two kinds, with teachers that tell them apart: small enough to train on in a test."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.features.log_mel import N_BANDS, N_MELS
from engine.networks.parts import FOUND
from engine.training.corpus import Corpus
from engine.training.heard import DISGUISES, STRETCHES, Heard
from engine.training.labels import UNKNOWN, Clip, Labels, make_labels
from engine.training.packs import Packs
from engine.training.targets import Opinion, Targets, make_targets

N_CLIPS = 32
N_FRAMES = 400
TEACHERS = ("msd_musicnn", "msd_fcn", "jamendo_musicnn", "mtat_musicnn")
ALL = np.arange(N_CLIPS)


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


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """Even clips have their energy in the bass of both scales, odd ones in the treble."""
    random = np.random.default_rng(0)
    frames = random.normal(-50, 5, (N_CLIPS, N_FRAMES, N_BANDS))
    for scale in (frames[:, :, :N_MELS], frames[:, :, N_MELS:]):
        scale[0::2, :, :30] += 30
        scale[1::2, :, -30:] += 30
    return Corpus(
        frames=packed(frames),
        levels=frames[:, :, :N_MELS].mean(axis=(1, 2)).astype(np.float32),
    )


@pytest.fixture(scope="session")
def heard() -> Heard:
    """What might be found: one thing in even clips, another in odd ones, and much that tells nothing."""
    random = np.random.default_rng(2)
    kinds = random.normal(0, 1, (2, FOUND))

    def listened() -> Packs:
        found = random.normal(0, 1, (N_CLIPS, STRETCHES, FOUND))
        found[0::2] += kinds[0]
        found[1::2] += kinds[1]
        return packed(found)

    return Heard(listened(), tuple(listened() for _ in range(DISGUISES)))


def packed(clips: NDArray[np.float64]) -> Packs:
    """(n_clips, n_rows, ...) in one pack."""
    n_clips, n_rows = clips.shape[:2]
    starts = np.arange(n_clips) * n_rows
    places = np.stack([np.zeros(n_clips, np.int64), starts, starts + n_rows], axis=1)
    return Packs((clips.reshape(n_clips * n_rows, *clips.shape[2:]).astype(np.float16),), places)


@pytest.fixture(scope="session")
def opinions() -> dict[str, Opinion]:
    random = np.random.default_rng(1)
    said = {}
    for name in TEACHERS:
        embedding = random.normal(0, 0.3, (N_CLIPS, 12))
        embedding[0::2] += 1
        tags = random.uniform(0, 1, (N_CLIPS, 60)).astype(np.float32)
        said[name] = Opinion(embedding.astype(np.float32), tags, tag_names(name))
    return said


def tag_names(teacher: str) -> tuple[str, ...]:
    """Every name that an instrument may have with a tagger, then some others."""
    known = {
        "jamendo_musicnn": [
            *(f"instrument---{name}" for name in ("acousticguitar", "bass", "drummachine", "drums", "electricguitar")),
            *(f"instrument---{name}" for name in ("guitar", "piano", "strings", "synthesizer", "violin", "voice")),
        ],
        "mtat_musicnn": [
            *(
                "cello",
                "choir",
                "choral",
                "drums",
                "flute",
                "guitar",
                "harp",
                "harpsichord",
                "piano",
                "sitar",
                "strings",
            ),
            *("synth", "violin", "vocal", "vocals", "singing", "voice", "female", "woman", "female vocal"),
            *("female voice", "male", "man", "male vocal", "male voice"),
        ],
    }.get(teacher, [])
    return (*known, *(f"other {number}" for number in range(60 - len(known))))


@pytest.fixture(scope="session")
def targets(labels: Labels, opinions: dict[str, Opinion]) -> Targets:
    return make_targets(labels, opinions, ALL)
