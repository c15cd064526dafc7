"""Files that appear whole or not at all: written aside, forced to the disk, then renamed."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from engine.index.manifest import MANIFEST_NAME, FileRole, IndexFile, Manifest, content_name, dump, is_content_name

LOCK_NAME = ".build.lock"
_ASIDE = ".new"
_BLOCK_BYTES = 1 << 20


@contextmanager
def sole_builder(directory: Path) -> Iterator[None]:
    """Let one builder at a time into the directory, over all processes; the system ends it with its process."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / LOCK_NAME).open("ab") as file:
        lock(file, wait=True)
        yield


def lock(file: IO[bytes], *, wait: bool) -> bool:
    """Keep every other process from locking the file until it is closed; ``False`` when one has and none shall wait."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def aside(directory: Path, role: FileRole) -> Path:
    """Where a file of this role is written before it has a name."""
    return directory / f"{role}{_ASIDE}"


def write_aside(directory: Path, role: FileRole, blocks: Iterable[bytes | memoryview]) -> IndexFile:
    """Write the blocks and give the file the name of its content."""
    with aside(directory, role).open("wb") as file:
        for block in blocks:
            file.write(block)
    return adopt(directory, role)


def adopt(directory: Path, role: FileRole) -> IndexFile:
    """Force what was written aside to the disk and rename it after its content."""
    path = aside(directory, role)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    described = IndexFile(role, content_name(role, digest := sha256_of(path)), path.stat().st_size, digest)
    path.replace(directory / described.name)
    return described


def swap_manifest(directory: Path, manifest: Manifest) -> None:
    """Make the manifest the directory's own, in one step, after all its files have reached the disk."""
    sync_directory(directory)
    path = directory / f"{MANIFEST_NAME}{_ASIDE}"
    with path.open("wb") as file:
        file.write(dump(manifest))
        file.flush()
        os.fsync(file.fileno())
    path.replace(directory / MANIFEST_NAME)
    sync_directory(directory)


def remove_stale(directory: Path, manifest: Manifest) -> None:
    """Remove what earlier builds left; who has such a file open or mapped keeps it until letting go."""
    kept = {file.name for file in manifest.files}
    for path in directory.iterdir():
        if path.name not in kept and (is_content_name(path.name) or path.name.endswith(_ASIDE)):
            path.unlink(missing_ok=True)


def sync_directory(directory: Path) -> None:
    """Force the directory's entries to the disk."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Checksum of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
