"""The probe of ways to run the ear, on short sounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.inference import LEAST_COSINE, main, measure, table, ways
from benchmarks.sounds import tune
from bot.settings import Places
from engine.embed.inference import Way, bfloat16_is_native


def test_what_is_in_use_is_among_the_ways_and_moves_nothing() -> None:
    rows = measure(Places().weights, [tune(0, 3, 22_050), tune(1, 6, 22_050)], threads=[1], rounds=1)
    assert len(rows) == len(ways())
    (used,) = [row for row in rows if row.way == Way()]
    assert used.way.threads == 1
    assert used.cosine > 0.99999
    exact = [row for row in rows if not row.way.bfloat16]
    assert all(row.cosine > 0.99999 for row in exact)
    text = table(rows, batch=2).render(markdown=False)
    assert text.count("clip by clip *") == 1
    assert ("bfloat16 is multiplied" in text) == bfloat16_is_native()


def test_vectors_that_moved_are_marked() -> None:
    (row, *_) = measure(Places().weights, [np.ones(22_050, np.float32) * tune(0, 1, 22_050)], threads=[1], rounds=1)
    assert "MOVED" not in str(table([row]).rows)
    moved = type(row)(row.name, row.way, row.alone, row.batch, LEAST_COSINE - 0.001)
    assert "MOVED" in str(table([moved]).rows)


def test_a_missing_clip_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--clips", str(tmp_path / "absent.mp3")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_no_threads_are_refused() -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--threads", "0"])
    assert refused.value.code == 2
