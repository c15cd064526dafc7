"""From trained networks to what is kept: completed, measured, written down."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from engine.embed.inference import Listener, Way, bfloat16_is_native
from engine.evaluation.fold_vectors import Kept, Logits, save_fold_vectors
from engine.evaluation.views import Sound
from engine.networks.ear import HEADS, Ear, EarOutput
from engine.training.corpus import Corpus
from engine.training.heard import WHOLE_FRAMES, Heard
from engine.training.loop import EpochLoss, Recipe, Trained
from engine.training.parts import Raw, fit


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the networks say of some clips, before standardisation.

    Attributes
    ----------
    cnn, autoencoder, found
        (n, EMBEDDING_SIZE), (n, CODE_SIZE) and (n, FOUND) float32.
    logits
        By head, (n, n_classes) float32.
    """

    cnn: NDArray[np.float32]
    autoencoder: NDArray[np.float32]
    found: NDArray[np.float32]
    logits: dict[str, NDArray[np.float32]]


def hear_clips(ear: Ear, corpus: Corpus, clips: NDArray[np.int64]) -> Outputs:
    """Hear the middle of clips from their cached features, as the product does from their sound."""
    # Half the time of the usual order of its maps in memory.
    ear.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    outputs = []
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bfloat16_is_native()):
        for clip in tqdm(clips, desc="hear all", unit="clip"):
            frames = corpus.frames.of(int(clip))
            start = max(0, len(frames) - WHOLE_FRAMES) // 2
            middle = torch.from_numpy(frames[start : start + WHOLE_FRAMES]).T
            outputs.append(ear.hear_log_mels([middle]))
    return _stacked(outputs)


def hear_sounds(ear: Ear, sounds: Sequence[Sound]) -> Outputs:
    """Hear views of clips from their sound."""
    listener = Listener(ear, torch.device("cpu"), Way(bfloat16=bfloat16_is_native()))
    return _stacked(listener.hear([sound.samples()]) for sound in tqdm(sounds, desc="hear views", unit="view"))


def complete(ear: Ear, whole: Outputs, learned: NDArray[np.bool_], heard: Heard, clips: NDArray[np.int64]) -> None:
    """Fit what the networks did not learn step by step.

    Parameters
    ----------
    whole
        What was heard of the clips whose places in ``heard`` are ``clips``.
    learned
        (n,) which of them the networks learned from.
    """
    rows = np.flatnonzero(learned)
    raw = Raw(*(torch.from_numpy(part[rows]) for part in (whole.cnn, whole.autoencoder, whole.found)))
    fit(ear, raw, heard, clips[rows])


@dataclass(frozen=True, slots=True)
class FoldHeard:
    """What a fold's model heard, before its ear was complete.

    Attributes
    ----------
    ids, whole
        The clips, in the same order, and what was heard of them.
    sounds, views
        The same of the views.
    """

    ids: Sequence[str]
    whole: Outputs
    sounds: Sequence[Sound]
    views: Outputs


def keep_fold(path: Path, ear: Ear, model: str, heard: FoldHeard) -> None:
    """Write what a fold's model heard, for ``python -m engine.evaluation``.

    Parameters
    ----------
    ear
        Complete by now.
    model
        Name of its weights.
    """
    whole, views = _finished(ear, heard.whole), _finished(ear, heard.views)
    save_fold_vectors(
        path,
        Kept(
            model=model,
            ids=heard.ids,
            cnn=whole[0],
            autoencoder=whole[1],
            joined=whole[2],
            logits=Logits(**{field.name: heard.whole.logits[field.name] for field in fields(Logits)}),
            views=[sound.view for sound in heard.sounds],
            view_cnn=views[0],
            view_autoencoder=views[1],
            view_joined=views[2],
        ),
    )


def training_facts(
    recipe: Recipe, clips: int, command: str, device: str, trained: Trained
) -> dict[str, str | int | float]:
    """How the networks were made, for ``ear.json`` and the model card."""
    return {
        "clips": clips,
        "feature_epochs": recipe.feature_epochs,
        "sound_epochs": recipe.sound_epochs,
        "epochs": recipe.epochs,
        "batch_size": recipe.batch_size,
        "feature_learning_rate": recipe.feature_learning_rate,
        "sound_learning_rate": recipe.sound_learning_rate,
        "weight_decay": recipe.weight_decay,
        "seed": recipe.seed,
        "device": device,
        "cpu_seconds": round(trained.cpu_seconds),
        "wall_seconds": round(trained.wall_seconds),
        "minutes": round(trained.wall_seconds / 60, 1),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "command": command,
    }


def final_losses(curves: Sequence[EpochLoss]) -> dict[str, float]:
    """The last losses by name, for ``ear.json``; each part has its own."""
    return {f"loss_{name}": round(value, 4) for curve in curves for name, value in curve.losses.items()}


@torch.inference_mode()
def _finished(ear: Ear, heard: Outputs) -> tuple[NDArray[np.float32], ...]:
    """Both networks' parts, standardised, and the vectors."""
    raw = [torch.from_numpy(part) for part in (heard.cnn, heard.autoencoder, heard.found)]
    cnn, code = ear.standard(*raw[:2])
    return cnn.numpy(), code.numpy(), ear.vectors(*raw).numpy()


def _stacked(outputs: Iterable[EarOutput]) -> Outputs:
    kept = list(outputs)

    def rows(parts: list[Tensor]) -> NDArray[np.float32]:
        return torch.cat(parts).float().numpy()

    return Outputs(
        cnn=rows([one.cnn for one in kept]),
        autoencoder=rows([one.autoencoder for one in kept]),
        found=rows([one.found for one in kept]),
        logits={head: rows([getattr(one.logits, head) for one in kept]) for head in HEADS},
    )
