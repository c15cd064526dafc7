from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.index import build_index, served_kind
from engine.index.methods import METHODS
from tests.engine.index.toy_vectors import MODEL, Songs


def test_each_kind_serves_itself_where_its_library_is_there() -> None:
    assert served_kind("exact") == "exact"
    for kind, method in METHODS.items():
        assert served_kind(kind) == (kind if method.available() else "exact")
    assert served_kind("auto") == served_kind("annoy")
    with pytest.raises(ValueError, match="nearest"):
        served_kind("nearest")


def test_every_method_has_a_file_of_its_own() -> None:
    assert len({method.role for method in METHODS.values()}) == len(METHODS)


WITHOUT_FAISS = """
import sys
sys.modules["faiss"] = None  # as where the extra is not installed
from pathlib import Path
from engine.index import build_index, open_index, served_kind
import numpy as np
directory = Path(sys.argv[1])
print(served_kind("ivf"), served_kind("hnsw"))
for kind in ("auto", "hnsw", "exact"):
    index = open_index(directory, model="0123456789abcdef", kind=kind)
    print(index.kind, len(index.query(np.ones(16), 3)))
"""


def test_without_faiss_its_indexes_are_served_exactly(songs: Songs, tmp_path: Path) -> None:
    pytest.importorskip("faiss", reason="FAISS is not installed")
    build_index("hnsw", tmp_path, songs.ids, songs.vectors, MODEL)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_FAISS, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["exact exact", *["exact 3"] * 3]
