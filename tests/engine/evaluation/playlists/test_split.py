from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.collaborative.protocol import untold
from engine.evaluation.playlists.features import candidates
from engine.evaluation.playlists.reading import UNORDERED, Entries, read_challenge
from engine.evaluation.playlists.signals import Signals
from engine.evaluation.playlists.split import FEWEST, hidden_of, hide
from tests.engine.evaluation.playlists.toy import SEQUENTIAL, write_toy

Lengths = st.lists(st.tuples(st.integers(0, 23), st.booleans()), min_size=1, max_size=8)


def entries_of(playlists: list[tuple[int, bool]], seed: int) -> Entries:
    """Playlists of these lengths, some with an order, tracks drawn from thirty."""
    random = np.random.default_rng(seed)
    rows = np.repeat(np.arange(len(playlists)), [length for length, _ in playlists])
    drawn = [random.permutation(30)[:length] for length, _ in playlists]
    positions = [np.arange(length) if known else np.full(length, UNORDERED) for length, known in playlists]
    return Entries.of(rows, np.concatenate(drawn), np.concatenate(positions), (len(playlists), 30))


@given(Lengths, st.integers(0, 99))
def test_shown_and_hidden_are_the_whole_and_have_nothing_in_common(
    playlists: list[tuple[int, bool]], seed: int
) -> None:
    entries = entries_of(playlists, seed)
    rows = np.arange(len(playlists))[::2]
    split = hide(entries, rows, np.random.default_rng(seed))
    shown, hidden = split.shown.held.toarray(), split.hidden.toarray()
    assert ((shown + hidden) == entries.held.toarray()).all()
    for row, (length, known) in enumerate(playlists):
        away = int(hidden[row].sum())
        assert away == (hidden_of(np.array([length]))[0] if row in rows and length >= FEWEST else 0)
        assert (row in split.rows) == (away > 0)
        sequence = entries.sequence(row)
        assert split.shown.sequence(row).tolist() == sequence[: len(sequence) - away].tolist()
        if known and away:
            assert sorted(sequence[-away:].tolist()) == np.flatnonzero(hidden[row]).tolist()


def test_a_fifth_is_rounded_and_at_least_one() -> None:
    assert hidden_of(np.array([5, 7, 8, 12, 13, 20, 100])).tolist() == [1, 1, 2, 2, 3, 4, 20]


def test_one_seed_hides_the_same_and_another_does_not() -> None:
    entries = entries_of([(20, False)] * 8, 0)
    rows = np.arange(8)

    def hidden(seed: int) -> list[int]:
        found: list[int] = hide(entries, rows, np.random.default_rng(seed)).hidden.indices.tolist()
        return found

    assert hidden(1) == hidden(1) != hidden(2)


def test_hidden_tracks_reach_nothing_that_is_learned(tmp_path: Path) -> None:
    """Two worlds that differ in the answers alone teach the first stage the same."""
    challenge = read_challenge(write_toy(tmp_path))
    rows = np.arange(SEQUENTIAL)
    learned, answers = [], []
    for entries in (challenge.entries, with_other_ends(challenge.entries, rows)):
        split = hide(entries, rows, np.random.default_rng(0))
        signals = Signals.learn(split.shown, challenge.tracks, untold)
        assert signals.entries is split.shown
        assert split.hidden.multiply(signals.entries.held).nnz == split.hidden.multiply(signals.recent).nnz == 0
        learned.append(candidates(signals, rows))
        answers.append(split.hidden.toarray())
    assert not np.array_equal(*answers)
    np.testing.assert_array_equal(learned[0].columns, learned[1].columns)
    np.testing.assert_array_equal(learned[0].features, learned[1].features)


def with_other_ends(entries: Entries, rows: np.ndarray) -> Entries:
    """The last fifth of sequential playlists replaced by tracks that they never held."""
    held = entries.held.toarray()
    places, columns, positions = [], [], []
    for row in range(len(held)):
        sequence = entries.sequence(row).copy()
        if row in rows:
            away = int(hidden_of(np.array([len(sequence)]))[0])
            sequence[-away:] = np.flatnonzero(held[row] == 0)[:away]
        tracks = sequence if len(sequence) else np.flatnonzero(held[row])
        places += [row] * len(tracks)
        columns += tracks.tolist()
        positions += range(len(tracks)) if len(sequence) else [UNORDERED] * len(tracks)
    return Entries.of(np.array(places), np.array(columns), np.array(positions), held.shape)
