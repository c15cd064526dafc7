"""What is said of candidates, against playlists small enough to count by hand."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from engine.collaborative.protocol import untold
from engine.evaluation.playlists.features import NEVER, Candidates, candidates
from engine.evaluation.playlists.reading import UNORDERED, Entries, Tracks
from engine.evaluation.playlists.signals import CANDIDATES, Signals

ALBUMS = np.array([0, 0, 0, 1, 1, 2, 3, 3])
ARTISTS = np.array([0, 0, 0, 0, 0, 1, 2, 2])
SECONDS = np.array([100, 110, 120, 130, 140, 150, 160, 170])
LISTS = [[0, 1, 3], [5, 0, 1], [2, 1], [6, 7, 5], [3, 4]]
SEQUENTIAL = 2
ROWS = np.array([0, 1, 2])


@pytest.fixture(scope="module")
def signals() -> Signals:
    rows = np.repeat(np.arange(len(LISTS)), [len(one) for one in LISTS])
    positions = [list(range(len(one))) if row < SEQUENTIAL else [UNORDERED] * len(one) for row, one in enumerate(LISTS)]
    entries = Entries.of(rows, np.concatenate(LISTS), np.concatenate(positions), (len(LISTS), len(ALBUMS)))
    return Signals.learn(entries, Tracks(np.arange(8), ALBUMS, ARTISTS, SECONDS), untold)


@pytest.fixture(scope="module")
def found(signals: Signals) -> Candidates:
    return candidates(signals, ROWS)


def value(found: Candidates, row: int, track: int, name: str) -> float:
    place = np.flatnonzero((found.rows == row) & (found.columns == track))
    return float(found.features[place[0], found.names.index(name)])


def test_everything_but_what_is_held_is_a_candidate_of_so_few(found: Candidates) -> None:
    for row in ROWS.tolist():
        assert found.columns[found.rows == row].tolist() == [track for track in range(8) if track not in LISTS[row]]
    assert np.isfinite(found.features).all()
    assert found.features.dtype == np.float32
    assert len(set(found.names)) == len(found.names) == found.features.shape[1]


def test_album_and_artist_are_counted(found: Candidates) -> None:
    # Playlist 0 holds tracks 0 and 1 of album 0 and track 3 of album 1, all of artist 0.
    of = partial(value, found, 0)
    assert of(2, "of the album") == 2
    assert of(2, "share of the album held") == pytest.approx(2 / 3)
    assert of(4, "share of the album in the playlist") == pytest.approx(1 / 3)
    assert of(4, "of the artist") == 3
    assert of(6, "of the album") == of(6, "of the artist") == 0
    assert of(2, "albums a track") == pytest.approx(2 / 3)
    assert of(2, "largest artist") == 1


def test_since_counts_from_the_end_and_only_where_the_order_is_known(found: Candidates) -> None:
    assert value(found, 0, 4, "since the album") == 0
    assert value(found, 0, 2, "since the album") == 1
    assert value(found, 0, 2, "since the artist") == 0
    assert value(found, 0, 6, "since the artist") == NEVER
    assert value(found, 2, 0, "since the album") == NEVER
    assert value(found, 2, 0, "sequential") == 0 < value(found, 0, 2, "sequential")


def test_facts_are_those_of_the_playlists_that_were_shown(found: Candidates) -> None:
    assert value(found, 0, 5, "popularity") == 2
    assert value(found, 0, 5, "length") == 3
    assert value(found, 0, 5, "seconds beyond usual") == pytest.approx(150 - (100 + 110 + 130) / 3)
    assert value(found, 0, 6, "share of the album's popularity") == pytest.approx(1 / 2)


def test_ranks_and_shares_follow_the_scores(found: Candidates) -> None:
    for name in CANDIDATES:
        for row in ROWS.tolist():
            here = found.rows == row
            scores = found.features[here, found.names.index(name)]
            ranks = found.features[here, found.names.index(f"{name}, rank")]
            assert sorted(ranks.tolist()) == list(range(len(ranks)))
            assert (np.diff(scores[np.argsort(ranks)]) <= 0).all()


def test_support_is_taken_from_eases_weights(signals: Signals, found: Candidates) -> None:
    weights = signals.ease.weights[[0, 1, 3], 2]
    assert value(found, 0, 2, "strongest support") == pytest.approx(weights.max())
    assert value(found, 0, 2, "second support") == pytest.approx(np.sort(weights)[-2])
    assert value(found, 0, 2, "support of the last") == pytest.approx(weights[2])
    assert value(found, 0, 2, "of the last three") == pytest.approx(weights.mean())
    assert value(found, 0, 2, "ease") == pytest.approx(weights.sum(), rel=1e-5)
    # Where the order is not known, nothing came last.
    assert value(found, 2, 0, "support of the last") == 0


def test_user_knn_does_not_ask_the_playlist_itself(signals: Signals) -> None:
    alike = signals.scores(np.array([3]))["alike"][0]
    # Playlist 3 shares track 5 with playlist 1 alone.
    assert np.flatnonzero(alike).tolist() == [0, 1, 5]


def test_one_playlist_is_described_the_same_in_any_company(signals: Signals, found: Candidates) -> None:
    alone = candidates(signals, ROWS[1:2])
    here = found.rows == ROWS[1]
    assert alone.columns.tolist() == found.columns[here].tolist()
    np.testing.assert_allclose(alone.features, found.features[here], rtol=1e-5, atol=1e-6)
