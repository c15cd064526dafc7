"""A playlist's file to its entries, by what is in it, and the files among them to paths that may be opened."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from data.catalog.growing.errors import PlaylistUnusable
from data.catalog.growing.playlists.entries import Playlist
from data.catalog.growing.playlists.jspf import read_jspf
from data.catalog.growing.playlists.m3u import is_stream, read_m3u
from data.catalog.growing.playlists.table import read_table
from data.catalog.growing.playlists.xspf import read_xspf

MAX_PLAYLIST_BYTES = 16 * 2**20
"""Ten thousand entries of a kilobyte and a half each."""
_LEGACY = "cp1252"
"""How M3U without the 8 is most often written where it is no UTF-8."""


def read_playlist(path: Path) -> Playlist:
    """Read a playlist.

    Raises
    ------
    PlaylistUnusable
        It cannot be read, is too large, or is none.
    """
    try:
        with path.open("rb") as file:
            if not path.is_file():
                raise PlaylistUnusable(path, "is no file")
            data = file.read(MAX_PLAYLIST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise PlaylistUnusable(path, getattr(error, "strerror", None) or str(error)) from error
    if len(data) > MAX_PLAYLIST_BYTES:
        raise PlaylistUnusable(path, f"is larger than {MAX_PLAYLIST_BYTES // 2**20} MiB")
    try:
        return _entries(path, _text(data))
    except ValueError as error:
        raise PlaylistUnusable(path, str(error)) from error


def local_path(location: str, playlist: Path) -> Path | None:
    """Which file an entry means; ``None`` for one that is not on this machine or lies outside by a detour.

    A relative location is one below the playlist's own folder. An absolute one may be anywhere: whoever gives the
    playlist to the command may read what it names.
    """
    address = urlsplit(location) if "://" in location or location.lower().startswith("file:") else None
    if address is not None:
        if address.scheme.lower() != "file" or address.netloc not in ("", "localhost"):
            return None
        path = Path(os.fsdecode(unquote_to_bytes(address.path)))
        return path if path.is_absolute() else None
    if "\0" in location:
        return None
    folder = Path(os.path.realpath(playlist.parent))
    path = Path(location)
    if path.is_absolute():
        return path
    # Where a link leads decides, not where it lies.
    whole = Path(os.path.realpath(folder / location.replace("\\", "/")))
    return whole if whole.is_relative_to(folder) else None


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(_LEGACY, "replace")


def _entries(path: Path, text: str) -> Playlist:
    start = text.lstrip()[:1]
    if start == "{":
        return read_jspf(text)
    if start == "<":
        return read_xspf(text)
    if is_stream(text):
        raise ValueError("is the list of one stream's pieces, not of songs")
    if path.suffix.lower() in {".csv", ".tsv"}:
        return read_table(text)
    if path.suffix.lower() in {".m3u", ".m3u8"} or text.lstrip().startswith("#EXTM3U"):
        return read_m3u(text)
    raise ValueError("is no playlist: known are m3u8, m3u, csv, jspf and xspf")
