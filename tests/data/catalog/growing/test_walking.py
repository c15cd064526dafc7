from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from data.catalog.growing.errors import FolderUnusable
from data.catalog.growing.walking import walk
from tests.data.catalog.growing.music import sound


def names(*roots: Path) -> list[str]:
    return [os.fsdecode(found.path.name) for found in walk(roots).files]


def test_what_may_be_music_is_found_everywhere_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b/2.mp3", "a/1.flac", "b/c/3.OPUS", "b/cover.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "nameless").write_bytes(sound("wav"))
    walked = walk([tmp_path, tmp_path / "b", tmp_path / "a" / "1.flac"])
    assert [found.path.relative_to(tmp_path).as_posix() for found in walked.files] == [
        "a/1.flac", "b/2.mp3", "b/c/3.OPUS", "nameless",
    ]  # fmt: skip
    assert walked.others == 1
    assert {found.root for found in walked.files} == {tmp_path}
    assert walked.files[0].size == 1
    assert walked.files[0].modified_ns == (tmp_path / "a" / "1.flac").stat().st_mtime_ns


def test_links_are_not_followed_not_even_in_a_ring(tmp_path: Path) -> None:
    library, outside = tmp_path / "library", tmp_path / "outside"
    library.mkdir()
    outside.mkdir()
    (outside / "secret.mp3").write_bytes(b"x")
    (library / "one.mp3").write_bytes(b"x")
    (library / "ring").symlink_to(library)
    (library / "other").symlink_to(outside)
    (library / "two.mp3").symlink_to(outside / "secret.mp3")
    (library / "broken.mp3").symlink_to(tmp_path / "nowhere")
    assert names(library) == ["one.mp3"]
    (tmp_path / "shortcut").symlink_to(library)
    assert names(tmp_path / "shortcut") == ["one.mp3"], "a root may be a link"


def test_pipes_sockets_and_devices_are_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp3")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(tmp_path / "s.mp3"))
        walked = walk([tmp_path])
    assert walked.files == []
    assert walked.others == 3
    with pytest.raises(FolderUnusable):
        walk([tmp_path / "pipe"])


def test_names_in_every_script_and_in_no_script_at_all(tmp_path: Path) -> None:
    raw = [b"\xe9t\xe9.mp3", "日本語.mp3".encode(), "عربى.mp3".encode(), b"\x01\n.mp3", "👩‍🎤.mp3".encode()]
    for name in raw:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")
    assert sorted(os.fsencode(found.path.name) for found in walk([tmp_path]).files) == sorted(raw)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may look into every folder")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "one.mp3").write_bytes(b"x")
    walked = walk([tmp_path])
    assert walked.closed == [tmp_path / "closed"]
    assert len(walked.files) == 1


def test_a_root_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for root in (tmp_path / "nowhere", Path("a\0b")):
        with pytest.raises(FolderUnusable):
            walk([root])
