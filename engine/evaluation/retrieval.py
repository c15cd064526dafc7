"""The retrieval that is scored: the nearest clips by other artists, and whether they share the query's label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.evaluation.folds import Track, artists_in_several_folds
from engine.evaluation.metrics import Booleans, Floats, precision_at_k

PRECISION_AT = 10


@dataclass(frozen=True, slots=True)
class Task:
    """One column of the table: which clips, and which label two of them must share.

    Attributes
    ----------
    labels
        A track's labels; two clips are alike when they share at least one.
    """

    name: str
    source: str
    labels: Callable[[Track], frozenset[str]]

    def takes(self, track: Track) -> bool:
        """Whether the clip belongs to the source and is labelled."""
        return track.source == self.source and bool(self.labels(track))


def _single(value: str) -> frozenset[str]:
    return frozenset({value}) if value else frozenset()


TASKS: tuple[Task, ...] = (
    Task("genre taffc", "taffc", lambda track: track.genres),
    Task("genre emotify", "emotify", lambda track: _single(track.emotify_genre)),
    Task("genre open", "open", lambda track: track.genres),
    Task("mood taffc", "taffc", lambda track: _single(track.quadrant)),
    Task("mood mirex", "mirex", lambda track: _single(track.cluster)),
)
"""Genre of every source that has one, then mood: AllMusic genres, Emotify's four, tags of free music;
the valence x arousal quadrant, the MIREX cluster."""


def score(
    task: Task, tracks: Sequence[Track], vectors: npt.NDArray[np.float32], fold: int, k: int = PRECISION_AT
) -> Floats:
    """Precision at ``k`` of every query of one fold.

    Queries are the task's clips of that fold whose artist lies in no other fold, so that the fold's model cannot have
    heard the artist; the gallery is all of the task's clips by other artists. Neighbours are ordered by cosine
    similarity, ties by the clip's place in ``tracks``.

    Parameters
    ----------
    tracks
        n clips.
    vectors
        (n, d) float32, a row a clip, not zero.

    Returns
    -------
    (n_queries,) float64
    """
    rows = np.array([row for row, track in enumerate(tracks) if task.takes(track)], dtype=np.int64)
    if not rows.size:
        return np.zeros(0, dtype=np.float64)
    members = [tracks[row] for row in rows]
    heard = set(artists_in_several_folds(tracks))
    queries = np.array(
        [place for place, track in enumerate(members) if track.fold == fold and track.artist not in heard],
        dtype=np.int64,
    )
    if not queries.size:
        return np.zeros(0, dtype=np.float64)
    unit = unit_rows(vectors[rows])
    similarities = unit[queries] @ unit.T
    artists = np.array([track.artist for track in members])
    own = artists[queries][:, None] == artists[None, :]
    similarities[own] = -np.inf
    nearest = np.argsort(-similarities, axis=1, kind="stable")[:, :k]
    allowed = ~np.take_along_axis(own, nearest, axis=1)
    relevant = np.take_along_axis(_alike(task, members, queries), nearest, axis=1) & allowed
    return precision_at_k(relevant, k)


def unit_rows(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Rows of unit length; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = (vectors / np.maximum(norms, np.finfo(np.float32).tiny)).astype(np.float32)
    return unit


def _alike(task: Task, members: Sequence[Track], queries: npt.NDArray[np.int64]) -> Booleans:
    """(n_queries, n_members): which clips share a label with which query."""
    names = sorted({label for track in members for label in task.labels(track)})
    place = {name: column for column, name in enumerate(names)}
    table = np.zeros((len(members), len(names)), dtype=np.float32)
    for row, track in enumerate(members):
        table[row, [place[label] for label in task.labels(track)]] = 1
    alike: Booleans = (table[queries] @ table.T) > 0
    return alike
