"""What an index has to know of the catalogue's changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data.catalog import Catalog
from data.database import Database
from tests.data.songs import DIMENSION, JOGA, MODEL, ONE, TEARDROP, TOYS, vector


async def test_nothing_has_changed_before_the_first_song(catalog: Catalog) -> None:
    changes = await catalog.changes(MODEL, 0)
    assert (changes.sequence, changes.ids, changes.removed) == (0, (), frozenset())


async def test_what_came_after_a_build_is_told(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL)
    built = await catalog.vectors(MODEL)
    await catalog.add([JOGA, TEARDROP], MODEL)
    changes = await catalog.changes(MODEL, built.sequence)
    assert set(changes.ids) == {JOGA.song.id, TEARDROP.song.id}
    assert changes.vectors.shape == (2, DIMENSION)
    np.testing.assert_allclose(changes.vectors[changes.ids.index(JOGA.song.id)], JOGA.vector, atol=1e-6)
    assert (await catalog.changes(MODEL, changes.sequence)).ids == ()


async def test_another_vector_of_a_known_song_is_a_change(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL)
    before = await catalog.sequence()
    await catalog.add([replace(ONE, vector=vector("another"))], MODEL)
    changes = await catalog.changes(MODEL, before)
    assert changes.ids == (ONE.song.id,)
    np.testing.assert_allclose(changes.vectors[0], vector("another"), atol=1e-6)


async def test_facts_alone_are_no_change_of_vectors(catalog: Catalog) -> None:
    await catalog.add([ONE], MODEL)
    before = await catalog.sequence()
    await catalog.add([replace(ONE, vector=None)], MODEL)
    assert await catalog.sequence() == before


async def test_what_was_removed_is_told_until_it_comes_back(catalog: Catalog) -> None:
    await catalog.add(TOYS, MODEL)
    before = await catalog.sequence()
    assert await catalog.remove([ONE.song.id, ONE.song.id]) == 1
    assert await catalog.get([ONE.song.id]) == {}
    assert (await catalog.changes(MODEL, before)).removed == {ONE.song.id}
    await catalog.add([ONE], MODEL)
    changes = await catalog.changes(MODEL, before)
    assert (changes.ids, changes.removed) == ((ONE.song.id,), frozenset())


async def test_vectors_of_other_weights_are_not_told(catalog: Catalog) -> None:
    await catalog.add([ONE], "f" * 16)
    assert (await catalog.changes(MODEL, 0)).ids == ()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.integers(0, len(TOYS) - 1)), max_size=12), st.integers(0, 12))
async def test_a_build_and_its_changes_are_the_catalogue(
    database: Database, steps: list[tuple[bool, int]], built_after: int
) -> None:
    """Whatever is added and removed in whatever order, before and after a build."""
    catalog = Catalog(database)
    await catalog.remove([one.song.id for one in TOYS])
    known: set[str] = set()
    held, since = set[str](), await catalog.sequence()
    for number, (adds, which) in enumerate(steps):
        if number == built_after:
            held, since = set(known), await catalog.sequence()
        song = TOYS[which].song.id
        if adds and TOYS[which].vector is not None:
            await catalog.add([TOYS[which]], MODEL)
            known.add(song)
        else:
            await catalog.remove([song])
            known.discard(song)
    changes = await catalog.changes(MODEL, since)
    assert (held - changes.removed) | set(changes.ids) == known


async def test_what_came_last_is_found_without_looking_through_all(database: Database) -> None:
    asked = (
        "EXPLAIN QUERY PLAN SELECT song, vector FROM vectors WHERE sequence > 5 AND model = 'x' ORDER BY sequence, song"
    )
    async with database.read() as session:
        plan = [row.detail for row in await session.execute(text(asked))]
    assert any("ix_vectors_model_sequence (model=? AND sequence>?)" in step for step in plan), plan
