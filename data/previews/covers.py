"""Covers: fetched from the sources' own servers or taken from a file's tags, made small, and kept for a while."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import re
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from cachetools import TTLCache
from PIL import Image

from data.previews.apart import apart
from data.previews.client import HttpClient
from data.previews.errors import PreviewError
from data.previews.gate import Gate, Pace
from data.times import Clock, utc_now

HOSTS = (".dzcdn.net", ".mzstatic.com", ".scdn.co")
"""Deezer, Apple, Spotify."""
SIDE = 256
"""Pixels."""
KEPT = timedelta(days=30)
MAX_DOWNLOAD_BYTES = 2 * 1024 * 1024
MAX_STORED_BYTES = 16 * 1024 * 1024
"""A picture in a file's tags may be a scan."""
MAX_PIXELS = 4096 * 4096
MAX_CACHE_BYTES = 256 * 1024 * 1024

_PACE = Pace(calls=60, seconds=10.0, patience_seconds=1.0)
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 85
_AFTER_CLEANING = 0.9
"""Of the space: so much may be left, so that not every picture makes room for itself."""
_MISSED, _MISSED_SECONDS = 1024, 600.0
_STORED = "file:"
_NAME = re.compile(r"[0-9a-f]{64}")


class Covers:
    """Covers as JPEG of at most 256 pixels a side.

    Parameters
    ----------
    directory
        Where they are kept; nothing else may lie in it. All of it can be thrown away.
    client
        Allowed to ask :data:`HOSTS`.
    clock
        Fetched covers are fetched again after 30 days.
    max_bytes
        All files together; fetched covers go first, the oldest first.
    """

    def __init__(
        self, directory: Path, client: HttpClient, clock: Clock = utc_now, max_bytes: int = MAX_CACHE_BYTES
    ) -> None:
        self._directory = directory
        self._client = client
        self._clock = clock
        self._max_bytes = max_bytes
        self._bytes: int | None = None
        self._gate = Gate(client.source, _PACE)
        self._missed: TTLCache[str, bool] = TTLCache(_MISSED, _MISSED_SECONDS, timer=lambda: clock().timestamp())

    async def get(self, cover: str) -> bytes | None:
        """Give a cover; a failure is no cover, never an error.

        Parameters
        ----------
        cover
            An address as a source gave it, or ``file:NAME`` as :meth:`store` gave it.
        """
        if cover.startswith(_STORED):
            return await asyncio.to_thread(self._read_stored, cover.removeprefix(_STORED))
        if not self._client.allows(cover) or cover in self._missed:
            return None
        path = self._directory / f"fetched-{_digest(cover.encode())}.jpg"
        kept = await asyncio.to_thread(self._read_fetched, path)
        if kept is not None:
            return kept
        try:
            data = await apart(self._gate.ask(lambda: self._client.get_bytes(cover, MAX_DOWNLOAD_BYTES)))
        except PreviewError:
            self._missed[cover] = True
            return None
        small = await asyncio.to_thread(self._shrink_and_keep, data, path)
        if small is None:
            self._missed[cover] = True
        return small

    def store(self, data: bytes) -> str:
        """Keep a picture from a file's tags and say how to ask for it; empty for what is no picture.

        It decodes and writes: call it outside the event loop.
        """
        small = shrink(data) if len(data) <= MAX_STORED_BYTES else None
        if small is None:
            return ""
        name = _digest(small)
        self._keep(self._stored(name), small)
        return f"{_STORED}{name}"

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    def _stored(self, name: str) -> Path:
        return self._directory / f"stored-{name}.jpg"

    def _read_stored(self, name: str) -> bytes | None:
        if not _NAME.fullmatch(name):
            return None
        with suppress(OSError):
            data = self._stored(name).read_bytes()
            return data if _digest(data) == name else None
        return None

    def _read_fetched(self, path: Path) -> bytes | None:
        with suppress(OSError):
            age = self._clock().timestamp() - path.stat().st_mtime
            data = path.read_bytes() if age < KEPT.total_seconds() else b""
            return data if _is_whole(data) else None
        return None

    def _shrink_and_keep(self, data: bytes, path: Path) -> bytes | None:
        small = shrink(data)
        if small is not None:
            self._keep(path, small)
        return small

    def _keep(self, path: Path, data: bytes) -> None:
        """Write a file as a whole or not at all; a disk that is full costs the memory, not the picture."""
        with suppress(OSError):
            self._directory.mkdir(parents=True, exist_ok=True)
            self._make_room(len(data))
            with tempfile.NamedTemporaryFile(dir=self._directory, suffix=".part", delete=False) as part:
                try:
                    part.write(data)
                    part.close()
                    now = self._clock().timestamp()
                    os.utime(part.name, (now, now))
                    Path(part.name).replace(path)
                except OSError:
                    Path(part.name).unlink(missing_ok=True)
                    raise

    def _make_room(self, needed: int) -> None:
        """Count on from the last look into the folder, and look again only when it should be full."""
        if self._bytes is not None and self._bytes + needed <= self._max_bytes:
            self._bytes += needed
            return
        files = sorted(self._directory.iterdir(), key=lambda path: (path.name.startswith("stored-"), _written(path)))
        sizes = [_size(path) for path in files]
        total = sum(sizes) + needed
        room = self._max_bytes if total <= self._max_bytes else int(self._max_bytes * _AFTER_CLEANING)
        for path, size in zip(files, sizes, strict=True):
            if total <= room:
                break
            path.unlink(missing_ok=True)
            total -= size
        self._bytes = total


def shrink(data: bytes) -> bytes | None:
    """Decode a stranger's picture and write it anew, small and without what was written into it.

    Returns
    -------
    bytes or None
        A JPEG of at most 256 pixels a side; ``None`` for what is no picture, broken, or too large to be decoded.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            # Only the head has been read so far: what it claims decides whether any pixel is decoded.
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.draft("RGB", (SIDE, SIDE))
            small = picture.convert("RGB")
            small.thumbnail((SIDE, SIDE))
            made = io.BytesIO()
            Image.frombytes("RGB", small.size, small.tobytes()).save(made, "JPEG", quality=_QUALITY)
    except Exception:
        # A broken picture makes Pillow raise whatever its decoder meets: OSError, SyntaxError, struct.error, ...
        return None
    return made.getvalue()


def _is_whole(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            if max(picture.size) > SIDE:
                return False
            picture.load()
    except (OSError, SyntaxError, ValueError):
        return False
    return True


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _written(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0
