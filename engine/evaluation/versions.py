"""Are recordings of one song grouped, and different songs left apart?"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.evaluation.folds import TRACKS_FILE, DataMissingError
from engine.evaluation.same_titles import are_one
from engine.evaluation.table import Table
from engine.same_song import Kinship, Name, is_same_song, name_of

Vectors = npt.NDArray[np.float32]

WRONG_GOAL = 1 / 1000
"""Different songs that may be merged, for each song."""
FOUND_GOAL = 0.9
"""Share of copies under another spelling of the title that must be found."""
SHORTEST_WORD = 4
"""Letters of a word that is misspelt; in a shorter one a slip makes another word."""


@dataclass(frozen=True, slots=True)
class Named:
    """A clip by its published name."""

    id: str
    artist: str
    title: str

    @property
    def name(self) -> Name:
        """As it is compared."""
        return name_of(self.artist, self.title)


@dataclass(frozen=True, slots=True)
class Merged:
    """Two clips that are taken for one song."""

    one: Named
    other: Named
    cosine: float

    @property
    def by_name(self) -> bool:
        """Whether their names alone say so."""
        return self.one.name.version == self.other.name.version

    @property
    def rightly(self) -> bool:
        """Whether they are one song."""
        return are_one(self.one.name, self.other.name)


class Respelt(StrEnum):
    """What of a copy's name is misspelt."""

    TITLE = "title"
    ARTIST = "artist"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Copies:
    """One kind of copy beside the clips that it was made of.

    Attributes
    ----------
    cosines
        (n,) of each copy to its clip.
    found
        For each misspelling, (n,) whether the copy was taken for its clip.
    wrongly
        How many pairs of a copy and a clip of another song were merged, over all misspellings.
    """

    kind: str
    cosines: npt.NDArray[np.float64]
    found: Mapping[Respelt, npt.NDArray[np.bool_]]
    wrongly: int


def read_named(directory: Path) -> tuple[Named, ...]:
    """The clips of ``tracks.csv``, with all artists as published.

    Raises
    ------
    DataMissingError
        The file cannot be read or lacks a column.
    """
    path = directory / TRACKS_FILE
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return tuple(Named(row["id"], row["artist"], row["title"]) for row in csv.DictReader(lines))
    except (OSError, KeyError) as error:
        raise DataMissingError(
            f"{path} cannot be read ({error}): name the directory of the training data by --data or SEGUE_DATA"
        ) from error


def merged(clips: Sequence[Named], vectors: Vectors) -> list[Merged]:
    """Every pair that is taken for one song, the nearest in sound first.

    Parameters
    ----------
    vectors
        (n, d) of unit length, in the clips' order.
    """
    kinship = Kinship.of([clip.name for clip in clips], vectors)
    pairs = []
    for row, clip in enumerate(clips):
        cosines = vectors @ vectors[row]
        after = np.arange(len(clips)) > row
        for other in np.flatnonzero(kinship.kin(clip.name, cosines, after)).tolist():
            pairs.append(Merged(clip, clips[other], float(cosines[other])))
    return sorted(pairs, key=lambda pair: -pair.cosine)


def one_song(clips: Sequence[Named], vectors: Vectors) -> list[Merged]:
    """Every pair of one title that is one song by other artists, merged or not."""
    titles: dict[str, list[int]] = {}
    for row, clip in enumerate(clips):
        titles.setdefault(clip.name.title, []).append(row)
    pairs = [
        Merged(clips[one], clips[other], float(vectors[one] @ vectors[other]))
        for rows in titles.values()
        for place, other in enumerate(rows)
        for one in rows[:place]
    ]
    return [pair for pair in pairs if pair.rightly and not pair.by_name]


def copies(
    kind: str, made_of: Sequence[int], heard: Vectors, clips: Sequence[Named], vectors: Vectors, *, seed: int
) -> Copies:
    """Take copies for clips, by their sound and a misspelt name.

    Parameters
    ----------
    made_of
        The row of the clip behind each copy.
    heard
        (n, d) the copies' vectors.
    """
    draw = np.random.default_rng(seed)
    kinship = Kinship.of([clip.name for clip in clips], vectors)
    found: dict[Respelt, list[bool]] = {way: [] for way in Respelt}
    wrongly = 0
    for row, vector in zip(made_of, heard, strict=True):
        cosines = vectors @ vector
        for way in Respelt:
            name = misspelt(clips[row], way, draw)
            found[way].append(is_same_song(name, clips[row].name, float(cosines[row])))
            taken = kinship.kin(name, cosines)
            own = clips[row].name
            wrongly += sum(not are_one(own, clips[other].name) for other in np.flatnonzero(taken).tolist())
    own_cosines = np.array([vectors[row] @ vector for row, vector in zip(made_of, heard, strict=True)], np.float64)
    return Copies(kind, own_cosines, {way: np.array(right, np.bool_) for way, right in found.items()}, wrongly)


def misspelt(clip: Named, way: Respelt, draw: np.random.Generator) -> Name:
    """A clip's name with a slip of the fingers."""
    artist = clip.artist if way is Respelt.TITLE else _slipped(clip.artist, draw)
    title = clip.title if way is Respelt.ARTIST else _slipped(clip.title, draw)
    return name_of(artist, title)


def _slipped(text: str, draw: np.random.Generator) -> str:
    """Two neighbouring letters inside a word swapped, or one left out."""
    words = text.split()
    places = [place for place, word in enumerate(words) if len(word) >= SHORTEST_WORD and word.isalpha()]
    if not places:
        return text
    word = words[place := places[draw.integers(len(places))]]
    at = int(draw.integers(1, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    words[place] = word[:at] + word[at + 1 :] if draw.integers(2) or swapped == word else swapped
    return " ".join(words)


def wrong_merges(pairs: Sequence[Merged]) -> int:
    """How many merged pairs are two songs."""
    return sum(not pair.rightly for pair in pairs)


def goals_are_met(pairs: Sequence[Merged], clips: int, made: Sequence[Copies]) -> bool:
    """Whether few enough different songs are merged, and enough copies found."""
    found = np.concatenate([one.found[Respelt.TITLE] for one in made])
    return wrong_merges(pairs) < WRONG_GOAL * clips and bool(found.mean() >= FOUND_GOAL)


def pairs_table(clips: int, pairs: Sequence[Merged], by_others: Sequence[Merged]) -> Table:
    """What was merged of the clips as they are, and how much of it rightly."""
    named = [pair for pair in pairs if pair.by_name]
    heard = [pair for pair in pairs if not pair.by_name]
    found = {(pair.one.id, pair.other.id) for pair in heard}
    rightly = sum(pair.rightly for pair in heard)
    caught = sum((pair.one.id, pair.other.id) in found for pair in by_others)
    wrong = wrong_merges(pairs)
    goal = f"fewer than {WRONG_GOAL * clips:g}: {'met' if wrong < WRONG_GOAL * clips else 'missed'}"
    return Table(
        title=f"Pairs among {clips} clips that are taken for one song",
        header=("pairs", "merged", "rightly", "there are"),
        rows=(
            ("one artist and title, by name alone", str(len(named)), str(len(named)), str(len(named))),
            ("other spellings and covers, by name and sound", str(len(heard)), str(rightly), ""),
            ("of these: one title by other artists", str(caught), str(caught), str(len(by_others))),
            ("different songs", f"{wrong} ({goal})", "0", ""),
        ),
        notes=("which clips of one title are one song was told by hand (engine.evaluation.same_titles)",),
    )


def heard_table(pairs: Sequence[Merged]) -> Table:
    """Every pair that was merged by more than its name."""
    return Table(
        title="Merged by name and sound",
        header=("cosine", "one", "other", ""),
        rows=tuple(
            (
                f"{pair.cosine:.3f}",
                f"{pair.one.artist} - {pair.one.title}",
                f"{pair.other.artist} - {pair.other.title}",
                "" if pair.rightly else "WRONG",
            )
            for pair in pairs
            if not pair.by_name
        ),
    )


def copies_table(made: Sequence[Copies]) -> Table:
    """How near copies are to their clips, and how many were found under a misspelt name."""
    return Table(
        title="Copies under another spelling, taken for the clip that they were made of",
        header=(
            "copy",
            "made",
            "cosine least",
            "5 %",
            "median",
            *(f"found, {way} misspelt" for way in Respelt),
            "wrong",
        ),
        rows=tuple(
            (
                one.kind,
                str(len(one.cosines)),
                *(f"{np.quantile(one.cosines, share):.3f}" for share in (0.0, 0.05, 0.5)),
                *(f"{one.found[way].mean():.1%}" for way in Respelt),
                str(one.wrongly),
            )
            for one in made
        ),
        notes=("wrong: clips of other songs that a copy was taken for, over all three spellings",),
    )
