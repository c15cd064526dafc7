"""One member folded into what is known of how people listen, as the ranking asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.hybrid import TasteEvent
from engine.collaborative.listening import Listening, Placed
from engine.ranking.feedback import Evidence
from engine.ranking.listeners import Because
from engine.ranking.request import Candidates
from engine.songs import Song, SongId

LEAST_STRENGTH = 0.01
"""What says less than this, for it was long ago, is left out."""


class MemberListeners:
    """:class:`engine.ranking.listeners.Listeners` of one member, from their evidence in closed form.

    Parameters
    ----------
    songs
        Facts and vectors of the songs of the evidence, as far as they are at hand.
    """

    def __init__(self, listening: Listening, evidence: Sequence[Evidence], songs: Candidates) -> None:
        self._listening = listening
        known = {song.id: song for song in songs.songs}
        listening.learn(placed(songs))
        told = [one for one in evidence if abs(one.strength) >= LEAST_STRENGTH]
        self._artists = [one.artist for one in told]
        self._names = [_name(one, known) for one in told]
        trust = np.array([listening.trust(one.song if one.song in known else None, one.artist) for one in told])
        strengths = np.array([one.strength for one in told])
        self._profile = listening.hybrid.fold_in(_factors(listening, told, known), strengths, trust)

    @property
    def listening(self) -> Listening:
        """By which model."""
        return self._listening

    @property
    def confidence(self) -> float:
        """0 to 1: how much is known of the member."""
        return self._profile.confidence

    @property
    def factors(self) -> NDArray[np.float32]:
        """(k,) float32: the product with a song's factors is its score."""
        return self._profile.factors

    def scores(self, songs: Sequence[Song], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,) float32: how well each song suits the member (:class:`engine.ranking.listeners.Listeners`)."""
        scores: NDArray[np.float32] = (
            self._listening.factors(placed(Candidates(tuple(songs), vectors))) @ self._profile.factors
        )
        return scores

    def because(self, song: Song, vector: NDArray[np.float32]) -> Because:
        """Whose deed raised a song most, of all that have a share in its score.

        Nobody's, where it is its own artist's: that people who play an artist play the artist is no news.
        """
        factors = self._listening.factors(placed(Candidates((song,), vector[None])))[0]
        pulls = self._profile.shares @ factors
        best = int(pulls.argmax()) if pulls.size else -1
        told = pulls.size and pulls[best] > 0 and self._artists[best] != song.artist_key
        return Because(self._names[best] if told else "", self._listening.is_played(song.id, song.artist_key))


def placed(songs: Candidates) -> Placed:
    """Songs as :class:`engine.collaborative.listening.Listening` takes them."""
    return Placed(songs.ids, tuple(song.artist_key for song in songs.songs), songs.vectors)


def _factors(listening: Listening, told: Sequence[Evidence], known: Mapping[SongId, Song]) -> NDArray[np.float32]:
    """(m, k) float32: of the song of each deed, or of its artist alone."""
    factors = listening.hybrid.event_factors([TasteEvent(one.artist, None, one.strength) for one in told])
    songs = [row for row, one in enumerate(told) if one.song in known]
    if songs:
        factors[songs] = listening.kept([song for row in songs if (song := told[row].song) is not None])
    return factors


def _name(one: Evidence, known: Mapping[SongId, Song]) -> str:
    """The artist as the catalogue writes it; where only the key is known, that with capitals."""
    if one.song is not None and one.song in known:
        return known[one.song].artist
    return one.artist.title()
