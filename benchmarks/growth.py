"""How fast the catalogue grows: whole recordings and clips an hour, by the command that operators use."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.command import Run, main
from benchmarks.libraries import CLIP_SECONDS, WHOLE_SECONDS, make_library
from benchmarks.measurement import Measurement
from bot.settings import Settings

DESCRIPTION = """\
`python -m data.catalog add` over folders of files in six formats (mp3 256 kbit/s, m4a 192, flac, opus 128, ogg 192,
wav; stereo at 48 kHz): whole recordings of four minutes, then clips of 30 s. They are joined of the training data's
clips where these are there (SEGUE_DATA), else of made tunes. Each is timed from outside with two sizes of folder, so
that the command's start is counted apart; reading, hashing, tags, decoding, embedding and writing are all in it. At
last the large folder is added once more, unchanged."""

WHOLE_FILES_AN_HOUR = 10_000.0
CLIPS_AN_HOUR = 20_000.0
_WHOLE_FILES = 240
_CLIPS = 480
_FEW_SHARE = 8
_SECONDS_AN_HOUR = 3_600


def measure(run: Run) -> Sequence[Measurement]:
    """Whole recordings, clips, and a folder where nothing changed."""
    clips = sorted((Settings.load().places.data / "audio").glob("*.opus"))
    whole = _grow(run, "whole", run.times(_WHOLE_FILES), WHOLE_SECONDS, clips)
    short = _grow(run, "clips", run.times(_CLIPS), CLIP_SECONDS, clips)
    again = _add(run.directory / "whole", run.directory / "whole-home")
    unchanged = f"{run.times(_WHOLE_FILES)} files, the start included"
    return (
        Measurement("files of 4 minutes an hour", whole.an_hour, "files", WHOLE_FILES_AN_HOUR, True, whole.note),
        Measurement("processor time of a file of 4 minutes", 1_000 * whole.processor_seconds, "ms"),
        Measurement("clips of 30 s an hour", short.an_hour, "clips", CLIPS_AN_HOUR, True, short.note),
        Measurement("processor time of a clip of 30 s", 1_000 * short.processor_seconds, "ms"),
        Measurement("a folder again, unchanged", again.seconds, "s", note=unchanged),
    )


@dataclass(frozen=True, slots=True)
class _Cost:
    """Of one run of the command; processor time is that of all its processes together."""

    seconds: float
    processor_seconds: float


@dataclass(frozen=True, slots=True)
class _Grown:
    an_hour: float
    processor_seconds: float
    note: str


def _grow(run: Run, name: str, many: int, seconds: float, clips: Sequence[Path]) -> _Grown:
    few = max(6, many // _FEW_SHARE)
    made = "joined of real clips" if clips else "made tunes"
    folder, smaller = run.directory / name, run.directory / f"{name}-few"
    make_library(folder, many, seconds, clips)
    smaller.mkdir()
    for path in sorted(folder.iterdir())[:few]:
        (smaller / path.name).hardlink_to(path)
    small = _add(smaller, run.directory / f"{name}-few-home")
    large = _add(folder, run.directory / f"{name}-home")
    a_file = (large.seconds - small.seconds) / (many - few)
    processor = (large.processor_seconds - small.processor_seconds) / (many - few)
    start = max(0.0, small.seconds - few * a_file)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    note = f"{cores} cores, {many} files less {few}, {made}; start and end apart cost {start:.1f} s"
    return _Grown(_SECONDS_AN_HOUR / a_file, processor, note)


def _add(folder: Path, home: Path) -> _Cost:
    command = [sys.executable, "-m", "data.catalog", "add", str(folder), "--home", str(home)]
    command += ["--weights", str(Settings.load().places.weights)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Cost(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    sys.exit(main("benchmarks.growth", DESCRIPTION, measure))
