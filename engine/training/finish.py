"""From trained networks to what is kept: standardised, measured, written down."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from engine.networks.ear import Ear, EarOutput
from engine.training.corpus import Corpus
from engine.training.loop import EpochLoss, Recipe

_CLIPS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class ClipVectors:
    """Vectors of all clips by one model, float32.

    Attributes
    ----------
    cnn, autoencoder
        (n_clips, 256) and (n_clips, 64), standardised; zeros for a clip that could not be read.
    """

    cnn: NDArray[np.float32]
    autoencoder: NDArray[np.float32]


def standardise(ear: Ear, corpus: Corpus, learned: NDArray[np.int64], others: bool) -> ClipVectors:
    """Set the ear's standardisation from the clips that it learned from.

    Parameters
    ----------
    learned
        Rows of those clips.
    others
        Whether the other clips are heard too.

    Returns
    -------
    ClipVectors
        Standardised; zeros for a clip that was not heard or could not be read.
    """
    lengths = np.diff(corpus.offsets)
    heard = np.flatnonzero(lengths > 0) if others else learned[lengths[learned] > 0]
    raw = _outputs(ear, corpus, heard)
    cnn, code = torch.cat([o.cnn for o in raw]), torch.cat([o.autoencoder for o in raw])
    known = torch.from_numpy(np.isin(heard, learned))
    ear.standardise(cnn[known], code[known])

    def spread(rows: Tensor) -> NDArray[np.float32]:
        full = np.zeros((len(lengths), rows.shape[1]), np.float32)
        full[heard] = rows.numpy()
        return full

    return ClipVectors(
        cnn=spread((cnn - ear.cnn_mean) / ear.cnn_deviation),
        autoencoder=spread((code - ear.autoencoder_mean) / ear.autoencoder_deviation),
    )


def save_fold_vectors(
    path: Path, ids: Sequence[str], vectors: ClipVectors, autoencoder_share: float, model: str
) -> None:
    """Write one fold's vectors as float16, beside the old file first; they are joined when they are read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"unfinished-{path.name}")
    np.savez_compressed(
        unfinished,
        ids=np.array(ids),
        cnn=vectors.cnn.astype(np.float16),
        autoencoder=vectors.autoencoder.astype(np.float16),
        autoencoder_share=np.array(autoencoder_share, np.float32),
        model=np.array(model),
    )
    unfinished.replace(path)


def training_facts(
    recipe: Recipe, clips: int, command: str, device: str, seconds: float
) -> dict[str, str | int | float]:
    """How the networks were made, for ``ear.json`` and the model card."""
    return {
        "clips": clips,
        "epochs": recipe.epochs,
        "batch_size": recipe.batch_size,
        "learning_rate": recipe.learning_rate,
        "weight_decay": recipe.weight_decay,
        "seed": recipe.seed,
        "device": device,
        "minutes": round(seconds / 60, 1),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "command": command,
    }


def final_losses(curves: Sequence[EpochLoss]) -> dict[str, float]:
    """The last epoch's losses by name, for ``ear.json``."""
    return {f"loss_{name}": round(value, 4) for name, value in curves[-1].losses.items()}


def _outputs(ear: Ear, corpus: Corpus, clips: NDArray[np.int64]) -> list[EarOutput]:
    ear.eval()
    batches = [clips[start : start + _CLIPS_AT_ONCE] for start in range(0, len(clips), _CLIPS_AT_ONCE)]
    with torch.inference_mode():
        return [
            ear.hear_log_mels([torch.from_numpy(corpus.log_mel(int(clip))).T for clip in batch])
            for batch in tqdm(batches, desc="hear all", unit="batch")
        ]
