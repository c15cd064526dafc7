"""What the networks learned from, counted: sources, licences, years, genres, artists, and what titles tell of language.

Counted anew from ``tracks.csv`` whenever the model card is written, so that the card says what the data are and not
what somebody remembers of them.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.artists import artist_key
from engine.training.labels import canonical_genres

ENGLISH = frozenset(
    {
        "the",
        "you",
        "i",
        "my",
        "your",
        "of",
        "and",
        "to",
        "is",
        "it",
        "with",
        "this",
        "what",
        "when",
        "we",
        "for",
        "love",
    }
)
OTHER = frozenset(
    {
        *("el", "los", "las", "una", "del", "con", "por", "mi", "tu"),
        *("je", "ne", "les", "des", "est", "avec", "dans"),
        *("und", "der", "das", "ich", "nicht"),
        *("il", "gli", "della", "che", "di", "nao", "meu"),
    }
)
"""Words that are frequent in Spanish, French, German, Italian or Portuguese titles and not in English ones."""
YEARS_A_DECADE = 10


@dataclass(frozen=True, slots=True)
class Source:
    """One source of clips.

    Attributes
    ----------
    licences
        The ways in which its clips are licensed, the most frequent first.
    years
        First and last year, ``None`` where the source gives none.
    shippable
        Clips that may be passed on.
    """

    name: str
    clips: int
    artists: int
    licences: tuple[str, ...]
    years: tuple[int, int] | None
    shippable: int


@dataclass(frozen=True, slots=True)
class Count:
    """A name and how many clips have it."""

    name: str
    clips: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The training data in numbers.

    Attributes
    ----------
    folds
        Clips of fold 0, 1, ...
    decades
        Clips whose year is known, by decade.
    genres
        Clips by genre in the common vocabulary, the most frequent first; a clip may have several.
    with_genre
        Clips that have any.
    busiest
        Artists with the most clips.
    latin
        Clips whose artist and title are in Latin letters.
    english, other
        Clips with a word of ``ENGLISH``, of ``OTHER``, in the title.
    """

    clips: int
    artists: int
    sources: tuple[Source, ...]
    folds: tuple[int, ...]
    decades: tuple[Count, ...]
    genres: tuple[Count, ...]
    with_genre: int
    busiest: tuple[Count, ...]
    latin: int
    english: int
    other: int

    @property
    def with_year(self) -> int:
        """Clips whose year is known."""
        return sum(decade.clips for decade in self.decades)


def count(tracks: Path) -> Counted:
    """Count the rows of ``tracks.csv``.

    Raises
    ------
    OSError
        It cannot be read.
    ValueError
        A column is missing, or a year or fold is not a number.
    """
    try:
        with tracks.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return _counted(rows)
    except KeyError as error:
        raise ValueError(f"{tracks} lacks the column {error}") from error


def _counted(rows: Sequence[dict[str, str]]) -> Counted:
    years = [int(row["year"]) for row in rows if row["year"]]
    genres = [canonical_genres(row["genres"]) for row in rows]
    titles = [frozenset(row["title"].casefold().replace("'", " ").split()) for row in rows]
    folds = Counter(int(row["fold"]) for row in rows)
    return Counted(
        clips=len(rows),
        artists=len({artist_key(row["artist"]) for row in rows}),
        sources=tuple(
            _source(name, [row for row in rows if row["source"] == name])
            for name, _ in Counter(row["source"] for row in rows).most_common()
        ),
        folds=tuple(folds[number] for number in sorted(folds)),
        decades=tuple(
            Count(f"{decade}s", clips)
            for decade, clips in sorted(Counter(year // YEARS_A_DECADE * YEARS_A_DECADE for year in years).items())
        ),
        genres=_ranked(Counter(name for names in genres for name in names)),
        with_genre=sum(bool(names) for names in genres),
        busiest=_ranked(Counter(row["artist"] for row in rows))[:3],
        latin=sum(_is_latin(row["artist"] + row["title"]) for row in rows),
        english=sum(bool(words & ENGLISH) for words in titles),
        other=sum(bool(words & OTHER) for words in titles),
    )


def _source(name: str, rows: Sequence[dict[str, str]]) -> Source:
    years = [int(row["year"]) for row in rows if row["year"]]
    return Source(
        name=name,
        clips=len(rows),
        artists=len({artist_key(row["artist"]) for row in rows}),
        licences=tuple(licence for licence, _ in Counter(row["licence"] for row in rows).most_common()),
        years=(min(years), max(years)) if years else None,
        shippable=sum(row["redistribute"] == "1" for row in rows),
    )


def _ranked(counts: Counter[str]) -> tuple[Count, ...]:
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Count(name, clips) for name, clips in ranked)


def _is_latin(text: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())
