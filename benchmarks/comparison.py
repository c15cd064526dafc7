"""Segue's ear beside musicnn's in one run: work, time, size and memory, from the samples of a clip to its vector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.command import Run
from benchmarks.ears import EarFile, ears
from benchmarks.measurement import Measurement
from benchmarks.memory import known, peak_mebibytes
from benchmarks.multiply_adds import count
from benchmarks.sounds import CLIP_SECONDS, tune
from benchmarks.turns import Spread, Times, by_turns
from bot.settings import Places

MULTIPLY_ADDS = 4.7e9
PARAMETERS = 5e6
WEIGHTS_BYTES = 10e6
SHARE_OF_MUSICNN = 1 / 3
BATCH = 32
_ROUNDS_ALONE, _ROUNDS_BATCH = 20, 5
_GIGA, _MEGA = 1e9, 1e6

_WORK_NOTE = (
    "for 30 s, from samples to vector and tags: Fourier transform, mel filters, networks; apart are decoding, "
    "resampling, tempo and key; normalisation, activation and pooling are in neither count"
)
_SIZE_NOTE = "numbers in the weights' file: parameters, and the statistics that normalise"
_TIME_NOTE = (
    "one thread, by turns; the middle of the rounds, in brackets what eight of ten rounds lie between; "
    "a clip of many is one of so many asked for at once"
)
_MEMORY_NOTE = (
    "growth of a fresh process from before the weights are read to its highest, libraries and clips apart (VmHWM)"
)


@dataclass(frozen=True, slots=True)
class _Loaded:
    file: EarFile
    hear: Callable[[Sequence[NDArray[np.float32]]], object]
    clips: Sequence[NDArray[np.float32]]

    def one(self) -> object:
        return self.hear(self.clips[:1])

    def many(self) -> object:
        return self.hear(self.clips)


def compare(run: Run, places: Places, batch: int = BATCH) -> Sequence[Measurement]:
    """All numbers; Segue's alone where musicnn's weights are not at hand.

    Parameters
    ----------
    batch
        Clips that are asked for at once.

    Raises
    ------
    ModelError
        Weights cannot be read.
    Uncounted
        A network does what the counter has no rule for.
    """
    torch.set_num_threads(1)
    files = ears(places)
    names = [file.name for file in files]
    loaded = [_Loaded(file, file.load(), _clips(batch, file.sample_rate)) for file in files]
    return (
        *(_work(one) for one in loaded),
        *(_parameters(file) for file in files),
        *(_file_size(file) for file in files),
        *time_rows("one clip", names, by_turns([one.one for one in loaded], run.times(_ROUNDS_ALONE))),
        *time_rows(
            f"a clip of {batch}",
            names,
            [
                times.each_of(batch)
                for times in by_turns([one.many for one in loaded], 1 if run.quick else _ROUNDS_BATCH, warm_up=0)
            ],
        ),
        *(_memory(file, clips) for clips in (1, batch) for file in files if known()),
    )


def _clips(count: int, sample_rate: int) -> Sequence[NDArray[np.float32]]:
    return [tune(seed, CLIP_SECONDS, sample_rate) for seed in range(count)]


def _work(one: _Loaded) -> Measurement:
    counted = count(one.one)
    target = MULTIPLY_ADDS / _GIGA if one.file.is_own else None
    return Measurement(f"multiply-adds, {one.file.name}", counted.total / _GIGA, "G", target, note=_WORK_NOTE)


def _parameters(file: EarFile) -> Measurement:
    target = PARAMETERS / _MEGA if file.is_own else None
    return Measurement(f"parameters, {file.name}", file.numbers() / _MEGA, "M", target, note=_SIZE_NOTE)


def _file_size(file: EarFile) -> Measurement:
    target = WEIGHTS_BYTES / _MEGA if file.is_own else None
    return Measurement(f"weights' file, {file.name}", file.weights.stat().st_size / _MEGA, "MB", target)


def time_rows(what: str, names: Sequence[str], times: Sequence[Times]) -> Sequence[Measurement]:
    """Processor and wall time of each ear, and the first one's share of the second's, round by round."""
    rows = [
        _spread(f"{what}, {clock} time, {name}", values, "ms", note=_TIME_NOTE)
        for clock, rounds in (("processor", [one.processor for one in times]), ("wall", [one.wall for one in times]))
        for name, values in zip(names, rounds, strict=True)
    ]
    if len(times) > 1:
        shares = [own / peer for own, peer in zip(times[0].processor, times[1].processor, strict=True)]
        share = f"{what}, processor time as a share of {names[1]}'s"
        rows.append(_spread(share, shares, "", SHARE_OF_MUSICNN, note=_TIME_NOTE))
    return rows


def _spread(what: str, values: Sequence[float], unit: str, target: float | None = None, *, note: str) -> Measurement:
    spread = Spread.of(values)
    return Measurement(what, spread.median, unit, target, note=note, low=spread.low, high=spread.high)


def _memory(file: EarFile, clips: int) -> Measurement:
    what = f"peak memory, {'one clip' if clips == 1 else f'{clips} clips'}, {file.name}"
    return Measurement(what, peak_mebibytes(file.name, clips), "MiB", note=_MEMORY_NOTE)
