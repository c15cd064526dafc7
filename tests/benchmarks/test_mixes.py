"""Mixes are measured on songs whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.mixes import Asked, draw, main, outcome
from engine.ranking.mixing import AWAY

ROWS = np.random.default_rng(3).standard_normal((300, 16))
VECTORS = (ROWS / np.linalg.norm(ROWS, axis=1, keepdims=True)).astype(np.float32)


def test_what_is_taken_away_is_farther_and_no_asked_song_is_found() -> None:
    asked = Asked(np.array([0, 1]), np.array([2]))
    plain, away = outcome(VECTORS, asked, 0.0), outcome(VECTORS, asked, AWAY)
    assert away.unlikes < plain.unlikes
    assert away.right >= plain.right
    assert away.tenth < 1


@pytest.mark.parametrize("seed", range(20))
def test_no_song_is_liked_and_not(seed: int) -> None:
    asked = draw(VECTORS @ VECTORS.T, np.random.default_rng(seed))
    rows = [*asked.likes.tolist(), *asked.unlikes.tolist()]
    assert len(set(rows)) == len(rows)
    assert 1 <= len(asked.likes) <= 5
    assert 1 <= len(asked.unlikes) <= 3


def test_help_says_what_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "taken away" in capsys.readouterr().out
