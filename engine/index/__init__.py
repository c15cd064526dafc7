"""Nearest neighbours: an index is a directory of files with a manifest, built aside and swapped by one rename."""

from engine.index.annoy import annoy_available
from engine.index.build import build_index
from engine.index.grown import GrownIndex
from engine.index.live import LiveIndex
from engine.index.manifest import IndexFile, Manifest, read_manifest
from engine.index.methods import served_kind
from engine.index.opening import open_index
from engine.index.protocol import Index, IndexKind, Neighbours

__all__ = [
    "GrownIndex",
    "Index",
    "IndexFile",
    "IndexKind",
    "LiveIndex",
    "Manifest",
    "Neighbours",
    "annoy_available",
    "build_index",
    "open_index",
    "read_manifest",
    "served_kind",
]
