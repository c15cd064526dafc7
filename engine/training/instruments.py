"""Which instruments are heard in a clip, by the word of public taggers.

No source labels its music with instruments, so the labels are what two taggers say together: one that was trained on
MTG-Jamendo, one on MagnaTagATune (Won et al., 2020). What they call alike is one instrument here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

JAMENDO, MAGNATAGATUNE = "jamendo", "magnatagatune"
PRESENT = 0.25
"""Mean probability of the taggers from which an instrument counts as heard."""

_TAGS: dict[str, Mapping[str, tuple[str, ...]]] = {
    "acoustic guitar": {JAMENDO: ("instrument---acousticguitar",)},
    "bass": {JAMENDO: ("instrument---bass",)},
    "cello": {MAGNATAGATUNE: ("cello",)},
    "choir": {MAGNATAGATUNE: ("choir", "choral")},
    "drum machine": {JAMENDO: ("instrument---drummachine",)},
    "drums": {JAMENDO: ("instrument---drums",), MAGNATAGATUNE: ("drums",)},
    "electric guitar": {JAMENDO: ("instrument---electricguitar",)},
    "flute": {MAGNATAGATUNE: ("flute",)},
    "guitar": {JAMENDO: ("instrument---guitar",), MAGNATAGATUNE: ("guitar",)},
    "harp": {MAGNATAGATUNE: ("harp",)},
    "harpsichord": {MAGNATAGATUNE: ("harpsichord",)},
    "piano": {JAMENDO: ("instrument---piano",), MAGNATAGATUNE: ("piano",)},
    "sitar": {MAGNATAGATUNE: ("sitar",)},
    "strings": {JAMENDO: ("instrument---strings",), MAGNATAGATUNE: ("strings",)},
    "synthesizer": {JAMENDO: ("instrument---synthesizer",), MAGNATAGATUNE: ("synth",)},
    "violin": {JAMENDO: ("instrument---violin",), MAGNATAGATUNE: ("violin",)},
    "voice": {JAMENDO: ("instrument---voice",), MAGNATAGATUNE: ("vocal", "vocals", "singing", "voice")},
    "female voice": {MAGNATAGATUNE: ("female", "woman", "female vocal", "female voice")},
    "male voice": {MAGNATAGATUNE: ("male", "man", "male vocal", "male voice")},
}
INSTRUMENTS = tuple(_TAGS)


def instruments_heard(
    tags: Mapping[str, NDArray[np.float32]], names: Mapping[str, Sequence[str]]
) -> NDArray[np.float32]:
    """How probable each instrument is: within one tagger its most probable name counts, between taggers the mean.

    Parameters
    ----------
    tags
        Per tagger (``JAMENDO``, ``MAGNATAGATUNE``) its probabilities, (n_clips, n_tags).
    names
        Per tagger the names of its tags.

    Returns
    -------
    (n_clips, len(INSTRUMENTS)) float32
    """
    columns = []
    for sources in _TAGS.values():
        said = [
            tags[tagger][:, [list(names[tagger]).index(name) for name in wanted]].max(axis=1)
            for tagger, wanted in sources.items()
        ]
        columns.append(np.mean(said, axis=0))
    return np.stack(columns, axis=1).astype(np.float32)
