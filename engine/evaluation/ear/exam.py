"""What is asked of an ear: the clips, what is known of them, and who is learnt from and who is asked in each fold."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from engine.evaluation.distortions import DISTORTIONS
from engine.evaluation.ear.listeners import Listeners, read_listeners
from engine.evaluation.folds import TRACKS_FILE, DataMissingError, Track, artists_in_several_folds, read_tracks
from engine.evaluation.folds import unseen as unseen_tracks
from engine.evaluation.views import FIRST10, OTHER10, View, distorted_tracks, read_pairs, stretched_songs

Vectors = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class EarVectors:
    """What one ear heard, in one space: cosine tells how alike two sounds are.

    Attributes
    ----------
    whole
        (n, d) float32, a row a track.
    first10, other10
        (m, d) two stretches of each of the exam's songs, or ``None`` when they were not heard.
    distorted
        By distortion, (q, d) the distorted clips of the fold that is asked, in the order of ``Exam.distorted``.
    """

    whole: Vectors
    first10: Vectors | None = None
    other10: Vectors | None = None
    distorted: Mapping[str, Vectors] = field(default_factory=dict)


@dataclass(frozen=True)
class Exam:
    """The clips and all that is known of them.

    Attributes
    ----------
    tracks
        n clips.
    albums
        n albums, empty where none is known.
    songs
        Clip ids of the m songs of which two stretches are heard.
    listeners
        What people play and how they tag it.
    """

    tracks: tuple[Track, ...]
    albums: tuple[str, ...]
    songs: tuple[str, ...]
    listeners: Listeners

    def learnt(self, fold: int) -> Booleans:
        """(n,) the clips that may be learnt from when a fold is asked."""
        ids = {track.id for track in unseen_tracks(self.tracks, fold)}
        return np.array([track.id in ids for track in self.tracks], np.bool_)

    def asked(self, fold: int) -> Booleans:
        """(n,) the clips of the fold whose artist lies in no other fold."""
        return np.array(
            [track.fold == fold and track.artist not in self._spread_artists for track in self.tracks], np.bool_
        )

    def asked_songs(self, fold: int) -> Booleans:
        """(m,) the songs that are asked for: those of the fold's asked clips, and those that nobody learned from."""
        asked = {track.id for track, one in zip(self.tracks, self.asked(fold), strict=True) if one}
        known = {track.id for track in self.tracks}
        return np.array([song in asked or song not in known for song in self.songs], np.bool_)

    def distorted(self, fold: int) -> tuple[int, ...]:
        """Rows of the clips that are distorted."""
        return distorted_tracks(self.tracks, fold)

    @cached_property
    def _spread_artists(self) -> frozenset[str]:
        return frozenset(artists_in_several_folds(self.tracks))


def read_exam(directory: Path) -> Exam:
    """Read it from the directory of the training data.

    Raises
    ------
    DataMissingError
        A file is missing or damaged.
    """
    tracks = read_tracks(directory)
    return Exam(
        tracks,
        _albums(directory / TRACKS_FILE),
        stretched_songs(tracks, read_pairs(directory)),
        read_listeners(directory, tracks),
    )


def from_views(exam: Exam, fold: int, whole: Vectors, views: Sequence[View], vectors: Vectors) -> EarVectors:
    """Sort what was heard in views into an ear's vectors.

    Parameters
    ----------
    whole
        (n, d)
    views, vectors
        v views in any order and their (v, d) vectors; views that the fold does not ask for are left out.

    Raises
    ------
    DataMissingError
        A view of the fold is not among them.
    """
    place = {view: row for row, view in enumerate(views)}

    def rows(wanted: Sequence[View]) -> Vectors:
        absent = [view for view in wanted if view not in place]
        if absent:
            raise DataMissingError(f"{len(absent)} views of fold {fold} were not heard, {absent[0]} first")
        picked: Vectors = vectors[[place[view] for view in wanted]]
        return picked

    asked = [exam.tracks[row].id for row in exam.distorted(fold)]
    return EarVectors(
        whole,
        rows([View(song, FIRST10) for song in exam.songs]),
        rows([View(song, OTHER10) for song in exam.songs]),
        MappingProxyType({name: rows([View(one, name) for one in asked]) for name in DISTORTIONS}),
    )


def _albums(path: Path) -> tuple[str, ...]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return tuple(row["album"].strip().casefold() for row in csv.DictReader(lines))
    except (OSError, KeyError) as error:
        raise DataMissingError(f"{path} has no albums: {error}") from error
