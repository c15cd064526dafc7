"""How much a deed of a member says of their taste, and how that fades with time.

Strengths run from -1 (never again) to 1 (more of this). A deed loses half of its strength in each half-life:
strength * 2^(-age / half-life).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from engine.songs import SongId

FULL = 1.0


class Deed(StrEnum):
    """What a member did that says something of their taste."""

    LIKED = "liked"
    RATED = "rated"
    """With 1 to 5 stars."""
    MORE_LIKE = "more_like"
    """Wanted more like a pick."""
    PLAYED = "played"
    """Played through, as often as a history from elsewhere says."""
    ASKED = "asked"
    SKIPPED = "skipped"
    DISLIKED = "disliked"


STARS: Mapping[int, float] = MappingProxyType({1: -1.0, 2: -0.5, 3: 0.0, 4: 0.7, 5: 1.0})
"""The strength of a rating. Three stars say neither."""

STRENGTHS: Mapping[Deed, float] = MappingProxyType(
    {
        Deed.LIKED: 1.0,
        Deed.MORE_LIKE: 0.6,
        Deed.PLAYED: 1.0,
        Deed.ASKED: 0.3,
        Deed.SKIPPED: -0.2,
        Deed.DISLIKED: -1.0,
    }
)
"""Of every deed but ratings; a judgement, as no public data hold these deeds together. A play counts this much where it
is the member's most played; others count less.
"""

HALF_LIFE_DAYS: Mapping[Deed, float] = MappingProxyType(
    {
        Deed.LIKED: 730.0,
        Deed.RATED: 730.0,
        Deed.MORE_LIKE: 90.0,
        Deed.PLAYED: 730.0,
        Deed.ASKED: 90.0,
        Deed.SKIPPED: 30.0,
        Deed.DISLIKED: 730.0,
    }
)
"""What is meant to last: on dated tags of 570 listeners (``python -m benchmarks.fading``) two years find what comes
next a little better than no fading at all (+.0006 +- .0005 of the area under the curve), one year as well, and 90 days
worse. That a wish for more, a question and a skip are of the moment is a judgement: no public data hold any.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One deed, of a song or of an artist.

    Attributes
    ----------
    artist
        The artist's key (:func:`engine.songs.artist_key`).
    song
        ``None`` where only the artist is known.
    age_days
        How long ago; what the clock puts into the future is of now.
    amount
        The stars of a rating, the number of plays, else 1.
    share
        Of a play: log(1 + plays) by the same of what the member played most, so that who plays much speaks no louder.
    """

    deed: Deed
    artist: str
    song: SongId | None = None
    age_days: float = 0.0
    amount: int = 1
    share: float = FULL

    @property
    def strength(self) -> float:
        """How much it says now, -1 to 1; 0 says nothing."""
        said = STARS.get(self.amount, 0.0) if self.deed is Deed.RATED else STRENGTHS[self.deed]
        return said * self.share * math.pow(0.5, max(self.age_days, 0.0) / HALF_LIFE_DAYS[self.deed])


def share_of(plays: int, most: int) -> float:
    """How much so many plays say beside the most that the member played anything; 0 to 1.

    >>> share_of(3, 15)
    0.5
    """
    return math.log1p(max(plays, 0)) / math.log1p(most) if most > 0 else 0.0
