"""The catalogue's words for members: offered while somebody types, understood, and told where none fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.errors import NothingOfThat, UnclearSpan, UnknownWord, WordKind
from bot.spans import TEMPI, tempo_span, year_span
from bot.text.en import synonyms
from data.catalog import Catalog, Vocabulary, Word, nearest
from data.ids import GuildId
from engine.ranking import Only, Span
from engine.songs import artist_key, normalise

MOST_NEAREST = 3
"""Words that a sentence names in place of one that does not work."""

_ARTIST_MATCHES = 25
"""Songs whose artists are offered."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What every pick has to be, as it was typed; empty where it does not matter."""

    genre: str = ""
    mood: str = ""
    instrument: str = ""
    tempo: str = ""
    year: str = ""
    avoid: str = ""
    only_new: bool = False
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A tempo or a time in the list while somebody types, and how many songs are so."""

    text: str
    span: Span
    songs: int


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

    async def instruments(self, typed: str, limit: int) -> tuple[Word, ...]:
        """Instruments that fit what was typed so far."""
        vocabulary = await self._catalog.vocabulary()
        return _offered(typed, vocabulary.instruments(), synonyms.INSTRUMENTS, limit)

    async def artists(self, typed: str, limit: int, guild: GuildId | None = None) -> tuple[str, ...]:
        """Artists of the songs that a server finds by what was typed so far, each once."""
        if not normalise(typed):
            return ()
        matches = await self._catalog.search(typed, _ARTIST_MATCHES, guild)
        found = {match.song.artist_key: match.song.artist for match in reversed(matches)}
        return tuple(reversed(found.values()))[:limit]

    async def tempi(self, typed: str) -> tuple[Offer, ...]:
        """What was typed so far as a tempo, where it is one; else the words for tempi that begin so."""
        vocabulary = await self._catalog.vocabulary()
        spans = _understood(typed, TEMPI, tempo_span)
        return tuple(Offer(text, span, vocabulary.count(Only(tempo=span))) for text, span in spans.items())

    async def years(self, typed: str, limit: int) -> tuple[Offer, ...]:
        """What was typed so far as a time, where it is one; else the decades of the catalogue that begin so."""
        vocabulary = await self._catalog.vocabulary()
        decades = {word.name: year_span(word.name) for word in vocabulary.decades()}
        spans = _understood(typed, decades, year_span)
        return tuple(Offer(text, span, vocabulary.count(Only(year=span))) for text, span in spans.items())[:limit]

    async def understood(self, wish: Wish) -> Only:
        """What is wanted, in the catalogue's words.

        Raises
        ------
        UnknownWord
            The catalogue has no such genre, mood, instrument or artist.
        UnclearSpan
            The tempo or the time makes no sense.
        NothingOfThat
            It has all of it, but no song that is so.
        """
        if wish == Wish():
            return Only()
        vocabulary = await self._catalog.vocabulary()
        only = Only(
            genre=_genre(vocabulary, wish.genre) if wish.genre else "",
            mood=_mood(vocabulary, wish.mood) if wish.mood else "",
            instrument=_instrument(vocabulary, wish.instrument) if wish.instrument else "",
            tempo=tempo_span(wish.tempo) if wish.tempo else Span(),
            year=year_span(wish.year) if wish.year else Span(),
            avoid=await self._artist(vocabulary, wish.avoid) if wish.avoid else "",
            only_new=wish.only_new,
            clean=wish.clean,
        )
        if not vocabulary.count(only):
            raise await self.nothing_of(only)
        return only

    async def artist(self, typed: str) -> str:
        """The artist that somebody typed, as the catalogue writes the name.

        Raises
        ------
        UnknownWord
            It has no such artist.
        """
        return await self._artist(await self._catalog.vocabulary(), typed)

    async def nothing_of(self, only: Only) -> NothingOfThat:
        """What to say when no song is left that is as wanted."""
        vocabulary = await self._catalog.vocabulary()
        songs = vocabulary.count(only)
        if only != Only(only.genre, only.mood):
            return NothingOfThat(only, songs, without=() if songs else _without(vocabulary, only))
        genres = [word.name for word in vocabulary.genres(only.mood) if word.name != only.genre]
        moods = [word.name for word in vocabulary.moods(only.genre) if word.name != only.mood]
        return NothingOfThat(only, songs, tuple(genres[:MOST_NEAREST]), tuple(moods[:MOST_NEAREST]))

    async def _artist(self, vocabulary: Vocabulary, typed: str) -> str:
        known = vocabulary.artist(typed)
        if known is None:
            near = [one for one in await self.artists(typed, _ARTIST_MATCHES) if artist_key(one) != artist_key(typed)]
            words = nearest(typed, [Word(one, 0) for one in near], MOST_NEAREST)
            raise UnknownWord(WordKind.ARTIST, typed, tuple(word.name for word in words))
        return known


def narrowed(only: Only, by: Only) -> Only:
    """What is wanted, with the tempo and the time of another where it has none of its own."""
    return replace(only, tempo=only.tempo or by.tempo, year=only.year or by.year)


def _without(vocabulary: Vocabulary, only: Only) -> tuple[Word, ...]:
    """Every single thing that may be left out so that there are songs."""
    nothing = Only()
    fields = ("genre", "mood", "instrument", "tempo", "year", "avoid", "clean")
    wanted = [name for name in fields if getattr(only, name) != getattr(nothing, name)]
    found = [Word(name, vocabulary.count(replace(only, **{name: getattr(nothing, name)}))) for name in wanted]
    ordered = sorted((one for one in found if one.songs), key=lambda one: -one.songs)
    return tuple(ordered[:MOST_NEAREST])


def _genre(vocabulary: Vocabulary, typed: str) -> str:
    return vocabulary.genre(typed) or _same(WordKind.GENRE, typed, vocabulary.genres(), synonyms.GENRES)


def _mood(vocabulary: Vocabulary, typed: str) -> str:
    return vocabulary.mood(typed) or _same(WordKind.MOOD, typed, vocabulary.moods(), synonyms.MOODS)


def _instrument(vocabulary: Vocabulary, typed: str) -> str:
    words = vocabulary.instruments()
    return vocabulary.instrument(typed) or _same(WordKind.INSTRUMENT, typed, words, synonyms.INSTRUMENTS)


def _same(kind: WordKind, typed: str, words: Sequence[Word], other: Mapping[str, tuple[str, ...]]) -> str:
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


def _understood(typed: str, named: Mapping[str, Span], read: Callable[[str], Span]) -> dict[str, Span]:
    """What was typed where it makes sense, and the names that begin with it."""
    begun = {name: span for name, span in named.items() if name.startswith(typed.strip().casefold())}
    try:
        return {typed.strip(): read(typed)} | begun
    except UnclearSpan:
        return begun
