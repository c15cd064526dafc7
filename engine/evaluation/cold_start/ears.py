"""What ears without folds hear in the artists' clips: musicnn and an untrained copy of our networks.

Clips are heard a hundred at a time and kept, so that who is stopped loses a hundred at most.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.audio.clip import SAMPLE_RATE
from engine.errors import ModelError
from engine.evaluation.distortions import RATE
from engine.evaluation.ear.hearing import Hear, by_networks, heard
from engine.evaluation.folds import Track, audio_path
from engine.evaluation.untrained import content_name, joined, untrained_ear
from engine.evaluation.vector_cache import cached_sounds
from engine.evaluation.views import WHOLE, Sound, View
from engine.teachers import teacher
from engine.teachers.loading import musicnn_file
from engine.teachers.musicnn_live import LiveMusicnn

Vectors = npt.NDArray[np.float32]
MUSICNN_LAYERS = (teacher.EMBEDDING, teacher.MEAN_POOL, teacher.MAX_POOL, "tags")
"""musicnn's penultimate layer, its two pools and its tags."""
_MUSICNN_FORMAT = "musicnn-live-1"
_MUSICNN_SIZES = (200, 753, 753, 50)
_CLIPS_AT_ONCE = 100


def by_musicnn(data: Path, tracks: Sequence[Track], cache: Path, jobs: int) -> dict[str, Vectors]:
    """For each of ``MUSICNN_LAYERS``, (n, d) means over each clip's windows.

    A clip takes a tenth of a second of the processor.

    Raises
    ------
    ModelError
        The weights are missing.
    DataMissingError
        A clip cannot be read or decoded.
    """
    path = musicnn_file(data)
    try:
        name = f"{_MUSICNN_FORMAT}-{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
    except OSError as error:
        raise ModelError(f"the weights of musicnn cannot be read from {path}") from error
    model = LiveMusicnn.load(path.parent)

    def hear(samples: Vectors) -> Vectors:
        import soxr  # noqa: PLC0415 - only musicnn's outputs need it: not everybody has it

        output = model.hear(soxr.resample(samples, RATE, teacher.SAMPLE_RATE, quality="HQ"))
        layers = {**output.features, "tags": output.tags}
        return np.concatenate([layers[layer] for layer in MUSICNN_LAYERS])

    whole = _kept(_whole(data, tracks, RATE), cache, name, hear, jobs)
    return dict(zip(MUSICNN_LAYERS, np.split(whole, np.cumsum(_MUSICNN_SIZES)[:-1], axis=1), strict=True))


def by_untrained(
    data: Path, tracks: Sequence[Track], cache: Path, jobs: int
) -> Callable[[npt.NDArray[np.bool_]], Vectors]:
    """Our networks as they are initialised: (n, d) vectors, standardised by (n,) the clips that may be learnt from.

    Raises
    ------
    DataMissingError
        A clip cannot be read or decoded.
    """
    ear = untrained_ear()
    raw = _kept(_whole(data, tracks, SAMPLE_RATE), cache, content_name(ear), by_networks(ear), jobs)
    return lambda learnt: joined(ear, raw, learnt)


def _whole(data: Path, tracks: Sequence[Track], rate: int) -> list[Sound]:
    return [Sound(View(track.id, WHOLE), audio_path(data, track.id), rate) for track in tracks]


def _kept(sounds: Sequence[Sound], cache: Path, name: str, hear: Hear, jobs: int) -> Vectors:
    title = name.split("-", 1)[0]
    parts = [sounds[start : start + _CLIPS_AT_ONCE] for start in range(0, len(sounds), _CLIPS_AT_ONCE)]
    return np.concatenate(
        [cached_sounds(cache, name, part, lambda new: heard(new, hear, title, jobs)) for part in parts]
    )
