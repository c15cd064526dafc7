from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import IndexFileError, VectorError
from engine.index import build_index, open_index, read_manifest
from engine.index.files import LOCK_NAME
from engine.index.manifest import MANIFEST_NAME
from tests.engine.index.toy_vectors import MODEL, Songs


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 0.0])
def test_a_bad_vector_is_named_and_nothing_changes(kind: str, songs: Songs, tmp_path: Path, bad: float) -> None:
    build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL)
    before = sorted(path.name for path in tmp_path.iterdir())
    vectors = songs.vectors.copy()
    vectors[123] = bad
    with pytest.raises(VectorError, match="vector 123"):
        build_index(kind, tmp_path, songs.ids, vectors, MODEL)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("shape", [(399, 16), (400,), (400, 0), (400, 4, 4)])
def test_ids_and_vectors_must_fit(kind: str, songs: Songs, tmp_path: Path, shape: tuple[int, ...]) -> None:
    with pytest.raises(VectorError):
        build_index(kind, tmp_path, songs.ids, np.ones(shape, dtype=np.float32), MODEL)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ids", [["a", "a"], ["a", ""], ["a", "b\nc"], ["a", " b"], ["a", "b\u2028c"]])
def test_ids_are_one_line_each_and_differ(kind: str, tmp_path: Path, ids: list[str]) -> None:
    with pytest.raises(ValueError, match=r"twice|white space"):
        build_index(kind, tmp_path, ids, np.eye(2), MODEL)


@pytest.mark.parametrize("model", ["", "a b", "../x", "m" * 129])
def test_a_model_has_a_name(kind: str, tmp_path: Path, model: str) -> None:
    with pytest.raises(ValueError, match="model"):
        build_index(kind, tmp_path, ["a", "b"], np.eye(2), model)


def test_the_manifest_says_what_was_built(kind: str, songs: Songs, tmp_path: Path) -> None:
    manifest = build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL)
    assert manifest == read_manifest(tmp_path)
    assert (manifest.kind, manifest.model, manifest.dimension, manifest.count) == (kind, MODEL, 16, 400)
    assert manifest.created.endswith("+00:00")
    assert manifest.library.startswith({"annoy": "annoy", "exact": "numpy"}.get(kind, "faiss"))
    for file in manifest.files:
        assert (tmp_path / file.name).stat().st_size == file.size
        assert file.sha256[:16] in file.name


def test_the_same_seed_gives_the_same_files(kind: str, songs: Songs, tmp_path: Path) -> None:
    files = [build_index(kind, tmp_path / name, songs.ids, songs.vectors, MODEL, seed=7).files for name in "ab"]
    assert files[0] == files[1]


def test_auto_plants_trees_where_it_can(songs: Songs, tmp_path: Path) -> None:
    pytest.importorskip("annoy")
    assert build_index("auto", tmp_path, songs.ids, songs.vectors, MODEL).kind == "annoy"


@pytest.mark.parametrize("dtype", [np.float16, np.float64, np.int64])
def test_other_number_types_and_lengths_are_stored_as_unit_vectors(kind: str, tmp_path: Path, dtype: type) -> None:
    build_index(kind, tmp_path, ["a", "b"], np.array([[3, 4], [-5, 0]], dtype=dtype), MODEL)
    np.testing.assert_allclose(open_index(tmp_path).vectors_of(["b", "a"]), [[-1, 0], [0.6, 0.8]], atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=4, max_size=4))
def test_whatever_has_a_direction_becomes_a_unit_vector(
    tmp_path_factory: pytest.TempPathFactory, row: list[float]
) -> None:
    directory = tmp_path_factory.mktemp("index")
    if max(map(abs, row)) < 1e-6:
        with pytest.raises(VectorError):
            build_index("exact", directory, ["a"], np.array([row]), MODEL)
        return
    build_index("exact", directory, ["a"], np.array([row]), MODEL)
    (vector,) = open_index(directory).vectors_of(["a"])
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert float(vector @ np.array(row) / np.linalg.norm(np.array(row) / max(map(abs, row)))) > 0


def test_only_the_new_index_is_left(kind: str, tmp_path: Path) -> None:
    for seed in (1, 2, 3):
        songs = Songs(60, seed=seed)
        manifest = build_index(kind, tmp_path, songs.ids, songs.vectors, MODEL)
    (tmp_path / "vectors.new").write_bytes(b"left by a crash")
    (tmp_path / "notes.txt").write_text("somebody's own")
    manifest = build_index("exact", tmp_path, songs.ids, songs.vectors, MODEL)
    ours = {MANIFEST_NAME, LOCK_NAME, *(file.name for file in manifest.files)}
    assert {path.name for path in tmp_path.iterdir()} == ours | {"notes.txt"}


def test_builders_at_once_leave_one_whole_index(kind: str, tmp_path: Path) -> None:
    wrong: list[BaseException] = []

    def build(seed: int) -> None:
        songs = Songs(100 + seed, seed=seed)
        try:
            for _ in range(3):
                build_index(kind, tmp_path, songs.ids, songs.vectors, f"model-{seed}")
        except BaseException as error:
            wrong.append(error)

    builders = [threading.Thread(target=build, args=(seed,)) for seed in (1, 2, 3)]
    for builder in builders:
        builder.start()
    while any(builder.is_alive() for builder in builders):
        try:
            index = open_index(tmp_path, verify=True)
        except IndexFileError as error:
            assert "no index" in str(error)
        else:
            assert index.model == f"model-{len(index) - 100}"
    assert not wrong


def test_a_directory_that_cannot_be_written_is_an_os_error(kind: str, songs: Songs, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        build_index(kind, tmp_path / "file" / "index", songs.ids, songs.vectors, MODEL)


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from engine.index import build_index, open_index

directory, kind = Path(sys.argv[1]), sys.argv[2]

def build(count):
    vectors = np.random.default_rng(count).normal(size=(count, 8))
    build_index(kind, directory, [f"{number:016x}" for number in range(count)], vectors, f"model-{count}")

def build_until(step):
    seen = [0]
    def watch(event, arguments):
        if event in ("open", "os.rename", "os.remove", "os.listdir", "os.scandir") and str(directory) in str(arguments):
            seen[0] += 1
            if seen[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    build(40)

build(30)
for step in range(1, 60):
    child = os.fork()
    if child == 0:
        build_until(step)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    index = open_index(directory, kind=kind, verify=True)
    end = os.waitstatus_to_exitcode(status)
    print(index.model, len(index), index.kind, end)
    if end != -signal.SIGKILL:
        break
    build(30)
"""


def test_killed_at_any_step_it_is_the_old_index_or_the_new_one(kind: str, tmp_path: Path) -> None:
    """A child process is killed before each thing it does to the directory, until one run gets through."""
    command = [sys.executable, "-c", KILLED, str(tmp_path), kind]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    *killed, last = done.stdout.splitlines()
    old, new = f"model-30 30 {kind} -9", f"model-40 40 {kind} -9"
    assert set(killed) == {old, new}
    assert killed == sorted(killed)
    assert len(killed) > 8
    assert last == f"model-40 40 {kind} 0"
    leftover = {path.name for path in tmp_path.iterdir()} - {file.name for file in read_manifest(tmp_path).files}
    assert leftover == {MANIFEST_NAME, LOCK_NAME}


def test_a_manifest_is_json_for_people_too(kind: str, tmp_path: Path) -> None:
    build_index(kind, tmp_path, ["a"], np.eye(1), MODEL)
    fields = json.loads((tmp_path / MANIFEST_NAME).read_text())
    assert fields["model"] == MODEL
    assert fields["format"] == 1
    assert os.access(tmp_path / MANIFEST_NAME, os.R_OK)
