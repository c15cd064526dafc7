from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from engine.evaluation.folds import DataMissingError
from engine.evaluation.versions import (
    Copies,
    Merged,
    Named,
    Respelt,
    copies,
    copies_table,
    goals_are_met,
    heard_table,
    merged,
    misspelt,
    one_song,
    pairs_table,
    read_named,
    wrong_merges,
)
from tests.engine.evaluation.test_folds import HEADER, write

CLIPS = (
    Named("1", "Donovan", "Sunshine Superman"),
    Named("2", "Donovan", "Sunshine Superman (Audio)"),
    Named("3", "Bobby Fuller Four", "I Fought the Law"),
    Named("4", "Bobby Four Fuller", "I Fought the Law"),
    Named("5", "Massive Attack", "Angel"),
    Named("6", "Shaggy", "Angel"),
    Named("7", "Johnny Cash", "Hurt"),
)


def vectors(*near: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Every clip on an axis of its own, but those that are near: the second lies beside the first."""
    rows = np.eye(len(CLIPS), dtype=np.float32)
    for one, other in near:
        rows[other] = 0.9 * rows[one] + np.sqrt(1 - 0.9**2) * rows[other]
    return rows


def ids(pairs: list[Merged]) -> list[tuple[str, str]]:
    return [(pair.one.id, pair.other.id) for pair in pairs]


def test_pairs_are_merged_by_name_and_by_name_and_sound() -> None:
    assert ids(merged(CLIPS, vectors())) == [("1", "2")]
    pairs = merged(CLIPS, vectors((2, 3), (4, 5)))
    assert ids(pairs) == [("3", "4"), ("5", "6"), ("1", "2")]
    assert [pair.by_name for pair in pairs] == [False, False, True]
    assert [pair.rightly for pair in pairs] == [True, False, True]
    assert pairs[0].cosine == pytest.approx(0.9, abs=1e-6)
    assert wrong_merges(pairs) == 1


def test_one_song_by_other_artists_is_told_by_hand() -> None:
    assert ids(one_song(CLIPS, vectors())) == [("3", "4")]


def test_the_tables_say_what_was_wrong() -> None:
    pairs = merged(CLIPS, vectors((2, 3), (4, 5)))
    text = pairs_table(len(CLIPS), pairs, one_song(CLIPS, vectors())).text()
    assert "1 (fewer than 0.007: missed)" in text
    assert [row[-1] for row in heard_table(pairs).rows] == ["", "WRONG"]


def test_a_name_is_misspelt_where_it_should_be() -> None:
    draw = np.random.default_rng(1)
    for clip in CLIPS:
        assert misspelt(clip, Respelt.TITLE, draw).artist == clip.name.artist
        assert misspelt(clip, Respelt.ARTIST, draw).title == clip.name.title
        both = misspelt(clip, Respelt.BOTH, draw)
        assert both.artist != clip.name.artist
        assert both.title != clip.name.title
    assert misspelt(Named("8", "U2", "One"), Respelt.BOTH, draw) == Named("8", "U2", "One").name


def test_copies_are_found_by_what_is_left_of_their_names() -> None:
    found = copies("toy", [4, 6], vectors()[[4, 6]], CLIPS, vectors(), seed=1)
    assert all(right.all() for right in found.found.values())
    assert found.wrongly == 0
    np.testing.assert_allclose(found.cosines, 1.0)
    lost = copies("lost", [4, 6], -vectors()[[4, 6]], CLIPS, vectors(), seed=1)
    assert not any(right.any() for right in lost.found.values())
    confused = copies("confused", [4], vectors()[[5]], CLIPS, vectors(), seed=1)
    assert confused.wrongly > 0
    assert [row[0] for row in copies_table([found, lost]).rows] == ["toy", "lost"]


def test_both_goals_must_be_met() -> None:
    def made(found: bool) -> Copies:
        return Copies("toy", np.ones(10), {way: np.full(10, found) for way in Respelt}, 0)

    right = merged(CLIPS, vectors((2, 3)))
    wrong = merged(CLIPS, vectors((4, 5)))
    assert goals_are_met(right, len(CLIPS), [made(True)])
    assert not goals_are_met(right, len(CLIPS), [made(False)])
    assert not goals_are_met(wrong, len(CLIPS), [made(True)])
    assert goals_are_met(wrong, 2_000, [made(True)])


def test_names_are_read_with_all_their_artists(tmp_path: Path) -> None:
    data = write(tmp_path, "taffc-1,taffc,The A & The B,C,,,Rock,Q3,,,,30,2\n", HEADER)
    assert read_named(data) == (Named("taffc-1", "The A & The B", "C"),)
    with pytest.raises(DataMissingError):
        read_named(tmp_path / "none")
