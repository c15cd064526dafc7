"""Labels drawn from known probabilities, logits stretched by a known temperature: the fit must find it again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.calibration import (
    COLDEST,
    HOTTEST,
    Scaling,
    as_buffers,
    as_they_are,
    fit_each,
    fit_one_of,
    likeliest,
    sigmoid,
    softmax,
)

Floats = NDArray[np.float64]


def one_of(n: int, temperature: float, seed: int = 0) -> tuple[Floats, NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    honest = random.normal(0, 1.5, (n, 4))
    classes = (softmax(honest).cumsum(axis=1) < random.random((n, 1))).sum(axis=1)
    return honest * temperature, classes


def each(n: int, temperature: float, bias: Floats, seed: int = 0) -> tuple[Floats, Floats]:
    """Logits that must be divided by the temperature and moved by the bias."""
    random = np.random.default_rng(seed)
    honest = random.normal(-1, 1.5, (n, len(bias)))
    labels = (random.random(honest.shape) < sigmoid(honest)).astype(np.float64)
    return (honest - bias) * temperature, labels


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_of_a_softmax_is_found_again(temperature: float) -> None:
    scaling = fit_one_of(*one_of(20_000, temperature))
    assert scaling.temperature == pytest.approx(temperature, rel=0.03)
    np.testing.assert_array_equal(scaling.bias, np.zeros(4))


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_temperature_and_biases_of_sigmoids_are_found_again(temperature: float) -> None:
    bias = np.array([-1.0, -0.5, 0.0, 0.5])
    logits, labels = each(20_000, temperature, bias)
    scaling = fit_each(logits, labels, np.ones(labels.shape, bool))
    assert scaling.temperature == pytest.approx(temperature, rel=0.03)
    np.testing.assert_allclose(scaling.bias, bias, atol=0.06)


def test_what_is_not_known_changes_nothing() -> None:
    logits, classes = one_of(500, 2.0)
    more = np.concatenate([logits, np.full((300, 4), 7.0)])
    assert fit_one_of(more, np.concatenate([classes, np.full(300, -1)])).temperature == pytest.approx(
        fit_one_of(logits, classes).temperature
    )
    wild, labels = each(500, 2.0, np.zeros(3))
    known = np.ones(labels.shape, bool)
    known[::3, 1] = False
    plain = fit_each(wild, labels, known)
    labels[~known] = 1 - labels[~known]
    wild[~known] = 99.0
    np.testing.assert_array_equal(fit_each(wild, labels, known).bias, plain.bias)


def test_a_class_with_few_examples_keeps_to_the_mean_of_all() -> None:
    bias = np.array([-1.0, -1.0, -1.0, 2.0])
    logits, labels = each(4_000, 1.0, bias)
    known = np.ones(labels.shape, bool)
    known[2:, 3] = False
    few = fit_each(logits, labels, known)
    assert few.bias[3] == pytest.approx(-1.0, abs=0.5)
    known[:, 3] = False
    assert fit_each(logits, labels, known).bias[3] == pytest.approx(-1.0, abs=0.1)
    known[:, 3] = True
    assert fit_each(logits, labels, known).bias[3] == pytest.approx(2.0, abs=0.15)


def test_the_fit_is_the_same_every_time() -> None:
    logits, labels = each(300, 1.7, np.zeros(5))
    known = np.ones(labels.shape, bool)
    first, second = fit_each(logits, labels, known), fit_each(logits.copy(), labels.copy(), known.copy())
    assert first.temperature == second.temperature
    np.testing.assert_array_equal(first.bias, second.bias)


def test_labels_without_an_error_and_logits_without_a_word_give_temperatures_that_can_be_used() -> None:
    sure = np.array([[4.0, -4.0], [-4.0, 4.0]])
    assert COLDEST <= fit_one_of(sure, np.array([0, 1])).temperature < 1
    assert fit_one_of(sure, np.array([1, 0])).temperature == pytest.approx(HOTTEST)
    backwards = fit_each(sure * 10, 1 - np.eye(2), np.ones((2, 2), bool))
    assert backwards.temperature == pytest.approx(HOTTEST)
    assert np.isfinite(backwards.bias).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 6), st.integers(1, 40), st.integers(0, 1000))
def test_a_fit_is_never_worse_than_none_and_never_changes_the_first_class(classes: int, n: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    logits, true = random.normal(0, 3, (n, classes)), random.integers(classes, size=n)
    scaling = fit_one_of(logits, true)
    scaled = scaling.scaled(logits)
    np.testing.assert_array_equal(scaled.argmax(axis=1), logits.argmax(axis=1))

    def surprise(values: Floats) -> float:
        return float(-np.log(softmax(values)[np.arange(n), true] + 1e-300).mean())

    assert surprise(scaled) <= surprise(logits) + 0.02


def test_probabilities_of_any_logits_are_probabilities() -> None:
    wild = np.array([[1e4, -1e4, 0.0]])
    np.testing.assert_allclose(softmax(wild).sum(axis=1), 1)
    assert ((sigmoid(wild) >= 0) & (sigmoid(wild) <= 1)).all()
    np.testing.assert_allclose(sigmoid(np.array([0.0, np.log(3)])), [0.5, 0.75])
    np.testing.assert_array_equal(as_they_are(3).scaled(wild), wild)


@pytest.mark.parametrize(
    ("logits", "classes"),
    [
        (np.zeros((0, 3)), np.zeros(0, int)),
        (np.zeros((2, 3)), np.array([-1, -1])),
        (np.zeros((2, 3)), np.zeros(3, int)),
        (np.array([[np.nan, 0.0]]), np.array([0])),
    ],
)
def test_what_cannot_be_fitted_is_refused(logits: Floats, classes: NDArray[np.int64]) -> None:
    with pytest.raises(ValueError, match=r"clip|class|finite"):
        fit_one_of(logits, classes)


def test_the_networks_keep_a_temperature_a_head_and_biases_where_there_are_any() -> None:
    buffers = as_buffers({"genre": Scaling(2.0, np.array([0.5, -1.0])), "quadrant": Scaling(1.5, np.zeros(4))})
    assert sorted(buffers) == ["genre_bias", "genre_temperature", "quadrant_temperature"]
    assert buffers["genre_temperature"].shape == ()
    assert buffers["genre_bias"].tolist() == [0.5, -1.0]


def test_the_likeliest_of_what_is_known() -> None:
    logits = np.array([[3.0, 2.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    known = np.array([[False, True, True, True], [False, False, True, False]])
    assert likeliest(logits, known, 2).tolist() == [[False, True, True, False], [False, False, True, False]]
