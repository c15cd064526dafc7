"""The manifest: which files are one index, and how one knows that they are whole."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from engine.errors import IndexFileError
from engine.index.protocol import IndexKind

MANIFEST_NAME = "manifest.json"
FORMAT = 1
"""Version of the files' layout; raised when older files can no longer be read."""

METRIC: Final = "angular"
"""Euclidean distance of unit vectors, as Annoy calls it."""

_MOST_BYTES = 64 * 1024
_BYTES_PER_COMPONENT = 4
_DIGITS_IN_NAME = 16
_NAME = re.compile(r"(vectors|ids|trees|lists|graph)-[0-9a-f]{16}\.(f32|txt|ann|faiss)")
_MODEL = re.compile(r"[\w.:+-]{1,128}")


class FileRole(StrEnum):
    """What a file holds."""

    VECTORS = "vectors"
    """count x dimension little-endian float32 of unit length, row by row."""
    IDS = "ids"
    """One song id a line, UTF-8, in the rows' order."""
    TREES = "trees"
    """Annoy's trees; item numbers are row numbers."""
    LISTS = "lists"
    """FAISS's clusters and the vectors in each; item numbers are row numbers."""
    GRAPH = "graph"
    """FAISS's graph of neighbours and the vectors; item numbers are row numbers."""


EXTENSIONS = {
    FileRole.VECTORS: "f32",
    FileRole.IDS: "txt",
    FileRole.TREES: "ann",
    FileRole.LISTS: "faiss",
    FileRole.GRAPH: "faiss",
}


@dataclass(frozen=True, slots=True)
class IndexFile:
    """One file beside the manifest."""

    role: FileRole
    name: str
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is made of.

    Attributes
    ----------
    kind
        What was built, never ``AUTO``.
    model
        Content hash of the weights that made the vectors.
    sequence
        Number of the catalogue's last change that is in here; 0 where nobody counted.
    library
        What built the files ("annoy 1.17.3").
    created
        ISO 8601, UTC.
    """

    kind: IndexKind
    model: str
    dimension: int
    count: int
    library: str
    created: str
    files: tuple[IndexFile, ...]
    format: int = FORMAT
    metric: str = METRIC
    sequence: int = 0

    def file(self, role: FileRole) -> IndexFile | None:
        """The file with this role, if there is one."""
        return next((file for file in self.files if file.role is role), None)


def content_name(role: FileRole, sha256: str) -> str:
    """A file's name, made from its content."""
    return f"{role}-{sha256[:_DIGITS_IN_NAME]}.{EXTENSIONS[role]}"


def is_content_name(name: str) -> bool:
    """Whether an index's file could be called so."""
    return _NAME.fullmatch(name) is not None


def checked_model(model: str) -> str:
    """The model's name, when it is one.

    Raises
    ------
    ValueError
        It is empty, over 128 characters, or not made of letters, digits and ``_.:+-``.
    """
    if not _MODEL.fullmatch(model):
        raise ValueError(f"no name of a model: {model[:40]!r}")
    return model


def dump(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return json.dumps(asdict(manifest), indent=1).encode()


def read_manifest(directory: Path) -> Manifest:
    """Read and check the manifest of a directory.

    Raises
    ------
    IndexFileError
        It is missing, unreadable, or says what cannot be.
    """
    try:
        with (directory / MANIFEST_NAME).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise IndexFileError(f"no index: {MANIFEST_NAME}: {error.strerror}") from error
    if len(content) > _MOST_BYTES:
        raise IndexFileError(f"{MANIFEST_NAME} is over {_MOST_BYTES} bytes")
    try:
        return _checked(json.loads(content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexFileError(f"{MANIFEST_NAME} is damaged: {error}") from error


def _checked(fields: dict[str, Any]) -> Manifest:
    if fields["format"] != FORMAT:
        raise IndexFileError(f"the index has format {fields['format']!r}; this is format {FORMAT}")
    if fields["metric"] != METRIC:
        raise IndexFileError(f"the index measures {fields['metric']!r}; this is {METRIC!r}")
    manifest = Manifest(
        kind=IndexKind(fields["kind"]),
        model=checked_model(fields["model"]),
        dimension=_natural(fields["dimension"]),
        count=_natural(fields["count"]),
        library=str(fields["library"]),
        created=str(fields["created"]),
        files=tuple(_checked_file(file) for file in fields["files"]),
        sequence=_natural(fields.get("sequence", 0)),
    )
    vectors, ids = manifest.file(FileRole.VECTORS), manifest.file(FileRole.IDS)
    if vectors is None or ids is None or len({file.role for file in manifest.files}) != len(manifest.files):
        raise ValueError("its files are not one of each")
    if manifest.dimension == 0 or vectors.size != manifest.count * manifest.dimension * _BYTES_PER_COMPONENT:
        raise ValueError(f"{vectors.size} bytes are not {manifest.count} x {manifest.dimension} float32")
    return manifest


def _checked_file(fields: dict[str, Any]) -> IndexFile:
    file = IndexFile(FileRole(fields["role"]), str(fields["name"]), _natural(fields["size"]), str(fields["sha256"]))
    if not is_content_name(file.name) or file.name != content_name(file.role, file.sha256):
        raise ValueError(f"no name of an index file: {file.name[:60]!r}")
    return file


def _natural(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise ValueError(f"not a natural number: {number!r}")
    return number
