from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.forest import DIMENSIONS, NODES, TREES, main, measure, table
from tests.engine.index.toy_vectors import Songs

pytest.importorskip("annoy", reason="Annoy is not installed: it needs a compiler")


def test_every_forest_is_measured_and_more_nodes_find_no_less(tmp_path: Path) -> None:
    songs = Songs(900, dimension=200, clusters=900)
    rows = list(measure(songs.vectors, songs.vectors[::90], tmp_path))
    fewer = [one for one in DIMENSIONS if one < 200]
    assert [row.dimensions for row in rows] == [200] * 2 * len(TREES) + [one for one in fewer for _ in NODES]
    assert all(row.recall_10 > 0.9 and row.file_mebibytes > 0 for row in rows)
    assert all(few.recall_100 <= many.recall_100 for few, many in zip(rows[::2], rows[1::2], strict=True))
    assert "900 songs" in table(rows, 900).render(markdown=False)


def test_too_few_songs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--songs", "100", "--home", str(tmp_path)])
