"""What speaks for a song and against it. A scorer gives one column: a value from 0 to 1 for each song of the pool.

What the member said before is scored in :mod:`engine.ranking.opinion_scorers`, what listeners play in
:mod:`engine.ranking.listener_scorer`, how songs are played in :mod:`engine.ranking.trait_scorers`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.ranking.labels import named
from engine.ranking.picks import PenaltyKind, Reason, ReasonKind, Term
from engine.ranking.pool import Pool
from engine.songs import artist_key

ERA_YEARS = 10
"""Songs so many years apart are of different eras; nearer ones share theirs in part."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One term for every song of the pool.

    Attributes
    ----------
    values
        (n,) between 0 and 1.
    subjects
        What the reason names for each song; empty where it names nothing.
    reason
        What the reason of a row would be, where its kind differs from song to song or it costs much to say for all.
    """

    kind: ReasonKind | PenaltyKind
    weight: float
    values: NDArray[np.float64]
    subjects: Sequence[str] = ()
    reason: Callable[[int], Reason] | None = None

    def term(self, row: int) -> Term:
        """The term of one song."""
        value = float(self.values[row])
        if self.reason is None or not value:
            return Term(self.kind, self.weight, value, self.subject(row))
        said = self.reason(row)
        return Term(said.kind, self.weight, value, said.subject)

    def subject(self, row: int) -> str:
        """What the reason would name."""
        return self.subjects[row] if self.subjects else ""


Scorer = Callable[[Pool], Column]


def sounds_alike(pool: Pool) -> Column:
    """Nearness to the query, whatever that was made of; of a mix the subject is the added song that is nearest."""
    query, values = pool.request.query, pool.ruler.nearness(pool.similarities)
    if query.sides is not None:
        nearest = query.sides.nearest(pool.candidates.vectors)
        return Column(ReasonKind.NEAR_MIX, pool.weights.similarity, values, nearest)
    kind = ReasonKind.SOUND_FITS if query.facets else ReasonKind.SOUNDS_ALIKE
    return Column(kind, pool.weights.similarity, values)


def same_mood(pool: Pool) -> Column:
    """How many of their moods the song and the query share."""
    moods = [labels.moods for labels in pool.labels]
    return shared_labels(ReasonKind.SAME_MOOD, pool.weights.mood, pool.request.query.moods, moods)


def same_genre(pool: Pool) -> Column:
    """How many of their genres the song and the query share."""
    genres = [labels.genres for labels in pool.labels]
    return shared_labels(ReasonKind.SAME_GENRE, pool.weights.genre, pool.request.query.genres, genres)


def same_quadrant(pool: Pool) -> Column:
    """Whether the song lies in the query's quadrant of valence and arousal."""
    asked = pool.request.query.quadrant
    values = np.array([asked is not None and labels.quadrant == asked for labels in pool.labels], dtype=np.float64)
    return Column(ReasonKind.SAME_QUADRANT, pool.weights.quadrant, values, (asked or "",) * len(pool))


def same_era(pool: Pool) -> Column:
    """How near the years are, where both are known."""
    asked = pool.request.query.year
    songs = pool.candidates.songs
    if asked is None:
        return Column(ReasonKind.SAME_ERA, pool.weights.era, np.zeros(len(pool)))
    values = [0.0 if song.year is None else max(0.0, 1 - abs(song.year - asked) / ERA_YEARS) for song in songs]
    subjects = tuple("" if song.year is None else _era(song.year, asked) for song in songs)
    return Column(ReasonKind.SAME_ERA, pool.weights.era, np.array(values, dtype=np.float64), subjects)


def known_artist(pool: Pool) -> Column:
    """Whether the member knows the artist."""
    return Column(ReasonKind.KNOWN_ARTIST, pool.weights.known_artist, _is_known(pool), _artist_names(pool))


def new_artist(pool: Pool) -> Column:
    """Whether the artist is new to the member."""
    return Column(ReasonKind.NEW_ARTIST, pool.weights.new_artist, 1 - _is_known(pool), _artist_names(pool))


def shared_labels(
    kind: ReasonKind, weight: float, asked: tuple[str, ...], published: Sequence[tuple[str, ...]]
) -> Column:
    """Cosine of the two sets of labels; the subject is the shared label that fewest candidates have."""
    wanted = named(asked).keys()
    songs = [named(labels) for labels in published]
    frequency = Counter(name for song in songs for name in wanted & song.keys())
    values = np.zeros(len(songs))
    subjects = [""] * len(songs)
    for row, song in enumerate(songs):
        shared = wanted & song.keys()
        if shared:
            values[row] = len(shared) / np.sqrt(len(wanted) * len(song))
            subjects[row] = song[min(shared, key=lambda name: (frequency[name], name))]
    return Column(kind, weight, values, tuple(subjects))


def _era(year: int, asked: int) -> str:
    decade = year // ERA_YEARS * ERA_YEARS
    return f"{decade}s" if asked // ERA_YEARS * ERA_YEARS == decade else str(year)


def _is_known(pool: Pool) -> NDArray[np.float64]:
    request = pool.request
    known = request.taste.heard_artists | {song.artist_key for song in request.liked.songs}
    if request.query.artist:
        known |= {artist_key(request.query.artist)}
    return np.array([artist in known for artist in pool.artists], dtype=np.float64)


def _artist_names(pool: Pool) -> tuple[str, ...]:
    return tuple(song.artist for song in pool.candidates.songs)
