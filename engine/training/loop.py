"""The training loop: one for both networks, on a CPU or a GPU, that stops and goes on at any epoch.

The CNN's trunk comes from public taggers (``engine.training.inherit``) and stays as it is. In the first part the layers
above it learn from what it found in every clip and its disguises (``engine.training.heard``); in the second the
autoencoder learns from sound that is disturbed and covered. What is kept for use is a moving average of the weights
(Polyak & Juditsky, 1992).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel
from tqdm import tqdm

from engine.features.log_mel import N_MELS
from engine.features.segments import DECIBELS_PER_UNIT
from engine.networks.cnn import Classes
from engine.networks.ear import HEADS, Ear
from engine.training.augment import cover, disturb
from engine.training.batches import Batches, FeatureBatch
from engine.training.losses import TeacherHeads, cnn_losses

_LONGEST_AVERAGE = 0.99
_WARM_UP_PART = 0.1
_GRADIENT_NORM = 5.0
_SHOWN = ("cnn", "autoencoder")
_B = TypeVar("_B")


class Part(StrEnum):
    """What is learned from."""

    FEATURES = "features"
    SOUNDS = "sounds"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what a run comes to, besides the data."""

    feature_epochs: int = 20
    sound_epochs: int = 4
    batch_size: int = 32
    feature_learning_rate: float = 2e-3
    sound_learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    seed: int = 0

    def part(self, epoch: int) -> Part:
        """Which part an epoch belongs to."""
        return Part.FEATURES if epoch < self.feature_epochs else Part.SOUNDS

    @property
    def epochs(self) -> int:
        """Of both parts."""
        return self.feature_epochs + self.sound_epochs


@dataclass(frozen=True, slots=True)
class EpochLoss:
    """Mean losses of one epoch by name."""

    epoch: int
    losses: dict[str, float]


@dataclass(frozen=True, slots=True)
class Trained:
    """How far a run has come.

    Attributes
    ----------
    curves
        From the first epoch on.
    finished
        Whether all epochs are done; if not, the time was up.
    cpu_seconds, wall_seconds
        Of all epochs, over all calls.
    """

    curves: tuple[EpochLoss, ...]
    finished: bool
    cpu_seconds: float
    wall_seconds: float


def train(
    ear: Ear, batches: Batches, recipe: Recipe, run: Path, device: torch.device, *, minutes: float = float("inf")
) -> Trained:
    """Train both networks in place, going on where an earlier call with the same ``run`` stopped.

    Parameters
    ----------
    run
        Directory of the run: ``checkpoint.pt`` after every epoch, and ``losses.json``.
    minutes
        After the first, no epoch is begun that would probably end later; with none at all not even the first.
    """
    run.mkdir(parents=True, exist_ok=True)
    training = _Training(ear.to(device), batches, recipe, device)
    training.resume(run / "checkpoint.pt")
    began, longest = time.monotonic(), 0.0
    epochs = tqdm(
        range(training.finished, recipe.epochs), desc="epochs", initial=training.finished, total=recipe.epochs
    )
    for epoch in epochs:
        if minutes <= 0 or (longest and time.monotonic() - began + longest > 60 * minutes):
            break
        started = time.monotonic()
        curve = training.epoch(epoch)
        epochs.set_postfix({name: f"{value:.3f}" for name, value in curve.losses.items() if name in _SHOWN})
        training.save(run / "checkpoint.pt")
        _write_text(run / "losses.json", json.dumps([asdict(point) for point in training.curves], indent=1))
        longest = max(longest, time.monotonic() - started)
    return training.end(ear)


class _Training:
    """The moving parts of a run."""

    def __init__(self, ear: Ear, batches: Batches, recipe: Recipe, device: torch.device) -> None:
        self.ear, self.batches, self.recipe, self.device = ear, batches, recipe, device
        torch.manual_seed(recipe.seed)
        self.heads = TeacherHeads(batches.targets).to(device)
        self.finished = 0
        self.cpu_seconds = self.wall_seconds = 0.0
        self.curves: list[EpochLoss] = []
        self.begin(Part.FEATURES)

    def begin(self, part: Part) -> None:
        """A new optimiser, schedule and average for a part."""
        self.part = part
        for parameter in (*self.ear.parameters(), *self.heads.parameters()):
            parameter.requires_grad_(False)
        for module in (self.ear.cnn.embedding, *self._heads()) if part is Part.FEATURES else (self.ear.autoencoder,):
            module.requires_grad_(True)
        self.parameters = [p for p in (*self.ear.parameters(), *self.heads.parameters()) if p.requires_grad]
        rate, epochs = (
            (self.recipe.feature_learning_rate, self.recipe.feature_epochs)
            if part is Part.FEATURES
            else (self.recipe.sound_learning_rate, self.recipe.sound_epochs)
        )
        self.optimiser = torch.optim.AdamW(self.parameters, lr=rate, weight_decay=self.recipe.weight_decay)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, rate, total_steps=max(1, epochs * len(self.batches)), pct_start=_WARM_UP_PART
        )
        self.average = AveragedModel(self.ear, multi_avg_fn=_move_average, use_buffers=True)

    def _heads(self) -> Sequence[nn.Module]:
        return (*[getattr(self.ear.cnn, head) for head in HEADS], self.heads)

    def epoch(self, number: int) -> EpochLoss:
        """One pass over the clips; what is random in it depends on the seed and the epoch only."""
        part = self.recipe.part(number)
        if part is not self.part:
            self.ear.load_state_dict(self.average.module.state_dict())
            self.begin(part)
        cpu, wall = time.process_time(), time.monotonic()
        order = np.random.default_rng((self.recipe.seed, number))
        generator = torch.Generator().manual_seed(int(order.integers(2**31)))
        torch.manual_seed(int(order.integers(2**31)))
        self.ear.train()
        sums: dict[str, Tensor] = {}
        for losses in self._steps(part, order, generator, number):
            for name, value in losses.items():
                sums[name] = sums.get(name, torch.zeros((), device=self.device)) + value.detach()
        self.finished = number + 1
        self.cpu_seconds += time.process_time() - cpu
        self.wall_seconds += time.monotonic() - wall
        curve = EpochLoss(number, {name: float(value) / len(self.batches) for name, value in sums.items()})
        self.curves.append(curve)
        return curve

    def _steps(
        self, part: Part, order: np.random.Generator, generator: torch.Generator, number: int
    ) -> Iterator[dict[str, Tensor]]:
        if part is Part.FEATURES:
            for features in self._shown(self.batches.features(order), number):
                yield self._step(self._feature_terms(features))
        else:
            for crops in self._shown(self.batches.sounds(order), number):
                yield self._step(self._sound_terms(crops, generator))

    def _shown(self, batches: Iterable[_B], number: int) -> Iterable[_B]:
        bar: Iterable[_B] = tqdm(batches, total=len(self.batches), desc=f"epoch {number + 1}", leave=False)
        return bar

    def _feature_terms(self, batch: FeatureBatch) -> dict[str, Tensor]:
        both = torch.cat([batch.clean, batch.disguised]).to(self.device, non_blocking=True)
        with self._autocast():
            embedded = self.ear.cnn.embed(both)
        first, second = embedded.float().chunk(2)
        return cnn_losses(self.ear.cnn, self.heads, first, second, batch.targets.to(self.device))

    def _sound_terms(self, crops: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        clean = crops.to(self.device, non_blocking=True)
        damaged = cover(disturb(clean, generator), generator)[:, :N_MELS]
        wanted = clean[:, :N_MELS]
        levelled = damaged - damaged.mean(dim=(1, 2), keepdim=True) + wanted.mean(dim=(1, 2), keepdim=True)
        with self._autocast():
            drawn = self.ear.autoencoder(levelled / DECIBELS_PER_UNIT)
        return {"autoencoder": functional.mse_loss(drawn.float(), wanted / DECIBELS_PER_UNIT)}

    def _step(self, terms: dict[str, Tensor]) -> dict[str, Tensor]:
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(terms.values())).sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.parameters, _GRADIENT_NORM)
        self.optimiser.step()
        self.schedule.step()
        self.average.update_parameters(self.ear)
        if self.part is Part.SOUNDS:
            return terms
        return {"cnn": torch.stack([*terms.values()]).sum(), **terms}

    def _autocast(self) -> AbstractContextManager[object]:
        return torch.autocast(self.device.type, dtype=torch.bfloat16)

    def end(self, ear: Ear) -> Trained:
        """Leave the averaged weights in the ear, ready for use on the CPU."""
        ear.load_state_dict(self.average.module.state_dict())
        ear.requires_grad_(True)
        ear.to("cpu").eval()
        finished = self.finished == self.recipe.epochs
        return Trained(tuple(self.curves), finished, self.cpu_seconds, self.wall_seconds)

    def save(self, path: Path) -> None:
        """Write the state of the run beside the old one, then put it in its place."""
        state = {
            "recipe": asdict(self.recipe),
            "finished": self.finished,
            "seconds": [self.cpu_seconds, self.wall_seconds],
            "curves": [asdict(point) for point in self.curves],
            "ear": self.ear.state_dict(),
            "heads": self.heads.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
        }
        unfinished = path.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint of the same recipe; another recipe's is not touched and not used."""
        if not path.exists():
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        if state["recipe"] != asdict(self.recipe):
            return
        self.finished = state["finished"]
        self.begin(self.recipe.part(self.finished - 1))
        self.ear.load_state_dict(state["ear"])
        self.heads.load_state_dict(state["heads"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.cpu_seconds, self.wall_seconds = state["seconds"]
        self.curves = [EpochLoss(point["epoch"], point["losses"]) for point in state["curves"]]


def new_ear(classes: Classes, seed: int) -> Ear:
    """Untrained networks, the same for the same seed."""
    torch.manual_seed(seed)
    return Ear(classes)


@torch.no_grad()
def _move_average(
    average: list[Tensor] | tuple[Tensor, ...], current: list[Tensor] | tuple[Tensor, ...], steps: Tensor | int
) -> None:
    """A mean at first, then an exponential average: a short run must not keep what it began with."""
    done = float(steps)
    decay = min(_LONGEST_AVERAGE, (1 + done) / (10 + done))
    for kept, new in zip(average, current, strict=True):
        kept.lerp_(new, 1 - decay) if kept.is_floating_point() else kept.copy_(new)


def _write_text(path: Path, text: str) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
