"""From a list of clips and a folder of sound to a catalogue: decoded in processes, embedded here, duplicates merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.catalog.entries import CatalogEntry, Point
from data.catalog.labelling import labelled
from data.catalog.tracks import Track, by_song, merged
from data.errors import CatalogFileError
from engine.audio import DecodeLimits
from engine.embed import Embedder, Heard
from engine.embed.bulk import Embedded, embed_files

LAYOUT_SEED = 20_260_101
"""The map of the same vectors is the same map."""

Layout = Callable[[NDArray[np.float32], int], NDArray[np.float32]]
"""(n, d) vectors and a seed to (n, 2) places in [-1, 1]."""
Watch = Callable[[Iterable[Embedded], int], Iterable[Embedded]]
"""Passes on what comes, and shows how far it is of how many."""


@dataclass(frozen=True, slots=True)
class BadClip:
    """A clip that could not be heard, and why."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Built:
    """A catalogue that was built.

    Attributes
    ----------
    entries
        One for each song, with its vector and its place.
    model
        Content hash of the weights.
    bad
        Clips that were skipped.
    merged
        How many clips went into a song that another clip had made.
    """

    entries: tuple[CatalogEntry, ...]
    model: str
    bad: tuple[BadClip, ...]
    merged: int


@dataclass(frozen=True, slots=True, eq=False)
class _HeardTrack:
    track: Track
    heard: Heard


def build_catalog(
    tracks: list[Track],
    audio: Path,
    embedder: Embedder,
    layout: Layout,
    *,
    jobs: int,
    watch: Watch = lambda coming, _: coming,
) -> Built:
    """Hear every clip and make songs of them.

    A bad clip is skipped and named. Clips of one song are merged: the song's vector is the mean of theirs. Genres,
    moods and the quadrant that nobody published are those that the ear is sure of; so are tempo, key, energy and
    instruments.

    Parameters
    ----------
    audio
        Folder with a file for each clip, named by its id; the ending does not matter.
    jobs
        Decoding processes.

    Raises
    ------
    CatalogFileError
        The folder cannot be read, or not one clip could be heard.
    """
    try:
        files = {path.stem: path for path in sorted(audio.iterdir()) if path.is_file()}
    except OSError as error:
        raise CatalogFileError(audio, error.strerror or str(error)) from error
    there = [track for track in tracks if track.ref in files]
    bad = [BadClip(track.ref, "there is no such file") for track in tracks if track.ref not in files]
    heard: list[_HeardTrack] = []
    coming = embed_files((files[track.ref] for track in there), embedder, jobs=jobs, limits=DecodeLimits())
    for track, embedded in zip(there, watch(coming, len(there)), strict=True):
        if embedded.heard is None:
            bad.append(BadClip(track.ref, embedded.error))
        else:
            heard.append(_HeardTrack(track, embedded.heard))
    if not heard:
        raise CatalogFileError(audio, "not one clip of the list could be heard")
    entries = _laid_out(_songs(heard), layout)
    return Built(entries, embedder.model, tuple(bad), len(heard) - len(entries))


def _songs(heard: list[_HeardTrack]) -> list[CatalogEntry]:
    by_ref = {one.track.ref: one.heard for one in heard}
    entries = []
    for tracks in by_song(one.track for one in heard).values():
        mean = np.mean([by_ref[track.ref].vector for track in tracks], axis=0)
        entries.append(
            CatalogEntry(
                song=labelled(merged([track.song for track in tracks]), by_ref[tracks[0].ref]),
                vector=(mean / np.linalg.norm(mean)).astype(np.float32),
                source_refs=tuple(track.ref for track in tracks),
            )
        )
    return entries


def _laid_out(entries: list[CatalogEntry], layout: Layout) -> tuple[CatalogEntry, ...]:
    places = layout(np.stack([entry.vector for entry in entries if entry.vector is not None]), LAYOUT_SEED)
    return tuple(
        CatalogEntry(entry.song, entry.vector, Point(float(x), float(y)), entry.source_refs)
        for entry, (x, y) in zip(entries, places, strict=True)
    )
