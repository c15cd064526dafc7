"""What somebody wants to hear, in plain words: read into facets, spans and what nobody understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.errors import UnclearSpan
from bot.spans import tempo_span, year_span
from bot.text.en import prompt_words as words
from bot.text.en import synonyms
from data.catalog import Vocabulary
from engine.ranking import Span
from engine.ranking.facets import Facet
from engine.ranking.labels import kinds_of
from engine.songs import normalise

LONGEST_PROMPT = 200
"""Characters."""
LONGEST_PHRASE = 4
"""Words that may mean one thing together."""
_LEAST_MISSPELT = 5
"""A word shorter than this is too near too many others to be a slip of the fingers."""

_SPLIT = re.compile(r"\s*([,;.!?]|\bbut\b|\bhowever\b)\s*", re.IGNORECASE)
_BOUND = r"(?:(?:under|below|over|above|around|about|between|from|less than|more than|faster than|slower than)\s+)?"
_TEMPO = re.compile(rf"{_BOUND}\d{{2,3}}(?:\s*(?:-|\u2013|to|and)\s*\d{{2,3}})?\s*bpm\b", re.IGNORECASE)
_YEAR = r"(?:(?:19|20)\d{2}(?:\s*'?s)?|'?\d0\s*'?s)"
_FROM = re.compile(r"^from\s+", re.IGNORECASE)
_PART = re.compile(r"(?P<part>early|mid|late)[ -]+", re.IGNORECASE)
_YEARS = re.compile(
    rf"\b(?:(?:before|after|since|until|from|between|older than|newer than)\s+)?(?:the\s+)?(?:(?:early|mid|late)[ -]+)?"
    rf"{_YEAR}(?:\s*(?:-|\u2013|to|and)\s*{_YEAR})?(?!\w)",
    re.IGNORECASE,
)
_PARTS = {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}
"""Years of a decade."""
_DECADES = {
    "fifties": "1950s",
    "sixties": "1960s",
    "seventies": "1970s",
    "eighties": "1980s",
    "nineties": "1990s",
    "noughties": "2000s",
    "two thousands": "2000s",
}
_STOP = "\n"
"""Where a clause ends, among its words."""

_Read = Callable[[str], Span]


@dataclass(frozen=True, slots=True)
class Understood:
    """A prompt, read.

    Attributes
    ----------
    wanted, unwanted
        What a song should have and what it must not have, in the order in which it was said.
    tempo, year
        Numbers that were named; every song has to be so.
    unknown
        Words that nobody understood.
    """

    wanted: tuple[Facet, ...] = ()
    unwanted: tuple[Facet, ...] = ()
    tempo: Span = field(default_factory=Span)
    year: Span = field(default_factory=Span)
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted or self.tempo or self.year)


class Lexicon:
    """Every phrase that means something to a catalogue and its ear.

    Parameters
    ----------
    vocabulary
        The catalogue's words.
    heard
        The ear's genres, moods and instruments, as facets of one word each; empty where there is no such ear.
    """

    def __init__(self, vocabulary: Vocabulary, heard: Sequence[Facet] = ()) -> None:
        own = [
            *(Facet(word.name, moods=(word.name,)) for word in vocabulary.moods()),
            *(Facet(word.name, genres=(word.name,)) for word in vocabulary.genres()),
            *(Facet(kind, instruments=(kind,)) for word in vocabulary.instruments() for kind in kinds_of(word.name)),
        ]
        self._known = _known([*own, *heard])
        self._phrases = {
            **{phrase: self._only_known(facet) for phrase, facet in _named_otherwise()},
            **{phrase: self._only_known(facet) for phrase, facet in words.PHRASES.items()},
            # The catalogue's own name is exact; only a mood keeps what the phrase says of energy besides.
            **{normalise(facet.said): facet for facet in (*heard, *own) if not self._says_more(facet)},
        }
        self._phrases = {phrase: facet for phrase, facet in self._phrases.items() if _means_something(facet)}
        self._single = [phrase for phrase in self._phrases if " " not in phrase and len(phrase) >= _LEAST_MISSPELT]

    @property
    def phrases(self) -> Mapping[str, Facet]:
        """By text as it is compared."""
        return self._phrases

    def facet(self, phrase: str) -> Facet | None:
        """What a phrase stands for, singular or plural; ``None`` for one that means nothing here."""
        for one in (phrase, phrase.removesuffix("s"), f"{phrase}s"):
            if one and one in self._phrases:
                return replace(self._phrases[one], said=phrase)
        return None

    def misspelt(self, word: str) -> Facet | None:
        """What a single word stands for that nobody knows, where one known word alone is a slip away."""
        if len(word) < _LEAST_MISSPELT:
            return None
        near = process.extract(word, self._single, scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(near) != 1:
            return None
        return replace(self._phrases[near[0][0]], said=near[0][0])

    @staticmethod
    def _says_more(facet: Facet) -> bool:
        return bool(facet.moods) and normalise(facet.said) in words.PHRASES

    def _only_known(self, facet: Facet) -> Facet:
        genres, moods, instruments = self._known
        return replace(
            facet,
            genres=tuple(word for word in facet.genres if normalise(word) in genres),
            moods=tuple(word for word in facet.moods if normalise(word) in moods),
            instruments=tuple(word for word in facet.instruments if normalise(word) in instruments),
        )


def understand(prompt: str, lexicon: Lexicon) -> Understood:
    """Read what somebody wrote, at most :data:`LONGEST_PROMPT` characters of it.

    "No", "not", "without" and their like turn what follows into its opposite, up to a comma or a "but".
    """
    text = prompt[:LONGEST_PROMPT]
    for name, decade in _DECADES.items():
        text = re.sub(rf"\b{name}\b", decade, text, flags=re.IGNORECASE)
    refused, text = _without_refused_numbers(text)
    tempo, text = _taken(text, _TEMPO, tempo_span)
    year, text = _taken(text, _YEARS, _years)
    reading = _Reading(lexicon)
    reading.read(list(_tokens(text)))
    return Understood(
        wanted=tuple(dict.fromkeys(reading.wanted)),
        unwanted=tuple(dict.fromkeys(reading.unwanted)),
        tempo=tempo,
        year=year,
        unknown=(*refused, *reading.unknown),
    )


class _Reading:
    """One pass over the words of a prompt."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._against = False
        """Whether what comes next is unwanted."""
        self._before: str | None = None
        """The kind of the unwanted facet just before, which a list may go on with."""
        self.wanted: list[Facet] = []
        self.unwanted: list[Facet] = []
        self.unknown: list[str] = []

    def read(self, tokens: list[str]) -> None:
        """Longest phrase first, from left to right."""
        place = 0
        while place < len(tokens):
            if tokens[place] == _STOP:
                self._end_clause(tokens[place + 1 :])
                place += 1
            else:
                place += self._step(tokens[place : place + LONGEST_PHRASE])

    def _end_clause(self, rest: list[str]) -> None:
        """Turn back to what is wanted, but not inside a list: "no drums, bass or vocals"."""
        clause = rest[: rest.index(_STOP)] if _STOP in rest else rest
        self._against = self._before is not None and not words.LISTING.isdisjoint(clause)
        self._before = None

    def _step(self, ahead: list[str]) -> int:
        """Read what stands first; how many words that were."""
        word = ahead[0]
        if word in words.NEGATORS and not self._is_phrase(ahead):
            self._against, self._before = True, None
            return 1
        if self._before is not None and (word in words.LISTING or word == words.ALSO):
            return self._go_on(word, ahead[1:])
        if word in words.INSTRUMENTAL:
            voice = self._lexicon.facet("vocals")
            self._take(None if voice is None else replace(voice, said="vocals"), word, against=not self._against)
            return 1
        for length in range(len(ahead), 0, -1):
            facet = self._lexicon.facet(" ".join(ahead[:length])) if _STOP not in ahead[:length] else None
            if facet is not None:
                self._take(facet, word, against=self._against)
                return length
        if word not in words.IGNORED and word not in words.LISTING and word != words.ALSO:
            self._take(self._lexicon.misspelt(word), word, against=self._against)
        return 1

    def _is_phrase(self, ahead: list[str]) -> bool:
        return any(self._lexicon.facet(" ".join(ahead[:length])) for length in range(2, len(ahead) + 1))

    def _go_on(self, word: str, ahead: list[str]) -> int:
        following = next((self._lexicon.facet(" ".join(ahead[:length])) for length in range(len(ahead), 0, -1)), None)
        following = following or next(filter(None, map(self._lexicon.facet, ahead[:1])), None)
        same = following is not None and _kind(following) == self._before
        self._against, self._before = word in words.LISTING or same, None
        return 1

    def _take(self, facet: Facet | None, word: str, *, against: bool) -> None:
        if facet is None:
            self.unknown.append(word)
            return
        (self.unwanted if against else self.wanted).append(facet)
        self._before = _kind(facet) if against else None
        self._against = False


def _tokens(text: str) -> Iterator[str]:
    """Words as they are compared, and the ends of clauses."""
    for part in _SPLIT.split(text):
        if _SPLIT.fullmatch(part):
            yield _STOP
        else:
            yield from normalise(part).split()


def _without_refused_numbers(text: str) -> tuple[tuple[str, ...], str]:
    """Numbers that are not wanted, which nobody can look for yet, and the text without them."""
    refused = []
    for form in (_TEMPO, _YEARS):
        negated = re.compile(rf"\b(?:{'|'.join(sorted(words.NEGATORS))})\s+(?:{form.pattern})", re.IGNORECASE)
        refused += [" ".join(found[0].split()) for found in negated.finditer(text)]
        text = negated.sub(" ", text)
    return tuple(refused), text


def _taken(text: str, form: re.Pattern[str], read: _Read) -> tuple[Span, str]:
    """The first number of a form that makes sense, and the text without it."""
    for found in form.finditer(text):
        try:
            span = read(found[0])
        except UnclearSpan:
            continue
        return span, f"{text[: found.start()]} {text[found.end() :]}"
    return Span(), text


def _years(typed: str) -> Span:
    # "From the 90s" means in them, and "from 1990 to 1995" is a range without the word too.
    typed = _FROM.sub("", typed)
    part = _PART.search(typed)
    span = year_span(_PART.sub("", typed))
    if part is None or span.low is None or span.high is None:
        return span
    first, last = _PARTS[part["part"].casefold()]
    return Span(span.low + first, span.low + last)


def _named_otherwise() -> Iterator[tuple[str, Facet]]:
    """The synonyms as facets; of a word that names several kinds the mood goes before the genre."""
    for phrase, meant in synonyms.GENRES.items():
        yield phrase, Facet(phrase, genres=meant)
    for phrase, meant in synonyms.INSTRUMENTS.items():
        yield phrase, Facet(phrase, instruments=meant)
    for phrase, meant in synonyms.MOODS.items():
        yield phrase, Facet(phrase, moods=meant)


def _known(facets: Iterable[Facet]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    listed = tuple(facets)
    return (
        frozenset(normalise(word) for facet in listed for word in facet.genres),
        frozenset(normalise(word) for facet in listed for word in facet.moods),
        frozenset(normalise(word) for facet in listed for word in facet.instruments),
    )


def _means_something(facet: Facet) -> bool:
    return bool(facet.genres or facet.moods or facet.instruments or facet.tempo or facet.lively is not None)


def _kind(facet: Facet) -> str:
    for kind in ("instruments", "genres", "moods", "tempo"):
        if getattr(facet, kind):
            return kind
    return "energy"
