from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest

from data.catalog.growing.problems import FileProblem, FileRefused
from data.catalog.growing.reading import read_file
from engine.audio import DecodeLimits
from engine.errors import AudioProblem
from tests.data.catalog.growing.music import protected_m4a


def refusal(path: Path, limits: DecodeLimits | None = None) -> str:
    with pytest.raises(FileRefused) as refused:
        read_file(path, *(() if limits is None else (limits,)))
    return str(refused.value)


def test_a_file_is_read_whole_with_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"music" * 1_000)
    read = read_file(path)
    assert read.data == b"music" * 1_000
    assert read.content == hashlib.sha256(read.data).hexdigest()
    assert (read.size, read.modified_ns) == (5_000, path.stat().st_mtime_ns)


def test_what_cannot_be_taken_in_has_one_reason(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(bytes(11))
    (tmp_path / "locked").write_bytes(protected_m4a())
    (tmp_path / "link").symlink_to(tmp_path / "large")
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "empty") == AudioProblem.EMPTY
    assert refusal(tmp_path / "large", DecodeLimits(max_bytes=10)) == AudioProblem.TOO_LARGE
    assert refusal(tmp_path / "locked") == FileProblem.PROTECTED
    assert refusal(tmp_path / "link") == FileProblem.NOT_A_FILE
    assert refusal(tmp_path / "pipe") == FileProblem.NOT_A_FILE
    assert refusal(tmp_path) == FileProblem.NOT_A_FILE
    assert refusal(tmp_path / "nowhere") == FileProblem.GONE
    assert refusal(tmp_path / "empty" / "below") == FileProblem.GONE
    assert refusal(Path("a\0b")) == FileProblem.UNREADABLE


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "a").chmod(0)
    assert refusal(tmp_path / "a") == FileProblem.UNREADABLE


def test_a_file_that_grows_while_it_is_read_is_not_believed(tmp_path: Path) -> None:
    """A writer goes on until the reader has noticed; on a busy machine it may have no turn during one reading."""
    path = tmp_path / "a"
    path.write_bytes(bytes(4_000_000))
    done = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as file:
            while not done.is_set():
                file.write(b"x")

    def noticed() -> bool:
        try:
            read_file(path)
        except FileRefused as refused:
            assert refused.problem == FileProblem.CHANGED
            return True
        return False

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert any(noticed() for _ in range(1_000))
    finally:
        done.set()
        writer.join()
