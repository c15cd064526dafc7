"""What a ranking answers: picks with the terms that made their scores, and the reasons taken from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.songs import Song


class ReasonKind(StrEnum):
    """Why a pick is here. Each is also the kind of the term that it is taken from."""

    SOUNDS_ALIKE = "sounds_alike"
    """It sounds like what was asked; the subject is a song's title where several were, else there is none."""
    NEAR_LIKED = "near_liked"
    """It sounds like a song that the member liked: the subject is that song's title."""
    NEAR_WANTED = "near_wanted"
    """The same of a song of which the member wanted more."""
    NEAR_PLAYED = "near_played"
    """The same of a song that the member played elsewhere."""
    PLAYED_TOGETHER = "played_together"
    """Who plays one artist plays this one too: the subject is the artist that the member likes or plays."""
    SUITS_LISTENERS = "suits_listeners"
    """By its sound it suits who plays an artist that the member likes or plays, who is the subject."""
    SAME_MOOD = "same_mood"
    """The subject is the mood."""
    SAME_GENRE = "same_genre"
    """The subject is the genre."""
    SAME_QUADRANT = "same_quadrant"
    """The subject is ``Q1`` to ``Q4`` (:class:`engine.songs.Song`)."""
    SAME_ERA = "same_era"
    """The subject is a decade ("1990s"), or a year ("1991") where the two lie on both sides of its border."""
    SAME_TEMPO = "same_tempo"
    """The subject is what both are around, in beats a minute."""
    SAME_KEY = "same_key"
    """The subject is the key, in words."""
    SAME_INSTRUMENTS = "same_instruments"
    """The subject is an instrument that both are played with."""
    SAME_ENERGY = "same_energy"
    """Both are as lively or as quiet; no subject."""
    KNOWN_ARTIST = "known_artist"
    """The member knows the artist, who is the subject."""
    NEW_ARTIST = "new_artist"
    """The artist, who is the subject, is new to the member."""
    FOR_BOTH = "for_both"
    """It lies near what two members like; no subject."""
    NEAR_MIX = "near_mix"
    """It sounds like what several songs together make; the subject is the one of them that it is nearest to."""
    SOUND_FITS = "sound_fits"
    """It sounds like songs that are as was asked in words; no subject."""
    FITS_WORDS = "fits_words"
    """It is as was asked in words: the subject is what is said of it, with commas."""
    LEADS_ON = "leads_on"
    """It follows on from the song before it on a walk: the subject is that song's title."""
    VARIETY = "variety"
    """It differs from the picks before it; no subject."""


PERSONAL = frozenset(
    {
        ReasonKind.NEAR_LIKED,
        ReasonKind.NEAR_WANTED,
        ReasonKind.NEAR_PLAYED,
        ReasonKind.PLAYED_TOGETHER,
        ReasonKind.SUITS_LISTENERS,
    }
)
"""Their subjects are what the member likes or plays: nobody else may read them."""


class PenaltyKind(StrEnum):
    """Terms that only take away; they are never a reason."""

    NEAR_DISLIKED = "near_disliked"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of a score.

    Attributes
    ----------
    kind
        A :class:`ReasonKind` or a :class:`PenaltyKind`.
    weight
        How much the term counts; negative for penalties.
    value
        How far it holds, 0 to 1.
    """

    kind: str
    weight: float
    value: float
    subject: str = ""

    @property
    def contribution(self) -> float:
        """What the term adds to the score."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that decided, without its sentence."""

    kind: ReasonKind
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One recommended song.

    Attributes
    ----------
    similarity
        Cosine to the query, -1 to 1.
    score
        The sum of the terms' contributions.
    terms
        Every term of the score, in the recipe's order, also those that hold not at all.
    reasons
        At most three, the one that decided most first.
    versions
        Other recordings of the song that were candidates too (:mod:`engine.same_song`), the best first.
    """

    song: Song
    similarity: float
    score: float
    terms: tuple[Term, ...]
    reasons: tuple[Reason, ...]
    versions: tuple[Song, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The picks, best first.

    Attributes
    ----------
    relaxed
        Songs that the member was shown lately, or liked, were let in because nothing else was left.
    """

    picks: tuple[Pick, ...]
    relaxed: bool
