from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.catalog import Catalog, CatalogEntry
from data.catalog.candidates import MAX_BEGINNING, MAX_SHARING, MAX_TRIGRAMS, candidates, searchable, trigrams_of
from data.database import Database
from tests.data.songs import MODEL, TOYS, song

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


def test_initials_are_indexed_as_one_word_too() -> None:
    assert " rem " in searchable("r e m", "everybody hurts")
    assert searchable("massive attack", "angel") == " massive attack angel "


async def test_each_candidate_comes_once(database: Database, catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    async with database.read() as session:
        found = await candidates(await session.connection(), "hurt")
    assert len({one.number for one in found}) == len(found)
    assert {one.artist for one in found} == {"johnny cash", "nine inch nails"}


async def test_the_number_of_candidates_is_bounded(database: Database, catalog: Catalog) -> None:
    await catalog.add([CatalogEntry(song(f"The Lovers {n}", f"Love Song {n}")) for n in range(1_500)], MODEL)
    async with database.read() as session:
        found = await candidates(await session.connection(), "love song")
    assert 0 < len(found) <= 2 * MAX_BEGINNING + MAX_SHARING
