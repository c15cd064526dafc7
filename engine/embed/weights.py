"""The weights of the ear on disk: ``ear.json`` says which file, which labels and what is known of the training.

The weights' name is the first 16 hexadecimal digits of the SHA-256 of their file; every vector carries it, so that
vectors of different networks are never compared.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import safetensors.torch
from safetensors import SafetensorError
from torch import Tensor

from engine.errors import ModelError
from engine.networks.cnn import Classes
from engine.networks.ear import DIMENSION, Ear

SHIPPED = Path(__file__).parent.parent / "weights"
MANIFEST = "ear.json"
_FORMAT = 1
_ONLY_LEARNED_WITH = "autoencoder.decoder."
"""What draws sound again from a code; nobody needs it to hear."""
_REBUILD = "train it again with `python -m engine.training`, or restore engine/weights"


@dataclass(frozen=True, slots=True)
class EarFacts:
    """What stands in ``ear.json``.

    Attributes
    ----------
    file, model, sha256
        Name of the weights' file, the model's name, and the checksum that the name comes from.
    classes
        What the heads tell apart.
    training
        How it was made: data, recipe, date, command.
    scores
        What was measured, by name.
    """

    file: str
    model: str
    sha256: str
    dimension: int
    classes: Classes
    training: dict[str, str | int | float]
    scores: dict[str, float]
    format: int = _FORMAT


def read_facts(directory: Path) -> EarFacts:
    """Read ``ear.json``.

    Raises
    ------
    ModelError
        It is missing, damaged, or of another format.
    """
    path = directory / MANIFEST
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"the weights' {MANIFEST} is missing in {directory}: {_REBUILD}") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} cannot be read: {_REBUILD}") from error
    try:
        if raw["format"] != _FORMAT or raw["dimension"] != DIMENSION:
            raise ModelError(f"{path} describes networks that this version of Segue does not have: {_REBUILD}")
        classes = Classes(**{name: tuple(names) for name, names in raw.pop("classes").items()})
        return EarFacts(classes=classes, **raw)
    except (KeyError, TypeError) as error:
        raise ModelError(f"{path} lacks something: {_REBUILD}") from error


def load_ear(directory: Path, facts: EarFacts) -> Ear:
    """Build the networks and fill them, after the checksum was compared.

    Raises
    ------
    ModelError
        The file is missing, truncated, or not the one that ``ear.json`` names.
    """
    path = directory / Path(facts.file).name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the weights {path.name} are missing in {directory}: {_REBUILD}") from error
    if hashlib.sha256(content).hexdigest() != facts.sha256 or not facts.sha256.startswith(facts.model):
        raise ModelError(f"the weights {path.name} are damaged or not those of {MANIFEST}: {_REBUILD}")
    ear = Ear(facts.classes)
    try:
        told = ear.load_state_dict(safetensors.torch.load(content), strict=False)
    except (SafetensorError, RuntimeError) as error:
        raise ModelError(f"the weights {path.name} do not fit the networks: {_REBUILD}") from error
    if told.unexpected_keys or any(not key.startswith(_ONLY_LEARNED_WITH) for key in told.missing_keys):
        raise ModelError(f"the weights {path.name} do not fit the networks: {_REBUILD}")
    ear.autoencoder.only_encode()
    return ear.eval()


def save_ear(
    ear: Ear,
    directory: Path,
    classes: Classes,
    training: dict[str, str | int | float],
    scores: dict[str, float],
) -> EarFacts:
    """Write the weights under their own name, then ``ear.json``; older weights go last."""
    directory.mkdir(parents=True, exist_ok=True)
    weights = {name: _stored(value) for name, value in ear.state_dict().items()}
    content = safetensors.torch.save(
        {name: value for name, value in weights.items() if not name.startswith(_ONLY_LEARNED_WITH)}
    )
    sha256 = hashlib.sha256(content).hexdigest()
    facts = EarFacts(
        file=f"ear-{sha256[:16]}.safetensors",
        model=sha256[:16],
        sha256=sha256,
        dimension=DIMENSION,
        classes=classes,
        training=training,
        scores=scores,
    )
    _replace(directory / facts.file, content)
    _replace(directory / MANIFEST, (json.dumps(asdict(facts), indent=1) + "\n").encode())
    for other in directory.glob("ear-*.safetensors"):
        if other.name != facts.file:
            other.unlink()
    return facts


def round_to_stored(ear: Ear) -> None:
    """Round the weights as the file will hold them, so that what is measured is what ships."""
    ear.load_state_dict({name: _stored(value) for name, value in ear.state_dict().items()})


def _stored(value: Tensor) -> Tensor:
    """Kernels in half precision, which halves the file; statistics, scales and biases as they are."""
    is_kernel = value.is_floating_point() and value.ndim > 1
    return (value.half() if is_kernel else value).contiguous()


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
