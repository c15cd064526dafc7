from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from engine.evaluation.playlists.answers import write_answers
from engine.evaluation.playlists.reading import Challenge, read_challenge
from tests.engine.evaluation.playlists.toy import write_toy


@pytest.fixture
def challenge(tmp_path: Path) -> Challenge:
    return read_challenge(write_toy(tmp_path / "data"))


def allowed(challenge: Challenge) -> np.ndarray:
    """Three tracks that no target holds, for each target."""
    held = challenge.entries.held.toarray()
    return np.stack([np.flatnonzero(held[row] == 0)[:3] for row in challenge.targets])


def test_the_file_names_ids_in_the_targets_order(challenge: Challenge, tmp_path: Path) -> None:
    answers = allowed(challenge)
    path = tmp_path / "new" / "predictions.csv"
    write_answers(path, challenge, answers)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["playlist_id", "track_ids"]
    assert [int(row[0]) for row in rows[1:]] == challenge.playlists[challenge.targets].tolist()
    # The toy's track ids begin at 100.
    assert [[int(track) - 100 for track in row[1].split(" ")] for row in rows[1:]] == answers.tolist()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda challenge, row: -1, "too few answers"),
        (lambda challenge, row: row[1], "a track twice"),
        (lambda challenge, row: challenge.entries.held[[challenge.targets[4]]].indices[0], "holds one of its answers"),
    ],
)
def test_answers_against_the_rules_leave_the_old_file_as_it_is(
    challenge: Challenge, tmp_path: Path, spoil: object, said: str
) -> None:
    path = tmp_path / "predictions.csv"
    path.write_text("old", encoding="utf-8")
    answers = allowed(challenge)
    assert callable(spoil)
    answers[4, 0] = spoil(challenge, answers[4])
    with pytest.raises(ValueError, match=said):
        write_answers(path, challenge, answers)
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["predictions.csv"]
