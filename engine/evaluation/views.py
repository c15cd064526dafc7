"""The views of clips that are heard beside the whole clips: two stretches of one song, and what distortion leaves.

A view has the id of its clip and a name: ``FIRST10`` and ``OTHER10`` of every song that is long enough for two disjoint
stretches (Emotify, 45 s, and the twenty of ``pairs20``, 60 s), and each distortion of twenty clips a fold.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from engine.audio import decode
from engine.audio.clip import SAMPLE_RATE
from engine.errors import AudioError
from engine.evaluation.distortions import DISTORTIONS, RATE, distort
from engine.evaluation.folds import FOLDS, DataMissingError, Track, artists_in_several_folds, audio_path
from engine.evaluation.reencode import decoded

WHOLE, FIRST10, OTHER10 = "whole", "first10", "other10"
WHOLE_SECONDS = 30.0
"""A clip is its middle, as the product hears it."""
STRETCH_SECONDS = 10.0
_STRETCH_STARTS = {FIRST10: 5.0, OTHER10: 25.0}
"""Ten seconds lie between the two, and none of both is the first seconds, which may fade in."""
STRETCHED_SOURCE = "emotify"
PAIRS = "pairs20"
DISTORTED_A_FOLD = 20
VIEWS_VERSION = "views-1"
"""Changes with what any view holds: what was heard of another version is not read again."""
_SEED = 12

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class View:
    """One way in which one clip is heard.

    Attributes
    ----------
    clip_id
        Of ``tracks.csv``, or ``pairs20-01a``.
    name
        ``WHOLE``, ``FIRST10``, ``OTHER10``, or one of ``DISTORTIONS``.
    """

    clip_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sound:
    """A view and where its clip lies: made into samples where and when they are wanted."""

    view: View
    path: Path
    sample_rate: int

    @property
    def key(self) -> str:
        """Names the sound among all."""
        return f"{self.view.clip_id} {self.view.name}"

    def samples(self) -> Samples:
        """(n,) float32 at ``sample_rate``.

        Raises
        ------
        DataMissingError
            The clip cannot be read or decoded.
        """
        try:
            return samples_of(self.path.read_bytes(), self.view.name, self.sample_rate)
        except (AudioError, OSError, ValueError) as error:
            raise DataMissingError(f"the clip {self.path} cannot be heard: {error}") from error


def samples_of(data: bytes, name: str, sample_rate: int) -> Samples:
    """What is heard of a recording in one view.

    Parameters
    ----------
    data
        The clip's file.
    name
        Of the view.
    sample_rate
        Samples a second of the result; at the networks' own rate the whole clip is exactly what the product decodes.

    Returns
    -------
    (n,) float32

    Raises
    ------
    ValueError
        The data hold no audio that can be decoded.
    KeyError
        No such view.
    AudioError
        The product would refuse the whole clip.
    """
    if name == WHOLE:
        return decode(data).samples if sample_rate == SAMPLE_RATE else _middle(decoded(data, sample_rate), sample_rate)
    if name in _STRETCH_STARTS:
        start = round(_STRETCH_STARTS[name] * sample_rate)
        return decoded(data, sample_rate)[start : start + round(STRETCH_SECONDS * sample_rate)]
    return _middle(_resampled(_distorted(data, name), sample_rate), sample_rate)


def clip_path(directory: Path, clip_id: str) -> Path:
    """Where a clip or one of the twenty songs lies in the directory of the training data."""
    if clip_id.startswith(f"{PAIRS}-"):
        return directory / PAIRS / f"{clip_id.removeprefix(f'{PAIRS}-')}.opus"
    return audio_path(directory, clip_id)


def read_pairs(directory: Path) -> tuple[str, ...]:
    """Clip ids of the twenty songs.

    Raises
    ------
    DataMissingError
        ``pairs20.csv`` is missing or lacks its column.
    """
    path = directory / PAIRS / f"{PAIRS}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return tuple(f"{PAIRS}-{Path(row['file']).stem}" for row in csv.DictReader(lines))
    except (OSError, KeyError) as error:
        raise DataMissingError(f"{path} cannot be read: {error}") from error


def stretched_songs(tracks: Sequence[Track], pairs: Sequence[str]) -> tuple[str, ...]:
    """Clip ids of the songs of which two stretches are heard: Emotify's, then the twenty."""
    return (*(track.id for track in tracks if track.source == STRETCHED_SOURCE), *pairs)


def distorted_tracks(tracks: Sequence[Track], fold: int) -> tuple[int, ...]:
    """Rows of the clips of a fold that are distorted, drawn with a fixed seed.

    Only songs of which there is one recording, so that there is one right answer, and of artists in no other fold.
    """
    versions = Counter(track.version for track in tracks)
    heard = set(artists_in_several_folds(tracks))
    rows = [
        row
        for row, track in enumerate(tracks)
        if track.fold == fold and versions[track.version] == 1 and track.artist not in heard
    ]
    drawn = np.random.default_rng((_SEED, fold)).permutation(len(rows))[:DISTORTED_A_FOLD]
    return tuple(sorted(rows[place] for place in drawn))


def fold_views(tracks: Sequence[Track], pairs: Sequence[str], fold: int) -> tuple[View, ...]:
    """Every view that the model of a fold must hear beside the whole clips."""
    songs = stretched_songs(tracks, pairs)
    stretches = tuple(View(song, name) for name in (FIRST10, OTHER10) for song in songs)
    asked = distorted_tracks(tracks, fold)
    return (*stretches, *(View(tracks[row].id, name) for name in DISTORTIONS for row in asked))


def all_sounds(directory: Path, tracks: Sequence[Track], pairs: Sequence[str], sample_rate: int) -> tuple[Sound, ...]:
    """Whole clips and the views of all folds, each once: what an ear that has no folds must hear."""
    views = [View(track.id, WHOLE) for track in tracks]
    views += [view for fold in range(FOLDS) for view in fold_views(tracks, pairs, fold)]
    return tuple(Sound(view, clip_path(directory, view.clip_id), sample_rate) for view in dict.fromkeys(views))


@lru_cache(maxsize=1)
def _distorted(data: bytes, name: str) -> Samples:
    """Kept for the next question: who hears a sound at two rates asks twice in a row."""
    return distort(_middle(decoded(data, RATE), RATE), name)


def _middle(samples: Samples, sample_rate: int) -> Samples:
    kept = round(WHOLE_SECONDS * sample_rate)
    start = max(0, samples.size - kept) // 2
    return samples[start : start + kept]


def _resampled(samples: Samples, sample_rate: int) -> Samples:
    if sample_rate == RATE:
        return samples
    resampler = av.AudioResampler(format="flt", layout="mono", rate=sample_rate)
    frame = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
    frame.sample_rate = RATE
    parts = [piece.to_ndarray()[0] for given in (frame, None) for piece in resampler.resample(given)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)
