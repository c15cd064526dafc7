"""Vectors of many clips, kept under what they were computed from, so that they are computed once."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from engine.evaluation.baselines import Vectors, read_clip
from engine.evaluation.views import VIEWS_VERSION, Sound


def cached_vectors(
    directory: Path, name: str, paths: Sequence[Path], compute: Callable[[Sequence[Path]], Vectors]
) -> Vectors:
    """The vectors of these files by the method of this name; computed when they are not kept yet.

    The key is made of the name and the content of every file in order: another file, another order or another method
    is another entry. An entry that cannot be read is computed again.

    Parameters
    ----------
    directory
        Where entries lie; made when it is not there.
    name
        The method and its version: letters, digits and dashes.

    Returns
    -------
    (n, d) float32

    Raises
    ------
    DataMissingError
        One of the files cannot be read.
    """
    return _kept(directory / f"{name}-{_key(name, paths)}.npz", len(paths), lambda: compute(paths))


def cached_sounds(
    directory: Path, name: str, sounds: Sequence[Sound], compute: Callable[[Sequence[Sound]], Vectors]
) -> Vectors:
    """As :func:`cached_vectors`, of views of clips: the key is made of the views too.

    Returns
    -------
    (n, d) float32

    Raises
    ------
    DataMissingError
        One of the files cannot be read.
    """
    views = "".join(f"{sound.key}\n{sound.sample_rate}\n" for sound in sounds)
    clips = list(dict.fromkeys(sound.path for sound in sounds))
    key = _key(f"{name}\n{VIEWS_VERSION}\n{views}", clips)
    return _kept(directory / f"{name}-{key}.npz", len(sounds), lambda: compute(sounds))


def _kept(entry: Path, rows: int, compute: Callable[[], Vectors]) -> Vectors:
    try:
        with np.load(entry, allow_pickle=False) as arrays:
            kept: Vectors = arrays["vectors"]
        if kept.shape[0] == rows:
            return kept
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        pass
    vectors = compute()
    entry.parent.mkdir(parents=True, exist_ok=True)
    unfinished = entry.with_suffix(".part.npz")
    np.savez_compressed(unfinished, vectors=vectors)
    unfinished.replace(entry)
    return vectors


def _key(name: str, paths: Sequence[Path]) -> str:
    digest = hashlib.sha256(name.encode())
    for path in paths:
        digest.update(hashlib.sha256(read_clip(path)).digest())
    return digest.hexdigest()[:16]
