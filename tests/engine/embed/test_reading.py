"""What the heads say is read off vectors: of the very ear that made them, and of the songs that ship."""

from __future__ import annotations

import numpy as np
import pytest

from data.catalog import ShippedCatalog, read_shipped
from engine.embed.reading import Head, Label, VectorReader
from engine.embed.weights import SHIPPED, load_ear, read_facts
from engine.errors import VectorError


@pytest.fixture(scope="module")
def reader() -> VectorReader:
    facts = read_facts(SHIPPED)
    return VectorReader.of(load_ear(SHIPPED, facts), facts.classes)


@pytest.fixture(scope="module")
def shipped() -> ShippedCatalog:
    return read_shipped()


@pytest.fixture(scope="module")
def vectors(shipped: ShippedCatalog) -> np.ndarray:
    return np.stack([entry.vector for entry in shipped.entries if entry.vector is not None])


def test_the_energy_that_is_read_is_the_one_that_was_heard(
    reader: VectorReader, shipped: ShippedCatalog, vectors: np.ndarray
) -> None:
    heard = [entry.song.energy for entry in shipped.entries]
    rows = [row for row, energy in enumerate(heard) if energy is not None]
    read = reader.energies(vectors)[rows]
    assert np.corrcoef(read, [heard[row] for row in rows])[0, 1] > 0.99
    assert np.abs(read - [heard[row] for row in rows]).mean() < 0.03


def test_an_instrument_is_read_where_it_was_heard(
    reader: VectorReader, shipped: ShippedCatalog, vectors: np.ndarray
) -> None:
    said = reader.logits(vectors, (Label(Head.INSTRUMENT, "piano"),))[:, 0]
    heard = np.array(["piano" in entry.song.instruments for entry in shipped.entries])
    assert heard.sum() > 10
    assert said[heard].min() > np.quantile(said[~heard], 0.97)


@pytest.mark.parametrize(
    "label",
    [Label(Head.GENRE, "Jazz"), Label(Head.MOOD, "gloomy"), Label(Head.QUADRANT, "Q1")],
    ids=lambda one: one.name,
)
def test_its_direction_leads_to_where_a_label_is_said(reader: VectorReader, vectors: np.ndarray, label: Label) -> None:
    said = reader.logits(vectors, (label,))[:, 0]
    near = np.argsort(-(vectors @ reader.direction(label)))[:20]
    assert np.linalg.norm(reader.direction(label)) == pytest.approx(1, abs=1e-5)
    assert said[near].mean() > np.quantile(said, 0.95)


def test_quadrants_are_read_beside_their_mean(reader: VectorReader, vectors: np.ndarray) -> None:
    four = tuple(Label(Head.QUADRANT, f"Q{number}") for number in range(1, 5))
    np.testing.assert_allclose(reader.logits(vectors[:50], four).sum(axis=1), 0, atol=1e-3)


def test_no_labels_are_no_columns_and_a_strange_one_is_refused(reader: VectorReader, vectors: np.ndarray) -> None:
    assert reader.logits(vectors[:3], ()).shape == (3, 0)
    with pytest.raises(KeyError):
        reader.logits(vectors[:3], (Label(Head.GENRE, "Polka of Mars"),))
    with pytest.raises(VectorError):
        reader.energies(vectors[:3, :10])
