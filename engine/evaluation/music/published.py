"""Tempi and keys that were published: in the titles of classical pieces, and by Echo Nest in the Million Song Dataset.

Neither is beyond doubt. A title names the key of a whole work, and a clip may lie where it has gone to another; old
instruments are often tuned about a semitone lower. Echo Nest estimated by an algorithm, over a whole recording that
need not be the same one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.artists import artist_key
from engine.evaluation.folds import Track
from engine.versions import version_key

ECHO_NEST_FILE = Path("corgis", "music.csv")
_NATURAL = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_SIGN = {"": 0, "flat": -1, "b": -1, "sharp": 1, "#": 1}
_KEY = re.compile(r"\b([A-Ga-g])(?:[ -]?(flat|sharp|#|b))?,? (major|minor)\b", re.IGNORECASE)
_MODES = ("minor", "major")
"""As Echo Nest numbers them."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of a clip's song.

    Attributes
    ----------
    tempo
        Beats in a minute, or ``None``.
    key
        Pitch class and mode, or ``None``.
    """

    track_id: str
    tempo: float | None
    key: tuple[int, str] | None


def key_in(title: str) -> tuple[int, str] | None:
    """The key that a title names.

    >>> key_in("Sonata in B-flat Major, K. 333")
    (10, 'major')
    """
    found = _KEY.search(title)
    if found is None:
        return None
    note, sign, mode = found.groups(default="")
    return (_NATURAL[note.lower()] + _SIGN[sign.lower()]) % 12, mode.lower()


def titles(tracks: Sequence[Track]) -> tuple[Published, ...]:
    """The clips whose title names a key."""
    keys = ((track.id, key_in(track.title)) for track in tracks)
    return tuple(Published(track_id, None, key) for track_id, key in keys if key is not None)


def echo_nest(tracks: Sequence[Track], directory: Path) -> tuple[Published, ...]:
    """The clips of songs that Echo Nest analysed; none where ``corgis/music.csv`` is not there."""
    path = directory / ECHO_NEST_FILE
    if not path.exists():
        return ()
    facts = {version: (tempo, key) for version, tempo, key in _rows(path)}
    return tuple(Published(track.id, *facts[track.version]) for track in tracks if track.version in facts)


def _rows(path: Path) -> Iterator[tuple[str, float, tuple[int, str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            tempo, key, mode = (float(row[name]) for name in ("tempo", "key", "mode"))
            if tempo > 0:
                version = version_key(artist_key(row["artist.name"]), row["title"])
                yield version, tempo, (int(key), _MODES[int(mode)])
