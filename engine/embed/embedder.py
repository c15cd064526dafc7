"""From waveforms to unit vectors and words, tempo and key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.embed.heard import Heard, Tag
from engine.embed.inference import Listener, Way, bfloat16_is_native
from engine.embed.reading import VectorReader
from engine.embed.weights import SHIPPED, EarFacts, load_ear, read_facts
from engine.errors import ModelError, VectorError
from engine.music import hear_key, hear_tempo
from engine.networks.ear import DIMENSION, Ear, EarOutput

_FEWEST_SAMPLES = 1_024
"""One Fourier frame; less is no sound."""
_UNIT_TOLERANCE = 1e-3


class Embedder:
    """Both networks, on one device; tempo and key, on the processor.

    Not for several threads at once: see ``MicroBatcher``.

    Attributes
    ----------
    facts
        What ``ear.json`` says.
    device
        The device that is really in use, in words.
    reader
        What the heads say of a vector that was made before.
    """

    def __init__(self, ear: Ear, facts: EarFacts, device: torch.device) -> None:
        self.facts = facts
        self.reader = VectorReader.of(ear, facts.classes)
        self._listener = Listener(ear, device, Way(bfloat16=device.type == "cpu" and bfloat16_is_native()))
        self.device = torch.cuda.get_device_name(device) if device.type == "cuda" else f"{device.type}"

    @classmethod
    def load(cls, directory: Path = SHIPPED, device: str = "auto") -> Embedder:
        """Read the weights and put them on a device.

        Parameters
        ----------
        device
            ``auto`` (CUDA where there is one), ``cpu``, ``cuda`` or ``cuda:N``.

        Raises
        ------
        ModelError
            The weights are missing or damaged, or the device is not there.
        """
        chosen = choose_device(device)
        facts = read_facts(directory)
        return cls(load_ear(directory, facts), facts, chosen)

    @property
    def model(self) -> str:
        """Content hash of the weights, 16 hexadecimal digits."""
        return self.facts.model

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return DIMENSION

    def embed(self, waveforms: Sequence[NDArray[np.float32]]) -> list[Heard]:
        """Hear clips of any lengths.

        Parameters
        ----------
        waveforms
            Each (n_samples,) float32 at 22,050 Hz, mono.

        Raises
        ------
        VectorError
            A waveform is empty or not finite, or its vector is not of unit length.
        """
        if not waveforms:
            return []
        output = self.listen(waveforms)
        vectors = output.vectors.float().cpu().numpy()
        if not (np.abs(np.linalg.norm(vectors, axis=1) - 1) < _UNIT_TOLERANCE).all():
            raise VectorError("the networks gave a vector that is not of unit length")
        genre, mood, quadrant, instrument = (
            probabilities.float().cpu().numpy()
            for probabilities in (output.genre, output.mood, output.quadrant, output.instrument)
        )
        return [
            Heard(
                vector=vectors[row],
                genres=_tags(self.facts.classes.genres, genre[row]),
                moods=_tags(self.facts.classes.moods, mood[row]),
                quadrants=_tags(self.facts.classes.quadrants, quadrant[row]),
                instruments=_tags(self.facts.classes.instruments, instrument[row]),
                tempo=hear_tempo(samples),
                key=hear_key(samples),
            )
            for row, samples in enumerate(waveforms)
        ]

    def listen(self, waveforms: Sequence[NDArray[np.float32]]) -> EarOutput:
        """The networks' outputs as they are, for evaluation: each network alone and both joined."""
        for samples in waveforms:
            if samples.ndim != 1 or len(samples) < _FEWEST_SAMPLES or not np.isfinite(samples).all():
                raise VectorError("a waveform must be one-dimensional, finite and at least one frame long")
        return self._listener.hear(waveforms)


def choose_device(name: str) -> torch.device:
    """The device for a setting.

    Raises
    ------
    ModelError
        A device was asked for that is not there.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise ModelError(f"there is no device {name!r}: use auto, cpu or cuda") from error
    if device.type not in {"cpu", "cuda"} or (device.type == "cuda" and not torch.cuda.is_available()):
        raise ModelError(f"the device {name!r} is not there: use auto or cpu")
    return device


def _tags(names: tuple[str, ...], probabilities: NDArray[np.float32]) -> tuple[Tag, ...]:
    order = np.argsort(-probabilities, kind="stable")
    return tuple(Tag(names[number], float(probabilities[number])) for number in order)
