"""A small world whose right answers are known: ten artists a fold, each with a direction of its own."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

from engine.evaluation.distortions import DISTORTIONS
from engine.evaluation.ear.exam import EarVectors, Exam
from engine.evaluation.ear.listeners import join_listeners
from engine.evaluation.folds import FOLDS, Track
from engine.evaluation.views import stretched_songs
from tests.engine.evaluation.tracks import track

Vectors = npt.NDArray[np.float32]
ARTISTS_A_FOLD = 10
SONGS_AN_ARTIST = 3
LABELS = ("a", "b")
DIMENSION = 64
PAIRS = ("pairs20-01a", "pairs20-01b")


def toy_exam() -> Exam:
    """Three songs by each of fifty artists in every source; every second artist plays ``a``, the others ``b``.

    Within a fold people play artists of one label together, and call them by it.
    """
    tracks = [
        track(
            number,
            source=source,
            artist=f"{source} artist {artist}",
            genres=(LABELS[artist % 2],),
            quadrant=LABELS[artist % 2] if source == "taffc" else "",
            cluster=LABELS[artist % 2] if source == "mirex" else "",
            emotify_genre=LABELS[artist % 2] if source == "emotify" else "",
            fold=artist // ARTISTS_A_FOLD,
        )
        for source in ("taffc", "mirex", "emotify", "open")
        for artist in range(FOLDS * ARTISTS_A_FOLD)
        for number in range(artist * SONGS_AN_ARTIST, (artist + 1) * SONGS_AN_ARTIST)
    ]
    names = sorted({one.artist for one in tracks if one.source == "taffc"})
    ids = {name: number for number, name in enumerate(names)}
    label = {ids[one.artist]: next(iter(one.genres)) for one in tracks if one.artist in ids}
    plays = [(user, artist, 100) for user in range(20) for artist in label if LABELS[user % 2] == label[artist]]
    tags = [(artist, LABELS.index(one)) for artist, one in label.items() for _ in range(6)]
    return Exam(
        tracks=tuple(tracks),
        albums=tuple(one.artist if one.source == "open" else "" for one in tracks),
        songs=stretched_songs(tracks, PAIRS),
        listeners=join_listeners(
            tracks, [(ids[one.artist], one.id) for one in tracks if one.artist in ids], np.array(plays), np.array(tags)
        ),
    )


def direction(name: str) -> Vectors:
    seed = zlib.crc32(name.encode())
    drawn: Vectors = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    return drawn / np.linalg.norm(drawn)


def perfect(exam: Exam, fold: int) -> EarVectors:
    """Label, artist and song each have a direction; a view of a song is the song."""
    song = {one.id: _song(one) for one in exam.tracks} | {pair: direction(pair) for pair in PAIRS}
    whole = np.stack([song[one.id] for one in exam.tracks])
    stretches = np.stack([song[one] for one in exam.songs])
    distorted = whole[list(exam.distorted(fold))]
    return EarVectors(whole, stretches, stretches, dict.fromkeys(DISTORTIONS, distorted))


def _song(one: Track) -> Vectors:
    label = next(iter(one.genres))
    return 2 * direction(label) + direction(one.artist) + np.float32(0.3) * direction(one.id)
