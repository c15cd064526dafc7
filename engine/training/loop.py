"""The training loop: one for both networks, on a CPU or a GPU, that stops and goes on at any epoch.

Both networks see the same crops in the same step; they share nothing but the batch. What is kept for use is an
exponential moving average of the weights (Polyak & Juditsky, 1992).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from engine.networks.cnn import Classes
from engine.networks.ear import Ear
from engine.training.augment import damage, vary
from engine.training.batches import Batch, Batches, Targets
from engine.training.losses import TeacherHeads, cnn_losses

_AVERAGING_DECAY = 0.99
_WARM_UP_PART = 0.1
_GRADIENT_NORM = 5.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what a run comes to, besides the data."""

    epochs: int = 24
    batch_size: int = 48
    learning_rate: float = 3e-3
    weight_decay: float = 1e-3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class EpochLoss:
    """Mean losses of one epoch by name."""

    epoch: int
    losses: dict[str, float]


def train(ear: Ear, batches: Batches, recipe: Recipe, run: Path, device: torch.device) -> list[EpochLoss]:
    """Train both networks in place, going on where an earlier call with the same ``run`` stopped.

    Parameters
    ----------
    run
        Directory of the run: ``checkpoint.pt`` after every epoch, and ``losses.json``.

    Returns
    -------
    list
        The learning curves from the first epoch on.
    """
    run.mkdir(parents=True, exist_ok=True)
    training = _Training(ear.to(device), batches, recipe, device)
    training.resume(run / "checkpoint.pt")
    epochs = tqdm(
        range(training.finished, recipe.epochs), desc="epochs", initial=training.finished, total=recipe.epochs
    )
    for epoch in epochs:
        curve = training.epoch(epoch)
        epochs.set_postfix({name: f"{curve.losses[name]:.3f}" for name in ("cnn", "autoencoder")})
        training.save(run / "checkpoint.pt")
        _write_text(run / "losses.json", json.dumps([asdict(point) for point in training.curves], indent=1))
    training.average.module.to("cpu")
    ear.load_state_dict(training.average.module.state_dict())
    ear.to("cpu").eval()
    return training.curves


class _Training:
    """The moving parts of a run."""

    def __init__(self, ear: Ear, batches: Batches, recipe: Recipe, device: torch.device) -> None:
        self.ear, self.batches, self.recipe, self.device = ear, batches, recipe, device
        torch.manual_seed(recipe.seed)
        self.heads = TeacherHeads().to(device)
        self.ear.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = AveragedModel(
            ear,
            multi_avg_fn=get_ema_multi_avg_fn(_AVERAGING_DECAY),  # type: ignore[no-untyped-call]
            use_buffers=True,
        )
        self.parameters = [*ear.parameters(), *self.heads.parameters()]
        self.optimiser = torch.optim.AdamW(self.parameters, lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, recipe.learning_rate, total_steps=recipe.epochs * len(batches), pct_start=_WARM_UP_PART
        )
        self.finished = 0
        self.curves: list[EpochLoss] = []

    def epoch(self, number: int) -> EpochLoss:
        """One pass over the clips; what is random in it depends on the seed and the epoch only."""
        order = np.random.default_rng((self.recipe.seed, number))
        generator = torch.Generator().manual_seed(int(order.integers(2**31)))
        torch.manual_seed(int(order.integers(2**31)))
        self.ear.train()
        sums: dict[str, float] = {}
        for batch in tqdm(self.batches.epoch(order), total=len(self.batches), desc=f"epoch {number + 1}", leave=False):
            for name, value in self._step(batch, generator).items():
                sums[name] = sums.get(name, 0.0) + value
        self.finished = number + 1
        curve = EpochLoss(number, {name: value / len(self.batches) for name, value in sums.items()})
        self.curves.append(curve)
        return curve

    def _step(self, batch: Batch, generator: torch.Generator) -> dict[str, float]:
        crops = batch.crops.to(self.device, non_blocking=True)
        targets = Targets(**{name: value.to(self.device) for name, value in _fields(batch.targets).items()})
        clean = vary(crops, generator)
        damaged = damage(clean, generator)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            embedded = self.ear.cnn(damaged)
            drawn = self.ear.autoencoder(damaged)
        terms = cnn_losses(self.ear.cnn, self.heads, embedded.float(), targets)
        cnn = torch.stack(list(terms.values())).sum()
        autoencoder = functional.mse_loss(drawn.float(), clean)
        self.optimiser.zero_grad(set_to_none=True)
        (cnn + autoencoder).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.parameters, _GRADIENT_NORM)
        self.optimiser.step()
        self.schedule.step()
        self.average.update_parameters(self.ear)
        losses = {name: float(value.detach()) for name, value in terms.items()}
        return {"cnn": float(cnn.detach()), "autoencoder": float(autoencoder.detach()), **losses}

    def save(self, path: Path) -> None:
        """Write the state of the run beside the old one, then put it in its place."""
        state = {
            "recipe": asdict(self.recipe),
            "finished": self.finished,
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
        self.ear.load_state_dict(state["ear"])
        self.heads.load_state_dict(state["heads"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.finished = state["finished"]
        self.curves = [EpochLoss(point["epoch"], point["losses"]) for point in state["curves"]]


def new_ear(classes: Classes, seed: int) -> Ear:
    """Untrained networks, the same for the same seed."""
    torch.manual_seed(seed)
    return Ear(classes)


def _fields(targets: Targets) -> dict[str, Tensor]:
    return {name: getattr(targets, name) for name in Targets.__slots__}


def _write_text(path: Path, text: str) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
