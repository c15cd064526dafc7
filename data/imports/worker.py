"""The process that reads a file: ``python -m data.imports.worker NOW LIMITS``, started by :mod:`data.imports.process`.

The file is its standard input. Its answer, line by line of JSON, is its standard output: how far it is, then what it
counted, then the songs. It can open nothing else, and knows no secret.
"""

from __future__ import annotations

import codecs
import contextlib
import dataclasses
import json
import resource
import sys
import zlib  # noqa: F401 - what unpacks is there before nothing can be opened any more
from itertools import islice
from typing import Any, BinaryIO

from data.imports.errors import HistoryProblem, HistoryRefused
from data.imports.limits import ReadingLimits
from data.imports.reading import read_history
from data.imports.tally import PlayedSong
from data.imports.wire import SONGS_A_LINE, Kind

_STANDARD_DESCRIPTORS = 3


def main(now: int, limits: ReadingLimits, file: BinaryIO, out: BinaryIO) -> None:
    """Read the file and answer."""
    try:
        history = read_history(file, limits, now, step=lambda entries: _say(out, Kind.PROGRESS, entries))
        _say(out, Kind.COUNTS, {"layout": history.layout.value, **dataclasses.asdict(history.tally.counts)})
        songs = history.tally.songs()
        while batch := [_row(song) for song in islice(songs, SONGS_A_LINE)]:
            _say(out, Kind.SONGS, batch)
        _say(out, Kind.END, None)
    except HistoryRefused as refused:
        _say(out, Kind.REFUSED, {"problem": refused.problem.value, "limit": refused.limit})
    except MemoryError:
        _say(out, Kind.REFUSED, {"problem": HistoryProblem.TOO_HUNGRY.value, "limit": None})


def _say(out: BinaryIO, kind: Kind, value: Any) -> None:
    out.write(json.dumps([kind.value, value], ensure_ascii=False).encode() + b"\n")
    out.flush()


def _row(song: PlayedSong) -> list[str | int]:
    return [song.artist, song.artist_key, song.title_key, song.title_text, song.count, song.last]


def _open_nothing_more() -> None:
    """Look up what is loaded at its first use, then let no file and no address be opened."""
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp437"):
        codecs.lookup(encoding)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_STANDARD_DESCRIPTORS, _STANDARD_DESCRIPTORS))


if __name__ == "__main__":
    _open_nothing_more()
    with contextlib.suppress(BrokenPipeError):
        main(int(sys.argv[1]), ReadingLimits(**json.loads(sys.argv[2])), sys.stdin.buffer, sys.stdout.buffer)
