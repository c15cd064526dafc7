"""What it costs to import a listening history: time, processor time and memory, and how long the event loop stalls."""

from __future__ import annotations

import asyncio
import io
import json
import os
import random
import re
import resource
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.command import Run, main
from benchmarks.event_loop import lateness
from benchmarks.measurement import Measurement, percentile
from bot.importing import Importing
from data.catalog import Catalog, CatalogEntry, read_shipped
from data.database import Database
from data.ids import MemberId
from data.listening import Listening
from data.member_settings import MemberSettingsStore
from data.migrations import migrate

DESCRIPTION = """\
A zip of Spotify's extended history, as large as twenty years of much listening: 200,000 plays of 20,000 songs, of which
the shipped catalogue knows one in eight. It is imported by the use case that /import file calls: unpacked and read in
a process of its own, matched, written down. Meanwhile a task asks to be woken every millisecond and measures by how
much it is late. At last the import is taken back."""

PLAYS = 200_000
SONGS = 20_000
PLAYS_A_FILE = 16_000
_SINCE = 1_300_000_000
_STEP_SECONDS = 2_000
_MOST_BYTES = 500 * 1024 * 1024
_BYTES_PER_MEBIBYTE = 1024 * 1024
_KIBIBYTES_PER_MEBIBYTE = 1024


@dataclass(frozen=True, slots=True)
class _History:
    """A zip, how many bytes it unpacks to, and how many plays it holds."""

    data: bytes
    unpacked: int
    plays: int


@dataclass(frozen=True, slots=True)
class _Upload:
    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    async def read(self) -> bytes:
        return self.data


def measure(run: Run) -> Sequence[Measurement]:
    """One import, and taking it back."""
    shipped = read_shipped()
    history = _history(run.times(PLAYS), shipped.entries)
    return asyncio.run(_measure(run.directory, history, shipped.entries, shipped.model))


async def _measure(
    directory: Path, history: _History, songs: Sequence[CatalogEntry], model: str
) -> Sequence[Measurement]:
    path = directory / "segue.sqlite3"
    await asyncio.to_thread(migrate, path)
    database = await Database.open(path)
    try:
        await Catalog(database).add(songs, model)
        importing = Importing(
            database,
            Listening(database),
            MemberSettingsStore(database),
            {},
            scratch=directory,
            most_bytes=_MOST_BYTES,
            at_once=1,
        )

        memory = [0]

        async def progress(_entries: int) -> None:
            memory.append(_memory_of_children())

        async def bring() -> None:
            await importing.from_files(MemberId(1), None, [_Upload(history.data)], progress)

        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        late = await lateness(bring())
        seconds = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        kept = (await importing.imports(MemberId(1)))[0].report
        started = time.perf_counter()
        await importing.undo(MemberId(1))
        undone = time.perf_counter() - started
    finally:
        await database.close()
    size = (
        f"{len(history.data) / _BYTES_PER_MEBIBYTE:.1f} MiB, {history.unpacked / _BYTES_PER_MEBIBYTE:.0f} MiB unpacked"
    )
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    known = f"{kept.matched_songs:,} songs and {kept.matched_artists:,} artists known"
    return (
        Measurement(f"a history of {history.plays:,} plays, imported", seconds, "s", note=f"{size}; {known}"),
        Measurement("processor time of the process that reads it", processor, "s"),
        Measurement("memory of it while it reads, at most", max(memory) / _KIBIBYTES_PER_MEBIBYTE, "MiB"),
        Measurement("stall of the event loop meanwhile, p99", percentile(late, 0.99), "ms"),
        Measurement("stall of the event loop meanwhile, longest", max(late), "ms"),
        Measurement("taken back", 1_000 * undone, "ms"),
    )


def _memory_of_children() -> int:
    """The most that any process started from here has held in memory so far, in KiB."""
    started = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    found = (re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in started)
    return max((int(one[1]) for one in found if one), default=0)


def _history(plays: int, known: Sequence[CatalogEntry]) -> _History:
    """Make it; the same every time."""
    generator = random.Random(14)  # noqa: S311 - not a secret
    names = [(entry.song.artist, entry.song.title) for entry in known]
    names += [(f"Artist {number // 8}", f"Song number {number}") for number in range(SONGS - len(names))]
    made, unpacked = io.BytesIO(), 0
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        entries = _entries(plays, names, generator)
        for number in range(-(-plays // PLAYS_A_FILE)):
            part = [entry for entry, _ in zip(entries, range(PLAYS_A_FILE), strict=False)]
            text = json.dumps(part)
            unpacked += len(text)
            archive.writestr(f"Spotify Extended Streaming History/Streaming_History_Audio_{number}.json", text)
    return _History(made.getvalue(), unpacked, plays)


def _entries(plays: int, names: Sequence[tuple[str, str]], generator: random.Random) -> Iterator[dict[str, object]]:
    for number in range(plays):
        artist, title = names[int(generator.paretovariate(0.4)) % len(names)]
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(_SINCE + _STEP_SECONDS * number))
        yield {
            "ts": moment,
            "platform": "android",
            "ms_played": generator.randrange(0, 300_000),
            "conn_country": "SE",
            "ip_addr": f"192.0.2.{generator.randrange(256)}",
            "master_metadata_track_name": title,
            "master_metadata_album_artist_name": artist,
            "master_metadata_album_album_name": f"Album {generator.randrange(5_000)}",
            "spotify_track_uri": f"spotify:track:{generator.getrandbits(128):032x}",
            "episode_name": None,
            "episode_show_name": None,
            "spotify_episode_uri": None,
            "audiobook_title": None,
            "audiobook_uri": None,
            "reason_start": "trackdone",
            "reason_end": "trackdone",
            "shuffle": False,
            "skipped": False,
            "offline": False,
            "offline_timestamp": None,
            "incognito_mode": False,
        }


if __name__ == "__main__":
    sys.exit(main("benchmarks.histories", DESCRIPTION, measure))
