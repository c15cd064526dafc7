from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import IndexFileError
from engine.index import build_index, open_index, read_manifest
from engine.index.manifest import MANIFEST_NAME
from tests.engine.index.toy_vectors import MODEL, Songs


@pytest.fixture
def directory(kind: str, songs: Songs, tmp_path: Path) -> Path:
    build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL)
    return tmp_path


@pytest.fixture
def plain(songs: Songs, tmp_path: Path) -> Path:
    """For what is the same whatever was built."""
    build_index("exact", tmp_path, songs.ids, songs.vectors, MODEL)
    return tmp_path


def change(directory: Path, **fields: Any) -> None:
    path = directory / MANIFEST_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_a_directory_without_an_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="no index"):
        open_index(tmp_path)
    with pytest.raises(IndexFileError, match="no index"):
        open_index(tmp_path / "nowhere")


def test_another_model_is_refused_and_any_is_taken_when_none_is_named(directory: Path) -> None:
    with pytest.raises(IndexFileError, match="built for model 0123456789abcdef, not for fedcba"):
        open_index(directory, model="fedcba")
    assert open_index(directory, model=None).model == MODEL


def test_a_missing_file_is_named(directory: Path) -> None:
    for file in read_manifest(directory).files:
        path = directory / file.name
        content = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexFileError, match=file.name):
            open_index(directory)
        path.write_bytes(content)
    open_index(directory)


@pytest.mark.parametrize("damage", ["empty", "cut", "longer", "flipped"])
def test_a_damaged_file_is_named(directory: Path, damage: str) -> None:
    for file in read_manifest(directory).files:
        path = directory / file.name
        content = path.read_bytes()
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        path.write_bytes({"empty": b"", "cut": content[:-4], "longer": content + b"more", "flipped": flipped}[damage])
        with pytest.raises(IndexFileError, match=file.name):
            open_index(directory)
        path.write_bytes(content)
    open_index(directory)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", b'"text"', b"\xff\xfe", b"[" * 60_000, b" " * 70_000],
)
def test_a_damaged_manifest_is_refused(plain: Path, content: bytes) -> None:
    (plain / MANIFEST_NAME).write_bytes(content)
    with pytest.raises(IndexFileError, match=MANIFEST_NAME):
        open_index(plain)


@pytest.mark.parametrize(
    "fields",
    [
        {"format": 2},
        {"metric": "euclidean"},
        {"kind": "auto-magic"},
        {"dimension": 17},
        {"dimension": 0},
        {"dimension": "16"},
        {"count": 399},
        {"count": -1},
        {"count": True},
        {"files": []},
        {"files": [{"role": "vectors", "name": "../../etc/passwd", "size": 1, "sha256": "0" * 64}]},
        {"model": "../x"},
        {"model": None},
        {"sequence": -1},
        {"sequence": "7"},
    ],
)
def test_a_manifest_that_says_what_cannot_be_is_refused(plain: Path, fields: dict[str, Any]) -> None:
    change(plain, **fields)
    with pytest.raises(IndexFileError):
        open_index(plain)


def test_an_index_says_which_change_it_holds_and_an_older_manifest_none(
    kind: str, songs: Songs, tmp_path: Path
) -> None:
    build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL, sequence=41)
    assert open_index(tmp_path).sequence == 41
    path = tmp_path / MANIFEST_NAME
    fields = json.loads(path.read_text())
    del fields["sequence"]
    path.write_text(json.dumps(fields))
    assert open_index(tmp_path).sequence == 0


def test_a_kind_by_name_refuses_what_was_built_as_another(directory: Path, kind: str) -> None:
    for other in {"annoy", "ivf", "hnsw"} - {kind}:
        with pytest.raises(IndexFileError, match=f"built as {kind}, not as {other}"):
            open_index(directory, kind=other)
    assert open_index(directory).kind == kind


def test_exact_can_be_asked_of_any_index_and_needs_no_trees(directory: Path, songs: Songs) -> None:
    for pattern in ("trees-*", "lists-*", "graph-*"):
        for path in directory.glob(pattern):
            path.unlink()
    index = open_index(directory, kind="exact")
    assert index.kind == "exact"
    assert index.query(songs.vectors[1], 1).ids == (songs.ids[1],)


def test_a_kind_that_there_is_not_is_refused(directory: Path) -> None:
    with pytest.raises(ValueError, match="faiss"):
        open_index(directory, kind="faiss")
