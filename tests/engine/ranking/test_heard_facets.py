"""Facets by ear, on the songs that ship: what is published of them is what should be heard."""

from __future__ import annotations

import numpy as np
import pytest

from data.catalog import read_shipped
from engine.embed.reading import VectorReader
from engine.embed.weights import SHIPPED, load_ear, read_facts
from engine.ranking.facets import Facet
from engine.ranking.heard_facets import HeardFacets
from engine.songs import Song

VOICE = Facet("vocals", instruments=("voice",))


@pytest.fixture(scope="module")
def songs() -> tuple[Song, ...]:
    return tuple(entry.song for entry in read_shipped().entries)


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return np.stack([entry.vector for entry in read_shipped().entries if entry.vector is not None])


@pytest.fixture(scope="module")
def ear(vectors: np.ndarray) -> HeardFacets:
    facts = read_facts(SHIPPED)
    return HeardFacets(VectorReader.of(load_ear(SHIPPED, facts), facts.classes), vectors)


def test_what_is_published_is_heard_more_than_elsewhere(
    ear: HeardFacets, songs: tuple[Song, ...], vectors: np.ndarray
) -> None:
    facets = (Facet("rap", genres=("Rap",)), Facet("calm", moods=("calm",)), Facet("chill", lively=False))
    fits = ear.fits(vectors, facets)
    assert fits.shape == (len(songs), 3)
    assert fits.min() >= 0 and fits.max() <= 1
    rap = np.array(["Rap" in song.genres for song in songs])
    low = np.array([song.quadrant in {"Q3", "Q4"} for song in songs])
    assert fits[rap, 0].mean() > 5 * fits[~rap, 0].mean()
    assert fits[low, 1].mean() > 3 * fits[~low, 1].mean()
    assert fits[low, 2].mean() > 3 * fits[~low, 2].mean()


def test_sung_genres_do_not_pass_for_instrumental(
    ear: HeardFacets, songs: tuple[Song, ...], vectors: np.ndarray
) -> None:
    lacks = ear.lacks(vectors, (VOICE,))
    sung = np.array([bool({"Rap", "Country", "Vocal"} & set(song.genres)) for song in songs])
    played = np.array([bool({"Orchestral", "Ambient"} & set(song.genres)) for song in songs])
    assert lacks[sung].mean() < 0.12
    assert lacks[played].mean() > 0.4


def test_songs_with_all_of_it_lie_in_one_direction(
    ear: HeardFacets, songs: tuple[Song, ...], vectors: np.ndarray
) -> None:
    towards = ear.direction((Facet("jazz", genres=("Jazz",)), Facet("calm", moods=("calm",))))
    assert towards is not None
    near = [songs[row] for row in np.argsort(-(vectors @ towards))[:20]]
    assert sum("Jazz" in song.genres for song in near) > 10
    assert sum(song.quadrant in {"Q3", "Q4"} for song in near) > 10


def test_what_no_head_hears_is_heard_nowhere(ear: HeardFacets, vectors: np.ndarray) -> None:
    strange = (Facet("polka", genres=("Polka of Mars",)),)
    assert ear.fits(vectors[:5], strange).tolist() == [[0.0]] * 5
    assert ear.direction(strange) is None
