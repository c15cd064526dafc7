"""``python -m benchmarks.collaborative``: Segue's matrix factorisation beside implicit's, and folding a member in."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from benchmarks.command import Run, main
from benchmarks.measurement import Measurement, percentile
from benchmarks.playlists import Split, ndcg, read_or_draw
from benchmarks.turns import Times, by_turns
from bot.settings import Settings
from engine.collaborative.numba_solver import NumbaSolver
from engine.collaborative.settings import WmfSettings
from engine.collaborative.solver import Solver
from engine.collaborative.torch_solver import TorchSolver
from engine.collaborative.weighting import Weighting
from engine.collaborative.wmf import Wmf
from engine.errors import InteractionsError

DESCRIPTION = """\
Weighted matrix factorisation of playlists (SEGUE_DATA/polimi/train.parquet; drawn ones where it is not there) by
Segue's compiled solver and by implicit's alternating least squares with conjugate gradients: 64 factors, 15 sweeps,
the same two threads, by turns; the time to learn and NDCG@10 on a fifth of 10,000 playlists that was kept back. Then
the time to fold one member in, and a sweep by torch on the processor and, where there is one, on a GPU. Both models'
settings were chosen on another draw of playlists. Linear algebra keeps to one thread, as implicit asks for."""

FACTORS, SWEEPS, THREADS = 64, 15, 2
LONGEST_FOLD_IN = 5.0
GPU_GAIN = 30.0
OURS = WmfSettings(
    factors=FACTORS, sweeps=SWEEPS, regularisation=0.0002, unobserved=0.02, frequency=1.0, weighting=Weighting.BINARY
)
THEIRS = {"regularization": 1.0, "alpha": 40.0}
"""The best of eight for Segue's and of five for implicit's on other draws of the split; NDCG@10 on 10,000 playlists
there: .1439 and .1433."""

_ASKED, _PLACES, _ROUNDS, _FOLDED = 10_000, 10, 3, 300
_TORCH_SWEEPS = 1


@dataclass(slots=True)
class Peer:
    """implicit's model of the same playlists."""

    split: Split
    settings: dict[str, float]
    sweeps: int = SWEEPS

    def learn(self) -> Any:
        """The fitted model."""
        model = importlib.import_module("implicit.cpu.als").AlternatingLeastSquares(
            factors=FACTORS, iterations=self.sweeps, num_threads=THREADS, random_state=0, **self.settings
        )
        model.fit(csr_matrix(self.split.plays.counts), show_progress=False)
        return model

    def found(self) -> NDArray[np.integer]:
        """(n, 10) tracks for the playlists that are asked for."""
        asked = csr_matrix(self.split.plays.counts[self.split.asked])
        items: NDArray[np.integer] = self.learn().recommend(self.split.asked, asked, N=_PLACES)[0]
        return items


def measure(run: Run) -> Sequence[Measurement]:
    """All numbers on the playlists at hand.

    Raises
    ------
    InteractionsError
        implicit is not installed.
    """
    if importlib.util.find_spec("implicit") is None:
        raise InteractionsError("implicit, which Segue is compared with, is not installed")
    _tell("reading the playlists ...")
    return compare(read_or_draw(Settings.load().places.data, _ASKED), 1 if run.quick else _ROUNDS, run.times(_FOLDED))


def compare(split: Split, rounds: int, folded: int) -> Sequence[Measurement]:
    """All numbers.

    Parameters
    ----------
    rounds
        How often each learns.
    folded
        Members that are folded in, one after another.
    """
    with threadpool_limits(1):
        peer = Peer(split, THEIRS)
        _fit(replace(OURS, sweeps=1), NumbaSolver(THREADS), split)
        _tell(f"learning {rounds} times by turns ...")
        ours, theirs = by_turns([lambda: _fit(OURS, NumbaSolver(THREADS), split), peer.learn], rounds, warm_up=0)
        model = _fit(OURS, NumbaSolver(THREADS), split)
        asked = split.plays.counts[split.asked]
        own, other = (ndcg(found, split.held) for found in (model.recommend(asked, _PLACES).items, peer.found()))
        return (
            *_learning(split, ours, theirs),
            Measurement(
                "NDCG@10, Segue",
                100 * own,
                "%",
                100 * other,
                at_least=True,
                note="the target is implicit's, of this run",
            ),
            Measurement("NDCG@10, implicit", 100 * other, "%"),
            *_folding(model, split, folded),
            *_by_torch(split, ours),
        )


def _learning(split: Split, ours: Times, theirs: Times) -> Sequence[Measurement]:
    users, items = split.plays.counts.shape
    note = (
        f"{split.name}: {users:,} x {items:,}, {len(split.plays):,} plays, {FACTORS} factors, {SWEEPS} sweeps, "
        f"{THREADS} threads"
    )
    ratios = {
        clock: [one / other for one, other in zip(own, peer, strict=True)]
        for clock, own, peer in (("wall", ours.wall, theirs.wall), ("processor", ours.processor, theirs.processor))
    }
    seconds = [
        Measurement(f"learning, {clock} time, {name}", percentile(values, 0.5) / 1_000, "s", note=note)
        for name, times in (("Segue", ours), ("implicit", theirs))
        for clock, values in (("wall", times.wall), ("processor", times.processor))
    ]
    return (
        *seconds,
        Measurement("wall time as a share of implicit's", percentile(ratios["wall"], 0.5), "", 1.0, note=note),
        Measurement("processor time as a share of implicit's", percentile(ratios["processor"], 0.5), "", note=note),
    )


def _folding(model: Wmf, split: Split, folded: int) -> Sequence[Measurement]:
    histories = [split.plays.counts[row : row + 1] for row in split.asked[:folded].tolist()]
    model.fold_in(histories[0])
    milliseconds = []
    for history in histories:
        started = time.perf_counter()
        model.fold_in(history)
        milliseconds.append(1_000 * (time.perf_counter() - started))
    return (
        Measurement("folding one member in, p50", percentile(milliseconds, 0.5), "ms", LONGEST_FOLD_IN),
        Measurement("folding one member in, p95", percentile(milliseconds, 0.95), "ms", LONGEST_FOLD_IN),
    )


def _by_torch(split: Split, ours: Times) -> Sequence[Measurement]:
    _tell("learning by torch ...")
    short = replace(OURS, sweeps=_TORCH_SWEEPS)
    fitted: list[Wmf] = []
    (times,) = by_turns([lambda: fitted.append(_fit(short, TorchSolver("cpu"), split))], 1, warm_up=0)
    asked = split.plays.counts[split.asked]
    apart = np.abs(fitted[0].scores(asked) - _fit(short, NumbaSolver(THREADS), split).scores(asked)).max()
    on_processor = [
        Measurement(f"a sweep by torch on the processor, {name} time", values[0] / 1_000 / _TORCH_SWEEPS, "s")
        for name, values in (("wall", times.wall), ("processor", times.processor))
    ]
    same = Measurement(
        "largest difference of a score, torch and Numba", 1e6 * float(apart), "millionths", note="after one sweep"
    )
    if not torch.cuda.is_available():
        return (*on_processor, same)

    def on_gpu() -> None:
        _fit(OURS, TorchSolver("cuda"), split)
        torch.cuda.synchronize()

    (gpu,) = by_turns([on_gpu], len(ours.wall))
    gain = percentile(ours.wall, 0.5) / percentile(gpu.wall, 0.5)
    return (
        *on_processor,
        same,
        Measurement(f"learning on {torch.cuda.get_device_name()}", percentile(gpu.wall, 0.5) / 1_000, "s"),
        Measurement("times faster than the processor", gain, "", GPU_GAIN, at_least=True),
    )


def _fit(settings: WmfSettings, solver: Solver, split: Split) -> Wmf:
    return Wmf(settings, solver).fit(split.plays)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main("benchmarks.collaborative", DESCRIPTION, measure))
