"""Opening what was built, after checking that it is whole and of the right model."""

from __future__ import annotations

from pathlib import Path

from engine.errors import IndexFileError
from engine.index.approximate import ApproximateIndex
from engine.index.exact import ExactIndex
from engine.index.manifest import FileRole, Manifest, read_manifest
from engine.index.methods import METHODS, served_kind
from engine.index.protocol import Index, IndexKind
from engine.index.store import VectorStore, check_file, required

ATTEMPTS = 5
"""How often opening starts anew because another build replaced the files under its hands."""


def open_index(
    directory: Path, *, model: str | None = None, kind: IndexKind | str = IndexKind.AUTO, verify: bool = False
) -> Index:
    """Open the directory's index.

    Parameters
    ----------
    model
        The weights that queries will come from; an index of others is refused. ``None`` takes any.
    kind
        ``auto`` takes what was built where its library can be imported, else compares every song; ``exact`` always
        compares; every other kind does as ``auto``, but refuses an index of another kind where its own could have been
        built.
    verify
        Compare the checksums of large files too.

    Raises
    ------
    IndexFileError
        The index is missing, damaged, or of another model.
    """
    wanted = IndexKind(kind)
    manifest = read_manifest(directory)
    for _ in range(ATTEMPTS):
        try:
            return _open(directory, manifest, model, wanted, verify=verify)
        except FileNotFoundError as error:
            newer = read_manifest(directory)
            if newer == manifest:
                raise IndexFileError(f"a file of the index is missing: {Path(error.filename or '').name}") from error
            manifest = newer
        except OSError as error:
            raise IndexFileError(f"the index cannot be read: {error.strerror}") from error
    raise IndexFileError("the index is being replaced again and again")


def _open(directory: Path, manifest: Manifest, model: str | None, kind: IndexKind, *, verify: bool) -> Index:
    if model is not None and manifest.model != model:
        raise IndexFileError(f"the index was built for model {manifest.model}, not for {model}")
    if kind not in {IndexKind.AUTO, IndexKind.EXACT} and served_kind(kind) is kind is not manifest.kind:
        raise IndexFileError(f"the index was built as {manifest.kind}, not as {kind}")
    method = None if kind is IndexKind.EXACT else METHODS.get(manifest.kind)
    if method is not None and not method.available():
        method = None
    read = {FileRole.VECTORS, FileRole.IDS} | (set() if method is None else {method.role})
    for file in manifest.files:
        if file.role in read:
            check_file(directory, file, verify=verify)
    store = VectorStore.open(directory, manifest)
    if method is None:
        return ExactIndex(store)
    if manifest.count == 0:
        return ApproximateIndex(store, manifest.kind, None)
    path = directory / required(manifest, method.role).name
    return ApproximateIndex(store, manifest.kind, method.load(path, store))
