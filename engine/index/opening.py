"""Opening what was built, after checking that it is whole and of the right model."""

from __future__ import annotations

from pathlib import Path

from engine.errors import IndexFileError
from engine.index import annoy
from engine.index.annoy import AnnoyIndex
from engine.index.exact import ExactIndex
from engine.index.manifest import FileRole, Manifest, read_manifest
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
        ``auto`` takes the trees where they were built and Annoy can be imported, else compares every song; ``annoy``
        does the same but refuses an index without trees where Annoy could have built them; ``exact`` always compares.
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
    with_trees = kind is not IndexKind.EXACT and annoy.annoy_available()
    if kind is IndexKind.ANNOY and with_trees and manifest.kind is not IndexKind.ANNOY:
        raise IndexFileError("the index was built without trees")
    for file in manifest.files:
        if with_trees or file.role is not FileRole.TREES:
            check_file(directory, file, verify=verify)
    store = VectorStore.open(directory, manifest)
    if not with_trees or manifest.kind is not IndexKind.ANNOY:
        return ExactIndex(store)
    if manifest.count == 0:
        return AnnoyIndex(store, None)
    return AnnoyIndex(store, annoy.load(directory / required(manifest, FileRole.TREES).name, store))
