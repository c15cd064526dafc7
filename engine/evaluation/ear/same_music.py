"""Is the same hand heard in other music: the artist, the album, the song in another ten seconds?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.evaluation.folds import Track
from engine.evaluation.metrics import precision_at_k
from engine.evaluation.retrieval import unit_rows

Vectors = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

ARTIST_AT = 10
ALBUM_AT = 5
ALBUM_SOURCE = "open"


def artist_hits(tracks: Sequence[Track], vectors: Vectors, asked: Booleans, k: int = ARTIST_AT) -> Floats:
    """Whether another song by the artist is among the ``k`` nearest of all clips.

    The clip itself and other recordings of its song are taken out of the gallery.

    Returns
    -------
    (n_queries,) float64, 0 or 1, of the asked clips whose artist has another song
    """
    artists = _codes([track.artist for track in tracks])
    songs = _codes([track.version for track in tracks])
    wanted = (artists[asked][:, None] == artists) & (songs[asked][:, None] != songs)
    answers = _first_answers(vectors, asked, wanted, songs[asked][:, None] == songs, k)
    return np.asarray(answers.any(axis=1), np.float64)


def album_precision(
    tracks: Sequence[Track], albums: Sequence[str], vectors: Vectors, asked: Booleans, k: int = ALBUM_AT
) -> Floats:
    """Of the ``k`` nearest clips of ``open`` that have an album, the share that is of the query's.

    Returns
    -------
    (n_queries,) float64 of the asked clips whose album has another clip; an album of fewer than ``k`` others cannot
    reach 1.
    """
    rows = np.array(
        [row for row, track in enumerate(tracks) if track.source == ALBUM_SOURCE and albums[row]], dtype=np.int64
    )
    of_album = _codes([albums[row] for row in rows])
    songs = _codes([tracks[row].version for row in rows])
    few = asked[rows]
    out = songs[few][:, None] == songs
    wanted = (of_album[few][:, None] == of_album) & ~out
    return precision_at_k(_first_answers(vectors[rows], few, wanted, out, k), k)


def song_ranks(queries: Vectors, gallery: Vectors, own: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many sounds of the gallery are at least as near as the right one, for each query.

    Parameters
    ----------
    queries, gallery
        (q, d) and (m, d)
    own
        (q,) the right row of the gallery.

    Returns
    -------
    (q,) int64, 0 where the right one is nearest and alone
    """
    near = unit_rows(queries) @ unit_rows(gallery).T
    right = np.take_along_axis(near, own[:, None], axis=1)
    ranks: npt.NDArray[np.int64] = (near >= right).sum(axis=1) - 1
    return ranks


def _first_answers(vectors: Vectors, asked: Booleans, wanted: Booleans, out: Booleans, k: int) -> Booleans:
    """(n_queries, k) which of the nearest are wanted, of the queries that have something to find."""
    possible = wanted.any(axis=1)
    unit = unit_rows(vectors)
    near = unit[asked][possible] @ unit.T
    near[out[possible]] = -np.inf
    nearest = np.argsort(-near, axis=1, kind="stable")[:, :k]
    answers: Booleans = np.take_along_axis(wanted[possible], nearest, axis=1)
    return answers


def _codes(names: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.unique(np.array(names, dtype=np.str_), return_inverse=True)[1].astype(np.int64)
