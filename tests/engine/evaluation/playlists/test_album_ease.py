from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.collaborative.ease import learn_primal
from engine.evaluation.playlists.album_ease import (
    ALBUM_ROWS,
    ARTIST_ROWS,
    REGULARISATION,
    learn_with_albums,
    members,
)
from engine.evaluation.playlists.reading import Tracks

ALBUMS, ARTISTS = np.array([0, 0, 1, 2, 2, 3]), np.array([0, 0, 0, 1, 1, 2])
TRACKS = Tracks(np.arange(6), ALBUMS, ARTISTS, np.full(6, 100))


@pytest.fixture
def held() -> csr_array:
    table = np.random.default_rng(0).random((40, 6)) < [0.9, 0.1, 0.7, 0.5, 0.6, 0.1]
    return csr_array(table.astype(np.float32))


def test_it_is_ease_with_further_rows(held: csr_array) -> None:
    ease = learn_with_albums(held, TRACKS)
    # By the definition: B = I - P diag(P)^-1 of the Gram matrix with what albums and artists add.
    together = ALBUM_ROWS * (ALBUMS[:, None] == ALBUMS) + ARTIST_ROWS * (ARTISTS[:, None] == ARTISTS)
    gram = held.toarray().T @ held.toarray() + together
    inverse = np.linalg.inv(gram + REGULARISATION * np.eye(6))
    expected = np.eye(6) - inverse / np.diag(inverse)
    np.testing.assert_allclose(ease.scores(held), held.toarray() @ expected, atol=1e-5)
    np.testing.assert_allclose(ease.weights, expected, atol=1e-6)


def test_who_shares_an_album_speaks_for_it_where_playlists_say_nothing() -> None:
    apart = csr_array(np.array([[1, 0, 1, 0, 0, 0], [0, 1, 0, 0, 1, 1]], dtype=np.float32))
    of_the_first = learn_with_albums(apart, TRACKS).weights[0]
    assert of_the_first[1] > of_the_first[3]
    plain = learn_primal(apart, REGULARISATION).weights[0]
    assert plain[1] <= plain[3] + 1e-6


def test_members_are_those_of_each_group() -> None:
    assert members(np.array([1, 0, 1])).toarray().tolist() == [[0, 1, 0], [1, 0, 1]]
