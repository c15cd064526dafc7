from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.catalog import Catalog, CatalogEntry
from data.catalog.candidates import (
    MAX_BEGINNING,
    MAX_MISTAKEN,
    MAX_SHARING,
    MAX_TRIGRAMS,
    MAX_WHOLE,
    candidates,
    searchable,
    trigrams_of,
    trigrams_of_all,
)
from data.database import Database
from tests.data.songs import MODEL, TOYS, song

MOST = 2 * MAX_BEGINNING + 2 * MAX_MISTAKEN + MAX_WHOLE + MAX_SHARING

TEXTS = st.text("abcdefg ", min_size=1, max_size=120).map(lambda text: " ".join(text.split())).filter(bool)


@given(TEXTS)
def test_the_order_of_words_does_not_change_the_trigrams(wanted: str) -> None:
    backwards = " ".join(reversed(wanted.split()))
    if len(wanted) <= 60:
        assert set(trigrams_of(wanted)) == set(trigrams_of(backwards))
    assert len(trigrams_of(wanted)) <= MAX_TRIGRAMS
    assert all(len(trigram) == 3 for trigram in trigrams_of(wanted))


@given(TEXTS, TEXTS)
def test_every_trigram_of_a_name_is_in_what_is_indexed(artist: str, title: str) -> None:
    indexed = searchable(artist, title)
    words = f"{artist} {title}".split()
    assert all(f" {word} " in indexed for word in words)


@given(TEXTS, TEXTS)
def test_a_name_has_every_trigram_of_any_of_its_words_the_last_one_unfinished(artist: str, title: str) -> None:
    indexed = searchable(artist, title)
    words = f"{artist} {title}".split()
    for typed in (words[::-1], words[1:], [*words[:-1], words[-1][:1]]):
        assert all(trigram in indexed for trigram in trigrams_of_all(" ".join(typed) or "a"))


def test_initials_are_indexed_as_one_word_too() -> None:
    assert " rem " in searchable("r e m", "everybody hurts")
    assert searchable("massive attack", "angel") == " massive attack angel "


async def test_each_candidate_comes_once(database: Database, catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    async with database.read() as session:
        found = await candidates(await session.connection(), "hurt")
    assert len({one.number for one in found}) == len(found)
    assert {one.artist for one in found} == {"johnny cash", "nine inch nails"}


async def found(database: Database, wanted: str) -> set[str]:
    async with database.read() as session:
        return {one.title for one in await candidates(await session.connection(), wanted)}


async def test_a_mistake_finds_a_name_that_shares_too_little(database: Database, catalog: Catalog) -> None:
    crowd = [CatalogEntry(song(f"Band {n}", f"Close {n} Bells Hurry Up Joyfully")) for n in range(400)]
    names = [CatalogEntry(song("One", "Close Up")), CatalogEntry(song("Two", "Joy"))]
    await catalog.add([*crowd, *names], MODEL)
    assert "close up" in await found(database, "up close")
    assert "close up" in await found(database, "closeup")
    assert "joy" in await found(database, "jxoy")


async def test_the_number_of_candidates_is_bounded(database: Database, catalog: Catalog) -> None:
    await catalog.add([CatalogEntry(song(f"The Lovers {n}", f"Love Song {n}")) for n in range(1_500)], MODEL)
    async with database.read() as session:
        for wanted in ("love song", "song love", "lovesong", "l", "lo"):
            few = await candidates(await session.connection(), wanted)
            assert 0 < len(few) <= MOST + 2 * MAX_SHARING
