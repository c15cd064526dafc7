"""What a clip costs: decoding and embedding apart, the ear beside musicnn's, and many clips on all cores."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import av
import torch

from benchmarks.command import Run, main
from benchmarks.comparison import compare
from benchmarks.measurement import Measurement, percentile
from benchmarks.sounds import MP3_128K, OPUS_96K, clip
from bot.settings import Settings
from engine.audio import SAMPLE_RATE, decode
from engine.embed import Embedder

DESCRIPTION = """\
One 30 s clip (mp3, 128 kbit/s): PyAV's bare decoding to mono 22,050 Hz, our bounded decoding of the same bytes, and the
embedding of the decoded clip on one thread of the processor.
Segue's ear beside musicnn's, by turns in the same process: multiply-adds by one counter, parameters, size of the
weights, processor and wall time for one clip alone and for 32 asked at once; peak memory of each in fresh processes.
Bulk: `python -m engine.embed` over a list of files, decoding in a process for each core, timed from outside with two
lengths of list, so that its start is counted apart."""

CLIPS_AN_HOUR = 20_000.0
_REPEATS = 30
_WARM_UP = 3
_BULK_FILES = 320
_DIFFERENT = 16
_SECONDS_AN_HOUR = 3_600


def measure(run: Run) -> Sequence[Measurement]:
    """One clip by its parts, both ears beside each other, then many clips."""
    return (*_one_clip(run), *compare(run, Settings.load().places), *_bulk(run))


def _one_clip(run: Run) -> Sequence[Measurement]:
    torch.set_num_threads(1)
    data = clip(0, MP3_128K)
    waveform = decode(data).samples
    embedder = Embedder.load(Settings.load().places.weights, device="cpu")
    repeats = run.times(_REPEATS)
    bare = _median_ms(lambda: _bare_decode(data), repeats)
    ours = _median_ms(lambda: decode(data), repeats)
    alone = _median_ms(lambda: embedder.embed([waveform]), repeats)
    times = f"the embedding of a clip costs {alone / bare:.1f} times PyAV's bare decoding of it"
    return (
        Measurement("decode one clip, PyAV bare", bare, "ms"),
        Measurement("decode one clip, bounded and judged", ours, "ms"),
        Measurement("embed one decoded clip, one thread", alone, "ms", note=times),
    )


def _bare_decode(data: bytes) -> int:
    """As little as PyAV can do for the same samples; how many there are."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    with av.open(io.BytesIO(data), mode="r") as container:
        frames = (*container.decode(container.streams.audio[0]), None)
        return sum(piece.to_ndarray().size for frame in frames for piece in resampler.resample(frame))


def _bulk(run: Run) -> Sequence[Measurement]:
    paths = []
    for seed in range(_DIFFERENT):
        path = run.directory / f"clip-{seed}.{'mp3' if seed % 2 else 'ogg'}"
        path.write_bytes(clip(seed, MP3_128K if seed % 2 else OPUS_96K))
        paths.append(path)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    many = run.times(_BULK_FILES)
    few = max(2 * cores, many // 10)
    short = _bulk_seconds(run.directory, [paths[n % _DIFFERENT] for n in range(few)], cores)
    long = _bulk_seconds(run.directory, [paths[n % _DIFFERENT] for n in range(many)], cores)
    a_clip = (long - short) / (many - few)
    how = f"{cores} cores, {many} files less {few}; start and end apart cost {max(0.0, short - few * a_clip):.1f} s"
    return (
        Measurement(
            "clips an hour, decoded and embedded",
            _SECONDS_AN_HOUR / a_clip,
            "clips",
            CLIPS_AN_HOUR,
            at_least=True,
            note=how,
        ),
    )


def _bulk_seconds(directory: Path, paths: Sequence[Path], jobs: int) -> float:
    listed = directory / "list.txt"
    listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
    command = [sys.executable, "-m", "engine.embed", str(listed), str(directory / "out.npz"), "--jobs", str(jobs)]
    command += ["--weights", str(Settings.load().places.weights)]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _median_ms(work: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats + _WARM_UP):
        started = time.perf_counter()
        work()
        times.append(1_000 * (time.perf_counter() - started))
    return percentile(times[_WARM_UP:], 0.5)


if __name__ == "__main__":
    sys.exit(main("benchmarks.embedding", DESCRIPTION, measure))
