"""YouTube, SoundCloud and Bandcamp through yt-dlp: off unless the operator turns it on, for their terms may forbid it.

yt-dlp reads strangers' pages and runs their scripts, so it never runs in this process: it is a program with a list of
arguments, under limits, in a folder that is gone afterwards, without configuration, cookies, plugins or cache. It may
use the named extractors only; the one that opens any address is not among them. What it is asked for is built from
parsed ids.

References
----------
https://github.com/yt-dlp/yt-dlp#usage-and-options
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from data.previews import json_fields as fields
from data.previews.bounded_process import Ended, ProcessLimits, run_bounded
from data.previews.client import JsonObject
from data.previews.errors import (
    PreviewError,
    SourceClosed,
    SourceConfused,
    SourceRefused,
    SourceUnavailable,
    TrackMissing,
)
from data.previews.facts import SourceName, TrackFacts
from data.previews.gate import Gate, Pace
from data.previews.oembed import split_video_title
from data.previews.protocol import SongQuery

COMMAND = (sys.executable, "-P", "-m", "yt_dlp")
PACE = Pace(calls=2, seconds=4.0, tries=1)
EXTRACTORS = "youtube,youtube:search,soundcloud,bandcamp"
MAX_FOUND = 5
MAX_AUDIO_BYTES = 16 * 1024 * 1024
MAX_SECONDS = 1_800.0
"""A longer video is no song."""
AT_ONCE = 2
"""Programs that run at the same time."""
BUSY_SECONDS = 600.0
_MAX_QUERY_CHARS = 150
_FILE = "sound"

_PAGES = {
    re.compile(r"youtube:(?P<id>[A-Za-z0-9_-]{11})"): "https://www.youtube.com/watch?v={id}",
    re.compile(r"soundcloud:(?P<id>[a-z0-9_-]{1,60}/[a-z0-9_-]{1,160})"): "https://soundcloud.com/{id}",
    re.compile(r"bandcamp:(?P<artist>[a-z0-9-]{2,63})/(?P<id>[a-z0-9-]{1,160})"): (
        "https://{artist}.bandcamp.com/track/{id}"
    ),
}
"""Refs, as ``Link.uri`` writes them, and the pages that they stand for."""
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")

ALWAYS = (
    "--ignore-config",
    "--no-plugin-dirs",
    "--no-cookies",
    "--no-cookies-from-browser",
    "--no-cache-dir",
    "--no-playlist",
    "--no-exec",
    "--no-update",
    "--no-remote-components",
    "--quiet",
    "--no-warnings",
    "--no-progress",
    "--socket-timeout=10",
    "--retries=1",
    "--extractor-retries=1",
    "--fragment-retries=1",
    f"--use-extractors={EXTRACTORS}",
    f"--match-filters=!is_live & duration<?{MAX_SECONDS:.0f}",
)
SOUND = (
    "--playlist-items=1",
    "--format=bestaudio[abr<=128]/bestaudio",
    "--download-sections=*30-60",
    f"--max-filesize={MAX_AUDIO_BYTES}",
    "--no-mtime",
    "--no-part",
    f"--output={_FILE}.%(ext)s",
)

_REFUSALS = ("sign in", "not a bot", "http error 403", "log in", "cookies")
_BUSY = ("http error 429", "too many requests")
_ABSENCES = ("unavailable", "private video", "has been removed", "not available", "http error 404", "unsupported url")


class YtDlp:
    """Pages as a source, by refs such as ``youtube:ID``, ``soundcloud:artist/slug`` and ``bandcamp:artist/slug``.

    Parameters
    ----------
    command
        The program and its first arguments.
    limits
        Of each of its runs.
    scratch
        Where each run gets a folder that is gone afterwards; by default among the system's temporary files.
    """

    def __init__(
        self,
        gate: Gate,
        command: Sequence[str] = COMMAND,
        limits: ProcessLimits | None = None,
        scratch: Path | None = None,
    ) -> None:
        self._gate = gate
        self._command = tuple(command)
        self._limits = limits or ProcessLimits()
        self._scratch = scratch
        self._turns = asyncio.Semaphore(AT_ONCE)

    @property
    def name(self) -> SourceName:
        """yt-dlp."""
        return SourceName.YTDLP

    async def search(self, query: SongQuery, limit: int) -> Sequence[TrackFacts]:
        """What YouTube's search finds for artist and title, or for the text; nothing for an ISRC alone."""
        named = f"{query.artist} {query.title}" if query.artist and query.title else query.text
        # A program's argument holds no zero byte and no half of a pair.
        kept = "".join(letter if letter.isprintable() else " " for letter in named)
        text = " ".join(kept.split())[:_MAX_QUERY_CHARS]
        if not text or text == query.isrc:
            return ()
        most = max(1, min(limit, MAX_FOUND))
        found = await self._facts(f"ytsearch{most}:{text}", "--flat-playlist", f"--playlist-items=1:{most}")
        return [facts for entry in found if (facts := self._track(entry, "")) is not None][:most]

    async def resolve(self, ref: str) -> TrackFacts:
        """What a page says of itself."""
        found = await self._facts(self._page(ref), "--playlist-items=1")
        facts = self._track(found[0], ref) if found else None
        if facts is None:
            raise TrackMissing(self.name, "no song on that page")
        return facts

    async def fetch(self, ref: str) -> bytes:
        """Thirty seconds from half a minute on, in whatever format they come."""
        page = self._page(ref)

        async def call() -> bytes:
            with tempfile.TemporaryDirectory(prefix="segue-", dir=self._scratch) as folder:
                await self._run(Path(folder), (*SOUND, "--", page))
                return await asyncio.to_thread(self._sound, Path(folder))

        return await self._gate.ask(call)

    async def close(self) -> None:
        """Nothing is held open."""

    async def _facts(self, target: str, *arguments: str) -> list[JsonObject]:
        async def call() -> list[JsonObject]:
            with tempfile.TemporaryDirectory(prefix="segue-", dir=self._scratch) as folder:
                ended = await self._run(Path(folder), (*arguments, "--dump-json", "--", target))
                return self._objects(ended.said)

        return await self._gate.ask(call)

    async def _run(self, folder: Path, arguments: Sequence[str]) -> Ended:
        async with self._turns:
            try:
                ended = await run_bounded((*self._command, *ALWAYS, *arguments), folder, self._limits)
            except TimeoutError:
                raise SourceConfused(self.name, "too slow") from None
            except OSError as error:
                raise SourceUnavailable(self.name, f"cannot be started ({type(error).__name__})") from error
        if ended.status != 0:
            raise self._failure(ended)
        return ended

    def _objects(self, said: bytes) -> list[JsonObject]:
        """One JSON object a line."""
        try:
            found = [json.loads(line) for line in said.decode().splitlines()[:MAX_FOUND] if line]
        except (ValueError, RecursionError):
            raise SourceConfused(self.name, "broken JSON, or too much of it") from None
        return [entry for entry in found if isinstance(entry, dict)]

    def _track(self, found: JsonObject, ref: str) -> TrackFacts | None:
        video = fields.text(found, "id")
        if not ref and not _YOUTUBE_ID.fullmatch(video):
            return None
        ref = ref or f"youtube:{video}"
        author = fields.text(found, "artist") or fields.text(found, "channel") or fields.text(found, "uploader")
        named = fields.text(found, "track")
        split = split_video_title(fields.text(found, "title"), author)
        if not (named or split.title):
            return None
        seconds = fields.seconds(found, "duration")
        live = bool(fields.flag(found, "is_live")) or fields.text(found, "live_status") in {"is_live", "is_upcoming"}
        return TrackFacts(
            source=self.name,
            ref=ref,
            artist=author if named else split.artist,
            title=named or split.title,
            album=fields.text(found, "album"),
            year=fields.whole(found, "release_year"),
            seconds=seconds,
            link=self._page(ref),
            can_fetch=not live and seconds is not None and seconds <= MAX_SECONDS,
        )

    def _page(self, ref: str) -> str:
        for shape, page in _PAGES.items():
            match = shape.fullmatch(ref)
            if match is not None:
                return page.format(**match.groupdict())
        raise TrackMissing(self.name, "no id of a page")

    def _sound(self, folder: Path) -> bytes:
        found = sorted(path for path in folder.glob(f"{_FILE}.*") if path.is_file() and not path.is_symlink())
        if not found:
            raise TrackMissing(self.name, "nothing that is short and small enough")
        with found[0].open("rb") as file:
            data = file.read(MAX_AUDIO_BYTES + 1)
        if len(data) > MAX_AUDIO_BYTES:
            raise SourceConfused(self.name, "too large")
        return data

    def _failure(self, ended: Ended) -> PreviewError:
        said = ended.complaint.lower()
        if any(words in said for words in _BUSY):
            return SourceClosed(self.name, "too many requests", BUSY_SECONDS)
        if any(words in said for words in _REFUSALS):
            return SourceRefused(self.name, "wants a sign-in")
        if any(words in said for words in _ABSENCES):
            return TrackMissing(self.name, "no such page, or not here")
        return SourceConfused(self.name, f"exit status {ended.status}")
