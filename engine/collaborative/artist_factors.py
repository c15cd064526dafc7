"""Artists' factors on disk: what HetRec's listeners say of artists, and how it reaches songs by sound.

``artists.json`` says which files and what is known of them; each file's name holds the first 16 hexadecimal digits of
its SHA-256. ``python -m engine.collaborative artists`` writes them. Names of artists and numbers about them are kept,
and nothing of any listener: of an artist with fewer than ``FEWEST_LISTENERS`` there is no more than how many they are,
because the factors of one whom one person plays would be that person's.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.collaborative.sound import SoundRegressor
from engine.errors import ModelError

SHIPPED = Path(__file__).parent / "artists"
"""Where the factors that come with Segue lie."""
MANIFEST = "artists.json"
FEWEST_LISTENERS = 3
REBUILD = "build them again with `python -m engine.collaborative artists`, or restore engine/collaborative/artists"
_FORMAT = 2
_LARGEST = 64 << 20
"""Bytes of a file that is read: many times what ships."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ArtistFactors:
    """Item factors of artists, and what folding somebody in needs (:mod:`engine.collaborative.wmf`).

    Attributes
    ----------
    keys
        a artist keys (:func:`engine.songs.artist_key`), sorted.
    factors
        (a, k) float32.
    listeners
        (a,) int64: by how many people each is played.
    rare
        r keys of artists with too few listeners to have factors, sorted.
    rare_listeners
        (r,) int64: by how many people each of these is played, at least 1.
    energies
        (k,) float32: diagonal of the Gram matrix of the factors of all artists learned from, also of those left out.
    people, artists
        How many people and artists were learned from.
    regularisation, unobserved, frequency, observed
        Of :class:`engine.collaborative.settings.WmfSettings`.
    """

    keys: tuple[str, ...]
    factors: Floats
    listeners: NDArray[np.int64]
    rare: tuple[str, ...]
    rare_listeners: NDArray[np.int64]
    energies: Floats
    people: int
    artists: int
    regularisation: float
    unobserved: float
    frequency: float
    observed: float


@dataclass(frozen=True, slots=True)
class ArtistFacts:
    """What stands in ``artists.json``.

    Attributes
    ----------
    factors, sound
        Names of the files.
    factors_sha256, sound_sha256
        Their checksums.
    ear, dimension
        Name of the weights of the ear whose vectors the sound regressor reads, and numbers of such a vector.
    people, artists
        How many people and artists were learned from.
    wmf
        Regularisation, weight of what was not played, frequency, weight of a play.
    training
        How it was made: data, licence, settings, command.
    """

    factors: str
    factors_sha256: str
    sound: str
    sound_sha256: str
    ear: str
    dimension: int
    people: int
    artists: int
    wmf: Mapping[str, float]
    training: Mapping[str, str | int | float]
    format: int = _FORMAT


def read_facts(directory: Path) -> ArtistFacts:
    """Read ``artists.json``.

    Raises
    ------
    ModelError
        It is missing, damaged, or of another format.
    """
    path = directory / MANIFEST
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"the artists' factors cannot be read from {path}: {REBUILD}") from error
    try:
        facts = ArtistFacts(**raw)
    except TypeError as error:
        raise ModelError(f"{path} lacks something: {REBUILD}") from error
    if facts.format != _FORMAT:
        raise ModelError(f"{path} is of a format that this version of Segue does not read: {REBUILD}")
    return facts


def read_factors(directory: Path, facts: ArtistFacts) -> ArtistFactors:
    """Read the factors, after the checksum was compared.

    Raises
    ------
    ModelError
        The file is missing or is not the one that ``artists.json`` names.
    """
    arrays = _read(directory / Path(facts.factors).name, facts.factors_sha256)
    try:
        keys, rare = (_unpacked(arrays[name]) for name in ("keys", "rare"))
        factors = arrays["factors"].astype(np.float32)
        listeners, rare_listeners = (arrays[name].astype(np.int64) for name in ("listeners", "rare_listeners"))
        energies = arrays["energies"].astype(np.float32)
        wmf = {name: float(facts.wmf[name]) for name in ("regularisation", "unobserved", "frequency", "observed")}
    except (KeyError, UnicodeDecodeError) as error:
        raise ModelError(f"the artists' factors lack something: {REBUILD}") from error
    if not (
        factors.shape == (len(keys), energies.size)
        and listeners.shape == (len(keys),)
        and rare_listeners.shape == (len(rare),)
        and (rare_listeners > 0).all()
    ):
        raise ModelError(f"the artists' factors do not pair up: {REBUILD}")
    return ArtistFactors(keys, factors, listeners, rare, rare_listeners, energies, facts.people, facts.artists, **wmf)


def read_sound(directory: Path, facts: ArtistFacts) -> SoundRegressor:
    """Read what predicts factors from sound, after the checksum was compared.

    Raises
    ------
    ModelError
        The file is missing or is not the one that ``artists.json`` names.
    """
    arrays = _read(directory / Path(facts.sound).name, facts.sound_sha256)
    try:
        centres, coefficients, mean = (arrays[name].astype(np.float32) for name in ("centres", "coefficients", "mean"))
        width = float(arrays["width"])
    except (KeyError, TypeError) as error:
        raise ModelError(f"what predicts factors from sound lacks something: {REBUILD}") from error
    if centres.shape != (len(coefficients), facts.dimension) or coefficients.shape[1:] != mean.shape:
        raise ModelError(f"what predicts factors from sound does not pair up: {REBUILD}")
    return SoundRegressor(centres, coefficients, mean, width)


def save(
    directory: Path, found: ArtistFactors, sound: SoundRegressor, ear: str, training: Mapping[str, str | int | float]
) -> ArtistFacts:
    """Write both files under their own names, then ``artists.json``; older files go last."""
    directory.mkdir(parents=True, exist_ok=True)
    factors = _bytes(
        {
            "keys": _packed(found.keys),
            "rare": _packed(found.rare),
            "rare_listeners": found.rare_listeners.astype(np.int32),
            "factors": found.factors.astype(np.float16),
            "listeners": found.listeners.astype(np.int32),
            "energies": found.energies,
        }
    )
    regressor = _bytes(
        {
            "centres": sound.centres.astype(np.float16),
            "coefficients": sound.coefficients.astype(np.float16),
            "mean": sound.mean,
            "width": np.array(sound.width),
        }
    )
    digests = [hashlib.sha256(content).hexdigest() for content in (factors, regressor)]
    facts = ArtistFacts(
        factors=f"artists-{digests[0][:16]}.npz",
        factors_sha256=digests[0],
        sound=f"sound-{digests[1][:16]}.npz",
        sound_sha256=digests[1],
        ear=ear,
        dimension=sound.dimension,
        people=found.people,
        artists=found.artists,
        wmf={
            "regularisation": found.regularisation,
            "unobserved": found.unobserved,
            "frequency": found.frequency,
            "observed": found.observed,
        },
        training=dict(training),
    )
    _replace(directory / facts.factors, factors)
    _replace(directory / facts.sound, regressor)
    _replace(directory / MANIFEST, (json.dumps(asdict(facts), indent=1) + "\n").encode())
    for other in (*directory.glob("artists-*.npz"), *directory.glob("sound-*.npz")):
        if other.name not in (facts.factors, facts.sound):
            other.unlink()
    return facts


def _read(path: Path, sha256: str) -> dict[str, NDArray[np.generic]]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise ModelError(f"{path} is missing: {REBUILD}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(f"{path} is damaged or not the one that {MANIFEST} names: {REBUILD}")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} is no archive of arrays: {REBUILD}") from error


def _packed(keys: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(keys).encode(), np.uint8)


def _unpacked(packed: NDArray[np.generic]) -> tuple[str, ...]:
    text = bytes(packed.astype(np.uint8)).decode()
    return tuple(text.split("\n")) if text else ()


def _bytes(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """The same bytes for the same arrays: np.savez would write the time of day into them."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.lib.format.write_array(one, array, allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy")
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, one.getvalue())
    return content.getvalue()


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
