"""What is asked of a song in words: facets, each of which a song has by its labels or by ear, or has not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.moods import HIGH_AROUSAL, mood_words
from engine.ranking.labels import Labels, Span, kinds_of, named
from engine.songs import Song, normalise

LIVELY, GENTLE = "full of energy", "low in energy"
"""How a song's energy is named."""
SURELY_LIVELY, SURELY_GENTLE = 0.75, 0.25
"""Energies from which, and up to which, one is named."""
HEARD_SHARE = 0.7
"""How much a facet counts that is heard and stands in no label of the song, beside one that does."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that is asked of a song: any one of its words will do.

    Attributes
    ----------
    said
        As it was asked, in words.
    genres, moods, instruments
        In the catalogue's or the ear's words; the word for a quadrant is a mood, and a guitar is any guitar.
    tempo
        Beats in a minute.
    lively
        Full of energy, or low in it; ``None`` where that does not matter.
    """

    said: str
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    tempo: Span = field(default_factory=Span)
    lively: bool | None = None

    def shown_by(self, song: Song, labels: Labels) -> str:
        """The first of its words that is said of a song, as it is said there; empty where none is."""
        for wanted, said in (
            (self.genres, named(labels.genres)),
            (self.moods, named(mood_words(labels.moods, labels.quadrant))),
        ):
            for word in wanted:
                if normalise(word) in said:
                    return said[normalise(word)]
        return self._instrument_of(song) or self._pulse_of(song) or self._energy_of(song, labels)

    def _instrument_of(self, song: Song) -> str:
        wanted = {normalise(word) for word in self.instruments}
        return next((one for one in song.instruments if wanted & set(kinds_of(one))), "")

    def _pulse_of(self, song: Song) -> str:
        so = bool(self.tempo) and song.tempo_bpm is not None and self.tempo.holds(song.tempo_bpm)
        return f"{song.tempo_bpm:.0f} bpm" if so else ""

    def _energy_of(self, song: Song, labels: Labels) -> str:
        if self.lively is None:
            return ""
        if song.energy is not None:
            so = song.energy >= SURELY_LIVELY if self.lively else song.energy <= SURELY_GENTLE
        else:
            so = labels.quadrant is not None and (labels.quadrant in HIGH_AROUSAL) is self.lively
        return (LIVELY if self.lively else GENTLE) if so else ""


class FacetEar(Protocol):
    """Whatever hears facets in vectors; :class:`engine.ranking.heard_facets.HeardFacets` unless told otherwise."""

    def fits(self, vectors: NDArray[np.float32], facets: tuple[Facet, ...]) -> NDArray[np.float64]:
        """(n, number of facets) how clearly each is heard in each song, 0 to 1."""

    def lacks(self, vectors: NDArray[np.float32], facets: tuple[Facet, ...]) -> NDArray[np.bool_]:
        """(n,) whether none of the facets is heard in a song."""


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """All that was asked in words.

    Attributes
    ----------
    wanted, unwanted
        What a song should have, the more the better; and what it must not have.
    ear
        Hears what no label says; ``None`` where there is no such ear, and labels alone count.
    """

    wanted: tuple[Facet, ...] = ()
    unwanted: tuple[Facet, ...] = ()
    ear: FacetEar | None = None

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    def fits(self, shown: list[tuple[str, ...]], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n,) how much of what is wanted each song has, 0 to 1.

        Parameters
        ----------
        shown
            For each song, what it shows of each wanted facet (:meth:`shown`).
        vectors
            (n, d) float32 of unit length.
        """
        if not self.wanted:
            return np.zeros(len(shown))
        labelled = np.array([[bool(word) for word in words] for words in shown], dtype=np.float64)
        labelled = labelled.reshape(len(shown), len(self.wanted))
        heard = np.zeros_like(labelled) if self.ear is None else self.ear.fits(vectors, self.wanted)
        fits: NDArray[np.float64] = np.maximum(labelled, HEARD_SHARE * heard).mean(axis=1)
        return fits

    def shown(self, song: Song, labels: Labels) -> tuple[str, ...]:
        """What a song shows of each wanted facet, by its labels; empty words where it shows nothing."""
        return tuple(facet.shown_by(song, labels) for facet in self.wanted)

    def let(self, songs: list[tuple[Song, Labels]], vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
        """(n,) whether each song has nothing that is unwanted, by its labels and by ear."""
        if not self.unwanted:
            return np.ones(len(songs), dtype=np.bool_)
        said = [not any(facet.shown_by(song, labels) for facet in self.unwanted) for song, labels in songs]
        clean = np.array(said, dtype=np.bool_)
        return clean if self.ear is None else clean & self.ear.lacks(vectors, self.unwanted)
