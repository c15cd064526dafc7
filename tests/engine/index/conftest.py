from __future__ import annotations

from pathlib import Path

import pytest

from engine.index import Index, build_index, open_index
from tests.engine.index.toy_vectors import MODEL, Songs

KINDS = ["exact", "annoy"]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "annoy":
        pytest.importorskip("annoy", reason="Annoy is not installed: it needs a compiler")
    return str(request.param)


@pytest.fixture
def songs() -> Songs:
    return Songs(400)


@pytest.fixture
def index(kind: str, songs: Songs, tmp_path: Path) -> Index:
    build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL)
    return open_index(tmp_path, model=MODEL, kind=kind)
