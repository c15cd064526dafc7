"""One collaborative score for every song, played by anybody or by nobody yet, for one member.

A song's factors are those of its artist where people's plays say something of the artist, what its sound predicts where
they do not, and between the two a mean by how much is known: ``(n h_artist + S h_sound) / (n + S)`` for an artist with
n listeners. Of an artist with too few listeners to have factors, that there are so few is known: h_artist is 0. A
member is folded in from their events in closed form; nothing is trained, nothing of them is kept.

The member's factors w solve, as equation 3 of Rendle et al. (2021, :mod:`engine.collaborative.wmf`) where they have
told all and r is 1::

    (t alpha_0 diag(energies) + r lambda (n + alpha_0 |I|)^nu + sum_j |e_j| h_j h_j') w = sum_j e_j h_j

where e_j are the weights of the events, below 0 for a dislike, and n is the sum of |e_j|. Who was learned from told of
about fifty artists, and what such a person does not play counts against it; a member of three likes has hardly had the
time to name what they love, so it counts by t, which grows to 1 with n. The ridge is a share r of what suits the
training, where it holds rare artists back. Before anything is known of a member they are taken for anybody: to the
events come ``CROWD`` plays, spread over all artists as everybody's are, which fade as events come. Each event has its
share of every score, and the reason that is given for a pick is the event with the largest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.artist_factors import (
    REBUILD,
    SHIPPED,
    ArtistFactors,
    read_factors,
    read_facts,
    read_sound,
)
from engine.collaborative.sound import SoundRegressor
from engine.errors import ModelError, VectorError

Floats = NDArray[np.float32]

SOUND_LISTENERS = 0.7
"""What sound predicts counts as much as so many listeners. This and what follows suited the validation listeners best
(``python -m engine.evaluation simulated --validation``)."""
CROWD = 0.25
"""Plays of everybody that a member is taken to have before their own."""
TOLD_LEAST, TOLD_ALL = 4.0, 80.0
"""What a member does not name counts against it by n / TOLD_ALL, n the weight of their events within these bounds."""
RIDGE_SHARE = 0.1
"""Share of the training's regularisation that holds a member's factors back."""
HALF_CONFIDENT = 1.0
"""After so many events the collaborative score counts half of what it counts at most."""
MOST_EVENTS = 500
"""Events that a profile is made of: the heaviest ones, the first of equals."""
_LEAST_SOUND = 0.5
"""What an event counts for confidence whose artist nobody is known to play."""


@dataclass(frozen=True, slots=True, eq=False)
class TasteEvent:
    """One thing that a member did.

    Attributes
    ----------
    artist
        Key of the artist (:func:`engine.songs.artist_key`).
    vector
        (d,) of the song, of any length but zero; ``None`` where it is not at hand.
    weight
        How much it says; above 0 for what was liked or played, below 0 for what was disliked. 1 is a like.
    """

    artist: str
    vector: NDArray[np.floating] | None
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A member as the hybrid sees them.

    Attributes
    ----------
    factors
        (k,) float32; those of the crowd where nothing is known.
    shares
        (m, k) float32, a row for each event that was given: how it pulls the factors, which are the crowd's share and
        the sum of these. Zeros for an event that says nothing.
    confidence
        0 to 1: 0 where nothing is known of the member, so that nothing but content should count.
    """

    factors: Floats
    shares: Floats
    confidence: float


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a song got its score.

    Attributes
    ----------
    event
        Number of the event that raised it most; ``None`` where none raised it.
    played
        Whether people's plays of the artist decide; else what the sound predicts does.
    """

    event: int | None
    played: bool


class Hybrid:
    """Artists' factors and what predicts them from sound, together.

    Every method may be called from several threads at once.

    Parameters
    ----------
    artists
        ``None`` where nothing is known: then every profile has no confidence and every score is 0.
    sound
        ``None`` where vectors of this ear cannot be read; then songs of unknown artists get what an artist gets of
        whom nothing is known.
    crowd
        ``CROWD``; without it (0) somebody of whom nothing is known has no taste at all.
    """

    def __init__(self, artists: ArtistFactors | None, sound: SoundRegressor | None, crowd: float = CROWD) -> None:
        self._artists, self._sound, self._crowd = artists, sound, crowd
        self.base = ""
        """Checksum of the files that it was read from; other files span another space of factors."""
        if artists is None:
            self._place: dict[str, int] = {}
            self._rare: dict[str, int] = {}
            return
        # After the artists with factors come rows of no factors: one for each number of listeners that is too small for
        # any, and the last for who is unknown.
        most = int(artists.rare_listeners.max(initial=0))
        self._place = {key: row for row, key in enumerate(artists.keys)}
        self._rare = dict(zip(artists.rare, (len(artists.keys) - 1 + artists.rare_listeners).tolist(), strict=True))
        self._known = np.concatenate([artists.listeners, np.arange(1, most + 1), [0]]).astype(np.float32)[:, None]
        nothing = np.zeros((most + 1, artists.factors.shape[1]), np.float32)
        self._factors = np.concatenate([artists.factors, nothing])
        # An artist of whom nothing at all is known is taken for the mean of those who are known.
        self._mean = sound.mean if sound else artists.factors.mean(axis=0)
        plays = crowd * artists.observed * artists.listeners / artists.listeners.sum()
        factors = artists.factors.astype(np.float64)
        self._crowd_matrix = (factors * plays[:, None]).T @ factors
        self._crowd_pull = plays @ factors

    @classmethod
    def open(cls, directory: Path = SHIPPED, ear: str | None = None) -> Hybrid:
        """Read what ships, or what was built elsewhere.

        Parameters
        ----------
        ear
            Name of the weights that make the vectors (:class:`engine.embed.weights.EarFacts`); not compared when
            ``None``.

        Raises
        ------
        ModelError
            Something is missing or damaged, or sound is predicted from vectors of another ear; the text names the
            command that mends it. :meth:`content_only` serves until then.
        """
        facts = read_facts(directory)
        if ear is not None and facts.ear != ear:
            raise ModelError(
                f"what predicts factors from sound reads vectors of the ear {facts.ear}, not {ear}: {REBUILD}"
            )
        opened = cls(read_factors(directory, facts), read_sound(directory, facts))
        opened.base = f"{facts.factors_sha256}-{facts.sound_sha256}"
        return opened

    @classmethod
    def content_only(cls) -> Hybrid:
        """One that knows nothing: no confidence in anybody, 0 for every song."""
        return cls(None, None)

    def knows(self, artist: str) -> bool:
        """Whether people's plays say something of an artist, and then more than the sound does."""
        return artist in self._place

    def profile(self, events: Sequence[TasteEvent]) -> Profile:
        """Fold a member in: a few thousandths of a second for a hundred events.

        An event of an unknown artist without a vector says nothing. Of more than ``MOST_EVENTS`` the heaviest count.

        Raises
        ------
        VectorError
            A vector is of another size, zero or not finite; or a weight is not finite.
        """
        weights = np.array([event.weight for event in events], np.float64)
        if not np.isfinite(weights).all():
            raise VectorError("the weight of an event is not finite")
        artists = self._artists
        if artists is None:
            return Profile(np.zeros(0, np.float32), np.zeros((len(events), 0), np.float32), 0.0)
        speaks = [
            row
            for row, event in enumerate(events)
            if weights[row] and (event.artist in self._place or (self._sound and event.vector is not None))
        ]
        speaks = sorted(speaks, key=lambda row: -abs(weights[row]))[:MOST_EVENTS]
        kept = [events[row] for row in speaks]
        trust = np.zeros(len(events))
        trust[speaks] = [1.0 if event.artist in self._place else _LEAST_SOUND for event in kept]
        factors = np.zeros((len(events), artists.factors.shape[1]), np.float32)
        factors[speaks] = self.event_factors(kept)
        return self.fold_in(factors, weights, trust)

    def fold_in(
        self,
        factors: NDArray[np.floating],
        weights: NDArray[np.floating],
        trust: NDArray[np.floating],
        *,
        learned_from: bool = False,
    ) -> Profile:
        """The same where the factors of the events are at hand.

        Parameters
        ----------
        factors
            (m, k) of the songs of the events.
        weights
            (m,) of the events, finite.
        trust
            (m,) 0 to 1: what each counts for confidence; one that counts nothing says nothing.
        learned_from
            Whether factors of songs are learned from the member: then t and r are 1, lest songs and members, learned by
            turns, run after each other.
        """
        artists = self._artists
        if artists is None:
            return Profile(np.zeros(0, np.float32), np.zeros((len(weights), 0), np.float32), 0.0)
        total = len(weights)
        speaks = np.flatnonzero((np.asarray(trust) > 0) & (np.asarray(weights) != 0))
        factors, weights, trust = (np.asarray(part, np.float64)[speaks] for part in (factors, weights, trust))
        size = np.abs(weights)
        plays = self._crowd + size.sum() + artists.unobserved * artists.artists
        share = 1.0 if learned_from else RIDGE_SHARE
        told = 1.0 if learned_from else min(max(float(size.sum()), TOLD_LEAST), TOLD_ALL) / TOLD_ALL
        ridge = share * artists.regularisation * plays**artists.frequency
        not_named = told * artists.unobserved * artists.energies
        matrix = self._crowd_matrix + np.diag(not_named + ridge)
        matrix += (factors * (artists.observed * size)[:, None]).T @ factors
        pulls = np.column_stack([self._crowd_pull, (factors * (artists.observed * weights)[:, None]).T])
        solved = np.linalg.solve(matrix, pulls).T
        shares = np.zeros((total, factors.shape[1]), np.float32)
        shares[speaks] = solved[1:]
        evidence = float((size * trust).sum())
        return Profile(solved.sum(axis=0).astype(np.float32), shares, evidence / (evidence + HALF_CONFIDENT))

    def scores(self, profile: Profile, artists: Sequence[str], vectors: NDArray[np.floating]) -> Floats:
        """(n,) float32: how well each song suits the member; of one profile they compare, more is better.

        Without confidence they say how popular a song is, or would be by its sound.

        Parameters
        ----------
        artists
            n keys of the songs' artists.
        vectors
            (n, d) of the songs, of any length but zero.

        Raises
        ------
        VectorError
            They are of another size, zero or not finite, or not as many as artists.
        """
        if len(artists) != len(vectors):
            raise VectorError(f"{len(vectors)} vectors cannot be of {len(artists)} songs")
        if self._artists is None:
            return np.zeros(len(artists), np.float32)
        scores: Floats = self.factors(artists, vectors) @ profile.factors
        return scores

    def cause(self, profile: Profile, artist: str, vector: NDArray[np.floating]) -> Cause:
        """Why a song got its score from :meth:`scores`.

        Parameters
        ----------
        vector
            (d,) of the song.

        Raises
        ------
        VectorError
            It is of another size, zero or not finite.
        """
        played = self.knows(artist)
        if self._artists is None or not profile.confidence:
            return Cause(None, played)
        pulls = profile.shares @ self.factors([artist], np.asarray(vector)[None])[0]
        best = int(pulls.argmax())
        return Cause(best if pulls[best] > 0 else None, played)

    @property
    def width(self) -> int:
        """Numbers of a factor; 0 where nothing is known."""
        return self._artists.factors.shape[1] if self._artists else 0

    @property
    def people(self) -> int:
        """How many listeners were learned from."""
        return self._artists.people if self._artists else 0

    def popularity(self, artists: Sequence[str]) -> Floats:
        """(n,) float32: the share of the listeners who play each artist; 0 for who is unknown."""
        if self._artists is None:
            return np.zeros(len(artists), np.float32)
        shares: Floats = self._known[self._rows(artists), 0] / np.float32(self._artists.people)
        return shares

    def _rows(self, artists: Sequence[str]) -> NDArray[np.int64]:
        """(n,) where each artist stands; the last row, of nothing, for who is unknown."""
        rows = (self._place.get(artist, self._rare.get(artist, -1)) for artist in artists)
        return np.fromiter(rows, np.int64, count=len(artists))

    def factors(self, artists: Sequence[str], vectors: NDArray[np.floating]) -> Floats:
        """(n, k) float32 factors of songs; their product with a profile's are the scores.

        Parameters and errors as for :meth:`scores`.
        """
        if len(artists) != len(vectors):
            raise VectorError(f"{len(vectors)} vectors cannot be of {len(artists)} songs")
        if self._artists is None:
            return np.zeros((len(artists), 0), np.float32)
        if not artists:
            return np.zeros((0, self.width), np.float32)
        rows = self._rows(artists)
        heard = self._sound.predict(vectors) if self._sound else self._mean[None]
        return self._blended(rows, heard)

    def event_factors(self, events: Sequence[TasteEvent]) -> Floats:
        """(m, k) float32 factors of what was done; of an artist alone where there is no vector, else as for a song.

        Raises
        ------
        VectorError
            A vector is of another size, zero or not finite.
        """
        if self._artists is None:
            return np.zeros((len(events), 0), np.float32)
        # That an artist has few listeners says nothing of a member who is one of them.
        rows = np.array([self._place.get(event.artist, -1) for event in events], np.int64)
        heard = np.tile(self._mean, (len(events), 1))
        with_vector = [row for row, event in enumerate(events) if event.vector is not None]
        if self._sound and with_vector:
            heard[with_vector] = self._sound.predict(np.stack([np.asarray(events[row].vector) for row in with_vector]))
        factors = self._blended(rows, heard)
        # Where nothing was heard, the artist's own factors are all there is.
        silent = np.array([event.vector is None or self._sound is None for event in events], np.bool_)
        factors[silent] = self._factors[rows[silent]]
        return factors

    def _blended(self, rows: NDArray[np.int64], heard: Floats) -> Floats:
        known = self._known[rows]
        blended: Floats = (known * self._factors[rows] + SOUND_LISTENERS * heard) / (known + SOUND_LISTENERS)
        return blended
