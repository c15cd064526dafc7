"""Scorers for what the member did before: songs near those that they liked or disliked, and songs that they skipped.

A deed counts as much as it says now (:mod:`engine.ranking.feedback`): an old like pulls less than a new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.ranking.feedback import STRENGTHS, Deed, Evidence
from engine.ranking.picks import PenaltyKind, Reason, ReasonKind
from engine.ranking.pool import FARTHEST_QUANTILE, SHORTEST_RULER, Pool, Ruler
from engine.ranking.request import Candidates
from engine.ranking.scorers import Column
from engine.songs import SongId, version_key

NEAR = 0.4
"""Nearness from which a song counts as near to one that was liked or disliked: on a ruler that
ends at the nearest twentieth of the candidates, most candidates of a query are farther from it."""

_REASONS: Mapping[Deed, ReasonKind] = MappingProxyType(
    {
        Deed.LIKED: ReasonKind.NEAR_LIKED,
        Deed.RATED: ReasonKind.NEAR_LIKED,
        Deed.MORE_LIKE: ReasonKind.NEAR_WANTED,
        Deed.PLAYED: ReasonKind.NEAR_PLAYED,
    }
)
_AGAINST = frozenset({Deed.DISLIKED, Deed.RATED})


def songs_spoken_for(evidence: Sequence[Evidence]) -> dict[SongId, Evidence]:
    """Songs near which the member wants to be, each with the deed that says most, the strongest first.

    A song that the member disliked is none of them, however often they played it.
    """
    strongest = _strongest([one for one in evidence if one.deed in _REASONS and one.strength > 0])
    against = songs_spoken_against(evidence)
    ordered = sorted(strongest.items(), key=lambda pair: -pair[1].strength)
    return {song: one for song, one in ordered if song not in against}


def songs_spoken_against(evidence: Sequence[Evidence]) -> dict[SongId, Evidence]:
    """Songs near which the member does not want to be, the strongest first; skipping one says nothing of the others."""
    strongest = _strongest([one for one in evidence if one.deed in _AGAINST and one.strength < 0])
    return dict(sorted(strongest.items(), key=lambda pair: pair[1].strength))


def near_liked(pool: Pool) -> Column:
    """Nearness to the nearest song that the member liked, wanted more of or played, on the query's ruler.

    The asked song does not count, and each counts as much as it says now. The subject is that song's title.
    """
    query, liked = pool.request.query, pool.request.liked
    asked = version_key(query.artist, query.title) if query.artist and query.title else None
    others = [row for row, song in enumerate(liked.songs) if song.id not in query.songs and song.version_key != asked]
    said = songs_spoken_for(pool.request.taste.evidence)
    closest = _closest(pool, liked, others, {song: one.strength for song, one in said.items()})

    def reason(row: int) -> Reason:
        near = liked.songs[closest.rows[row]]
        return Reason(_REASONS[said[near.id].deed] if near.id in said else ReasonKind.NEAR_LIKED, near.title)

    return Column(ReasonKind.NEAR_LIKED, pool.weights.near_liked, closest.values, reason=reason)


def near_disliked(pool: Pool) -> Column:
    """Nearness to the nearest song that the member disliked, on the query's ruler; an old dislike counts less."""
    disliked = pool.request.disliked
    said = songs_spoken_against(pool.request.taste.evidence)
    strengths = {song: -one.strength for song, one in said.items()}
    closest = _closest(pool, disliked, list(range(len(disliked))), strengths)
    titles = tuple(disliked.songs[row].title for row in closest.rows)
    return Column(PenaltyKind.NEAR_DISLIKED, pool.weights.near_disliked, closest.values, titles)


def skipped(pool: Pool) -> Column:
    """Whether the member skipped the song, and how long ago: 1 where it is just now."""
    taste = pool.request.taste
    full = STRENGTHS[Deed.SKIPPED]
    strongest = _strongest([one for one in taste.evidence if one.deed is Deed.SKIPPED])
    values = dict.fromkeys(taste.skipped, 1.0) | {song: one.strength / full for song, one in strongest.items()}
    found = np.array([values.get(song.id, 0.0) for song in pool.candidates.songs], dtype=np.float64)
    return Column(PenaltyKind.SKIPPED, pool.weights.skipped, found)


@dataclass(frozen=True, slots=True, eq=False)
class _Closest:
    """For each song of the pool how near the nearest of some songs is, and that one's row; no rows where none is."""

    values: NDArray[np.float64]
    rows: tuple[int, ...] = ()


def _closest(pool: Pool, songs: Candidates, rows: list[int], strengths: Mapping[SongId, float]) -> _Closest:
    """The nearest of some songs to each song of the pool, by how much each says. No song is near itself."""
    if not rows or not len(pool):
        return _Closest(np.zeros(len(pool)))
    cosines = (pool.candidates.vectors @ songs.vectors[rows].T).astype(np.float64)
    keys = [songs.songs[row].version_key for row in rows]
    common = set(keys)
    for row, key in enumerate(pool.versions):
        if key in common:
            cosines[row, [column for column, other in enumerate(keys) if other == key]] = -1.0
    said = np.array([strengths.get(songs.songs[row].id, 1.0) for row in rows])
    values = np.maximum(_ruler(pool).nearness(cosines) - NEAR, 0.0) / (1 - NEAR) * said
    nearest = values.argmax(axis=1)
    return _Closest(values[np.arange(len(pool)), nearest], tuple(rows[column] for column in nearest.tolist()))


def _ruler(pool: Pool) -> Ruler:
    """The query's ruler up to the nearest twentieth of its candidates: the very nearest stand alone."""
    near = float(np.quantile(pool.similarities, 1 - FARTHEST_QUANTILE))
    return Ruler(pool.ruler.far, max(near, pool.ruler.far + SHORTEST_RULER))


def _strongest(evidence: Sequence[Evidence]) -> dict[SongId, Evidence]:
    """The deed that says most of each song, whichever way; the first of equals."""
    strongest: dict[SongId, Evidence] = {}
    for one in evidence:
        if one.song is not None and (
            one.song not in strongest or abs(one.strength) > abs(strongest[one.song].strength)
        ):
            strongest[one.song] = one
    return strongest
