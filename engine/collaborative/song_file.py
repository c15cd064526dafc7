"""Factors of songs as a file: written whole or not at all, read only where it fits what they were learned around."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.collaborative.song_factors import SongFactors
from engine.errors import ModelError
from engine.songs import SongId

_LARGEST = 512 << 20
"""Bytes of a file that is read: those of two million songs."""
_ID = "S16"


@dataclass(frozen=True, slots=True)
class LearnedFrom:
    """What factors were learned from; numbers, and no member.

    Attributes
    ----------
    base
        Checksum of what ships of how people listen: other factors lie in another space.
    ear
        Content hash of the weights that made the songs' vectors.
    members, deeds
        How many members agreed, and how much they did.
    changed_ms
        When the last of them changed what they allow: milliseconds since 1970.
    """

    base: str
    ear: str
    members: int
    deeds: int
    changed_ms: int


@dataclass(frozen=True, slots=True, eq=False)
class KeptFactors:
    """Factors, and what they were learned from."""

    factors: SongFactors
    learned_from: LearnedFrom


def write(path: Path, kept: KeptFactors) -> None:
    """Write them in the place of those before.

    Raises
    ------
    OSError
        The disk refused; those before stay.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    facts = kept.learned_from
    np.savez(
        content,
        songs=np.array([song.encode("ascii") for song in kept.factors.songs], dtype=_ID),
        factors=kept.factors.factors,
        listeners=kept.factors.listeners,
        base=np.array(facts.base),
        ear=np.array(facts.ear),
        numbers=np.array([facts.members, facts.deeds, facts.changed_ms], np.int64),
    )
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as file:
        file.write(content.getbuffer())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read(path: Path) -> KeptFactors | None:
    """Read them; ``None`` where there are none.

    Raises
    ------
    ModelError
        The file is damaged or no file of factors.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ModelError(f"{path} is larger than factors of songs can be")
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            songs = tuple(SongId(song.decode("ascii")) for song in arrays["songs"].astype(_ID).tolist())
            factors, listeners = arrays["factors"].astype(np.float32), arrays["listeners"].astype(np.int32)
            members, deeds, changed_ms = (int(number) for number in arrays["numbers"])
            learned_from = LearnedFrom(str(arrays["base"]), str(arrays["ear"]), members, deeds, changed_ms)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} is damaged") from error
    if factors.ndim != 2 or len(factors) != len(songs) or listeners.shape != (len(songs),):  # noqa: PLR2004
        raise ModelError(f"{path} does not pair up")
    if len(set(songs)) != len(songs) or not np.isfinite(factors).all():
        raise ModelError(f"{path} holds no factors")
    return KeptFactors(SongFactors(songs, factors, listeners), learned_from)


def remove(path: Path) -> None:
    """Let nothing be left of them."""
    for one in (path, path.with_name(f"{path.name}.part")):
        one.unlink(missing_ok=True)
