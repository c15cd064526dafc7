"""The catalogue's genres and moods for members: offered while somebody types, understood, and told where none fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.errors import NothingOfThat, UnknownWord, WordKind
from bot.text.en import synonyms
from data.catalog import Catalog, Vocabulary, Word, nearest
from engine.ranking import Only
from engine.songs import normalise

MOST_NEAREST = 3
"""Words that a sentence names in place of one that does not work."""


class Words:
    """Speaks the catalogue's words; knows nothing of songs that sound alike."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    async def genres(self, typed: str, mood: str, limit: int) -> tuple[Word, ...]:
        """Genres that fit what was typed so far, counted among the songs of a mood where a known one is given."""
        vocabulary = await self._catalog.vocabulary()
        return _offered(typed, vocabulary.genres(vocabulary.mood(mood) or ""), synonyms.GENRES, limit)

    async def moods(self, typed: str, genre: str, limit: int) -> tuple[Word, ...]:
        """Moods that fit what was typed so far, counted among the songs of a genre where a known one is given."""
        vocabulary = await self._catalog.vocabulary()
        return _offered(typed, vocabulary.moods(vocabulary.genre(genre) or ""), synonyms.MOODS, limit)

    async def understood(self, genre: str, mood: str) -> Only:
        """What is wanted, in the catalogue's words; both may be empty.

        Raises
        ------
        UnknownWord
            The catalogue has no such genre, or no such mood.
        NothingOfThat
            It has both, but no song that is so.
        """
        if not genre and not mood:
            return Only()
        vocabulary = await self._catalog.vocabulary()
        only = Only(_genre(vocabulary, genre) if genre else "", _mood(vocabulary, mood) if mood else "")
        if not vocabulary.songs(only):
            raise await self.nothing_of(only)
        return only

    async def nothing_of(self, only: Only) -> NothingOfThat:
        """What to say when no song is left that is as wanted."""
        vocabulary = await self._catalog.vocabulary()
        genres = [word.name for word in vocabulary.genres(only.mood) if word.name != only.genre]
        moods = [word.name for word in vocabulary.moods(only.genre) if word.name != only.mood]
        return NothingOfThat(
            only, len(vocabulary.songs(only)), tuple(genres[:MOST_NEAREST]), tuple(moods[:MOST_NEAREST])
        )


def _genre(vocabulary: Vocabulary, typed: str) -> str:
    return vocabulary.genre(typed) or _instead(WordKind.GENRE, typed, vocabulary.genres(), synonyms.GENRES)


def _mood(vocabulary: Vocabulary, typed: str) -> str:
    return vocabulary.mood(typed) or _instead(WordKind.MOOD, typed, vocabulary.moods(), synonyms.MOODS)


def _instead(kind: WordKind, typed: str, words: Sequence[Word], other: Mapping[str, tuple[str, ...]]) -> str:
    """The one word that is another name for what was typed.

    Raises
    ------
    UnknownWord
        There is none, or there are several.
    """
    same = _synonyms(typed, words, other)
    if len(same) == 1:
        return same[0].name
    raise UnknownWord(kind, typed, tuple(word.name for word in same or nearest(typed, words, MOST_NEAREST)))


def _offered(typed: str, words: Sequence[Word], other: Mapping[str, tuple[str, ...]], limit: int) -> tuple[Word, ...]:
    return tuple(dict.fromkeys((*_synonyms(typed, words, other), *nearest(typed, words, limit))))[:limit]


def _synonyms(typed: str, words: Sequence[Word], other: Mapping[str, tuple[str, ...]]) -> tuple[Word, ...]:
    """What the catalogue calls what was typed, as far as it has it."""
    known = {normalise(word.name): word for word in words}
    meant = map(normalise, other.get(normalise(typed), ()))
    return tuple(known[name] for name in meant if name in known)
