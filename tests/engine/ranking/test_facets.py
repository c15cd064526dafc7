"""What is asked in words, and which songs have it."""

from __future__ import annotations

import numpy as np
import pytest

from engine.ranking import Labels, Span
from engine.ranking.facets import GENTLE, HEARD_SHARE, LIVELY, Facet, Facets
from engine.songs import Song
from tests.engine.ranking.toy_songs import at, song

CALM = song(1, genres=("Jazz",), moods=("Wistful",), quadrant="Q4", instruments=("Electric guitar",), tempo_bpm=80.4)
VECTORS = np.stack([at(0), at(90)])


def labels(one: Song) -> Labels:
    return Labels(one.genres, one.moods, one.quadrant)


class ToyEar:
    """Hears every facet a little in the first song and fully in the second."""

    def fits(self, vectors: np.ndarray, facets: tuple[Facet, ...]) -> np.ndarray:
        return np.repeat(vectors[:, 1:2], len(facets), axis=1).clip(0, 1)

    def lacks(self, vectors: np.ndarray, facets: tuple[Facet, ...]) -> np.ndarray:
        return vectors[:, 1] < 0.5


@pytest.mark.parametrize(
    ("facet", "shown"),
    [
        (Facet("jazzy", genres=("Blues", "jazz")), "Jazz"),
        (Facet("sad", moods=("wistful",)), "Wistful"),
        (Facet("quiet", moods=("calm",)), "calm"),
        (Facet("guitars", instruments=("guitar",)), "Electric guitar"),
        (Facet("guitars", instruments=("acoustic guitar",)), ""),
        (Facet("slow", tempo=Span(high=99)), "80 bpm"),
        (Facet("fast", tempo=Span(low=130)), ""),
        (Facet("chill", lively=False), GENTLE),
        (Facet("driving", lively=True), ""),
        (Facet("loud", genres=("Metal",), moods=("angry",)), ""),
    ],
    ids=lambda one: one.said if isinstance(one, Facet) else None,
)
def test_a_song_shows_a_facet_in_its_own_words(facet: Facet, shown: str) -> None:
    assert facet.shown_by(CALM, labels(CALM)) == shown


@pytest.mark.parametrize(
    ("energy", "lively", "shown"), [(0.9, True, LIVELY), (0.6, True, ""), (0.6, False, ""), (0.1, False, GENTLE)]
)
def test_an_energy_that_was_heard_goes_before_the_quadrant(energy: float, lively: bool, shown: str) -> None:
    heard = song(2, quadrant="Q4", energy=energy)
    assert Facet("x", lively=lively).shown_by(heard, labels(heard)) == shown


def test_a_song_fits_by_how_much_it_shows() -> None:
    facets = Facets((Facet("jazz", genres=("Jazz",)), Facet("angry", moods=("angry",))))
    shown = [facets.shown(CALM, labels(CALM)), ("", "")]
    assert shown[0] == ("Jazz", "")
    assert facets.fits(shown, VECTORS).tolist() == [0.5, 0.0]


def test_what_is_heard_counts_less_than_what_is_said() -> None:
    facets = Facets((Facet("jazz", genres=("Jazz",)),), ear=ToyEar())
    fits = facets.fits([("Jazz",), ("",)], VECTORS)
    np.testing.assert_allclose(fits, [1.0, HEARD_SHARE], atol=1e-6)


def test_what_is_unwanted_does_not_pass_by_label_nor_by_ear() -> None:
    songs = [(CALM, labels(CALM)), (song(3), labels(song(3)))]
    assert Facets(unwanted=(Facet("jazz", genres=("Jazz",)),)).let(songs, VECTORS).tolist() == [False, True]
    assert Facets(unwanted=(Facet("x", moods=("angry",)),), ear=ToyEar()).let(songs, VECTORS).tolist() == [True, False]
    assert Facets().let(songs, VECTORS).all()


def test_no_facets_are_nothing_asked() -> None:
    assert not Facets()
    assert Facets(unwanted=(Facet("x"),))
    assert Facets().fits([(), ()], VECTORS).tolist() == [0.0, 0.0]
