from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.index import NEIGHBOURS, clustered, main, measure, table, targets


def test_clustered_vectors_have_unit_length_and_questions_beside_them() -> None:
    collection = clustered(600, 20)
    np.testing.assert_allclose(np.linalg.norm(collection.vectors, axis=1), 1, atol=1e-5)
    assert collection.questions.shape == (20, 320)
    assert (collection.questions @ collection.vectors.T).max(axis=1).min() > 0.8


def test_comparing_every_song_finds_all_and_the_trees_nearly_all(tmp_path: Path) -> None:
    rows = measure(clustered(600, 10), tmp_path)
    assert rows[0].how == "exact"
    assert rows[0].recall == rows[0].recall_candidates == 1
    assert all(row.recall > 0.8 and row.megabytes > 0 and row.processor_ms > 0 for row in rows)
    rendered = table(rows).render(markdown=False)
    assert f"recall@{NEIGHBOURS}" in rendered


def test_targets_are_judged_only_at_their_size(tmp_path: Path) -> None:
    pytest.importorskip("annoy", reason="Annoy is not installed: it needs a compiler")
    rows = measure(clustered(600, 10), tmp_path)
    assert targets(rows) == []
    large = [replace(row, songs=100_000, recall=0.5, wall_p50_ms=1.0) for row in rows]
    assert [one.met for one in targets(large)] == [False, True]


def test_the_command_prints_numbers_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--json", "--songs", "300", "--home", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == []
    assert not list((tmp_path / "cache").iterdir())


def test_too_few_songs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--songs", "10", "--home", str(tmp_path)])
    assert refused.value.code == 2
