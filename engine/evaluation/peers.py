"""The six public taggers hear every sound once, and what each sound gave is kept by itself.

Whoever is stopped loses the sounds being heard at that moment and no others.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from engine.embed.inference import bfloat16_is_native
from engine.errors import ModelError
from engine.evaluation.baselines import read_clip
from engine.evaluation.distortions import RATE
from engine.evaluation.views import VIEWS_VERSION, Sound
from engine.teachers.loading import FCN_NAMES, TAGGER_MUSICNN_NAMES, load_teachers, weight_files
from engine.teachers.musicnn import Musicnn
from engine.teachers.teacher import EMBEDDING, MAX_POOL, MEAN_POOL, SAMPLE_RATE, Teacher

Vectors = npt.NDArray[np.float32]
Kept = Mapping[str, Mapping[str, npt.NDArray[np.float16]]]
"""One sound: vectors by tagger and layer."""

TAGS = "tags"
LAYERS = {
    Musicnn.name: (EMBEDDING, TAGS, MEAN_POOL, MAX_POOL),
    **dict.fromkeys((*FCN_NAMES, *TAGGER_MUSICNN_NAMES), (EMBEDDING, TAGS)),
}
"""What is kept of each tagger."""
FORMAT = "peers-1"
"""Changes with how sounds are heard or kept."""

_teachers: tuple[Teacher, ...] = ()
"""Of a process that hears."""


def hear(sounds: Sequence[Sound], data: Path, cache: Path, jobs: int) -> dict[str, dict[str, Vectors]]:
    """Everything that the six say of some sounds; those that are not kept yet are heard, with a bar.

    A sound of 30 s takes a second and a half of the processor.

    Parameters
    ----------
    sounds
        At any rate: each tagger hears them at its own.
    data
        Directory of the training data, with the weights.
    cache
        Sounds are kept in its ``peers-...``, named by the weights, the clip's content and the view.
    jobs
        Processes that hear, of one thread each.

    Returns
    -------
    For each tagger, in the order of ``LAYERS``, its layers: (n, d) float32 in the order of the sounds. Means over a
    clip's windows; FCN hears 29.1 s at once.

    Raises
    ------
    ModelError
        Weights cannot be read.
    DataMissingError
        A clip cannot be read or decoded.
    """
    places = kept_files(sounds, data, cache)
    kept = {place: read_kept(place) for place in dict.fromkeys(places)}
    missing = {place: sound for place, sound in zip(places, sounds, strict=True) if kept[place] is None}
    if missing:
        load_teachers(data)  # What is wrong with the weights is better said here than by a process that hears.
        places[0].parent.mkdir(parents=True, exist_ok=True)
        bar = tqdm(
            _heard(missing, data, jobs), desc="musicnn and taggers", unit="sound", total=len(missing), file=sys.stderr
        )
        for place in bar:
            kept[place] = read_kept(place)
    rows = [kept[place] for place in places]
    return {
        name: {layer: np.stack([_row(row, name, layer) for row in rows]) for layer in layers}
        for name, layers in LAYERS.items()
    }


def kept_files(sounds: Sequence[Sound], data: Path, cache: Path) -> list[Path]:
    """Where what was heard of each sound lies or will lie.

    Raises
    ------
    ModelError
        Weights are missing.
    DataMissingError
        A clip cannot be read.
    """
    key = hashlib.sha256(f"{FORMAT}\n{VIEWS_VERSION}\n".encode())
    for path in weight_files(data):
        key.update(_digest_of_weights(path))
    directory = cache / f"peers-{key.hexdigest()[:16]}"
    contents = {path: hashlib.sha256(read_clip(path)).hexdigest() for path in {sound.path for sound in sounds}}
    names = (hashlib.sha256(f"{contents[sound.path]} {sound.view.name}".encode()).hexdigest() for sound in sounds)
    return [directory / f"{name[:32]}.npz" for name in names]


def read_kept(place: Path) -> Kept | None:
    """What was heard of a sound; ``None`` where that is not there, or is damaged."""
    try:
        with np.load(place, allow_pickle=False) as arrays:
            return {name: {layer: arrays[_member(name, layer)] for layer in layers} for name, layers in LAYERS.items()}
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def write_kept(place: Path, heard: Mapping[str, Mapping[str, npt.NDArray[np.floating]]]) -> None:
    """Keep what was heard of a sound, all of it or nothing; the directory is there."""
    # Another process may hear the same sound at this moment.
    unfinished = place.with_name(f"unfinished-{os.getpid()}-{place.name}")
    arrays: dict[str, Any] = {
        _member(name, layer): np.asarray(heard[name][layer], np.float16)
        for name, layers in LAYERS.items()
        for layer in layers
    }
    np.savez(unfinished, **arrays)
    unfinished.replace(place)


def heard_by(teachers: Sequence[Teacher], sound: Sound) -> dict[str, dict[str, Vectors]]:
    """One sound by each tagger, its samples made as the tagger's own published outputs were made.

    Raises
    ------
    DataMissingError
        The clip cannot be read or decoded.
    """
    import soxr  # noqa: PLC0415 - only musicnn's outputs need it: not everybody has it

    by_soxr = soxr.resample(replace(sound, sample_rate=RATE).samples(), RATE, SAMPLE_RATE, quality="HQ")
    by_ffmpeg = replace(sound, sample_rate=SAMPLE_RATE).samples()
    outputs = {one.name: one.hear(by_soxr if one.resampled_by_soxr else by_ffmpeg) for one in teachers}
    return {name: {**output.features, TAGS: output.tags} for name, output in outputs.items()}


def precision() -> torch.dtype:
    """What the taggers' convolutions are done in: the quickest on this processor; vectors move by less than 1 %."""
    return torch.bfloat16 if bfloat16_is_native() else torch.float32


def _heard(missing: Mapping[Path, Sound], data: Path, jobs: int) -> Iterator[Path]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(data,)) as pool:
        yield from pool.map(_hear_one, missing.values(), missing)


def _begin(data: Path) -> None:
    global _teachers  # noqa: PLW0603 - a process of a pool has no other place for what all its tasks share
    torch.set_num_threads(1)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _teachers = load_teachers(data, precision())


def _leave_with_parent() -> None:
    """A process of a pool whose parent was killed would otherwise wait for work for ever, with all its weights."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _hear_one(sound: Sound, place: Path) -> Path:
    write_kept(place, heard_by(_teachers, sound))
    return place


def _row(kept: Kept | None, name: str, layer: str) -> Vectors:
    assert kept is not None
    return kept[name][layer].astype(np.float32)


def _member(name: str, layer: str) -> str:
    return f"{name}.{layer}"


def _digest_of_weights(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError as error:
        raise ModelError(f"the weights of a public tagger cannot be read from {path}") from error
