"""The model in use: the next answer already looks through the whole catalogue by taste, and it can be exchanged."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio

from bot.finding import Finder
from bot.services import Services
from bot.taste_model import TasteModel
from data.evidence import EvidenceStore
from data.history import Event, EventKind
from data.ids import AnswerId, MemberId
from engine.collaborative.hybrid import Hybrid
from engine.collaborative.song_factors import SongFactors
from engine.ranking import Familiarity, Query, Ranking, ReasonKind
from engine.songs import artist_key
from tests.bot.toy import ToySong
from tests.bot.toy_listeners import TOGETHER, toy_hybrid

ANN = MemberId(1)
ASKED, LIKED, PLAYED_WITH = 0, 31, 52
"""A song that is asked for, a liked one of another family, and one of a third that people play with that one."""


@pytest_asyncio.fixture
async def model(services: Services, songs: list[ToySong]) -> AsyncIterator[TasteModel]:
    index = await services.index.current()
    vectors = {artist_key(one.song.artist): index.vectors_of([one.song.id]) for one in songs}
    made = TasteModel(services.catalog, toy_hybrid(songs, vectors))
    await made.make(index)
    yield made
    await made.close()


def finder(services: Services, model: TasteModel, candidates: int = 50) -> Finder:
    store = EvidenceStore(services.database)
    places, sizes = services.guild_settings, {"candidates": candidates, "picks": 10, "recent_days": 14}
    return Finder(services.catalog, services.history, store, model, places, **sizes)


async def asked(services: Services, finds: Finder, song: ToySong, dial: Familiarity = Familiarity.BALANCED) -> Ranking:
    index, facts = await services.index.current(), song.song
    query = Query(index.vectors_of([facts.id])[0], (facts.id,), facts.title, artist=facts.artist)
    return await finds.find(index, query, ANN, dial)


async def like(services: Services, song: ToySong) -> None:
    await services.history.record([Event(EventKind.LIKED, ANN, song=song.song.id, answer=AnswerId("a" * 12))])


def of_listeners(ranking: Ranking) -> list[tuple[str, float]]:
    kinds = {ReasonKind.PLAYED_TOGETHER, ReasonKind.SUITS_LISTENERS}
    return [(term.subject, term.contribution) for pick in ranking.picks for term in pick.terms if term.kind in kinds]


async def test_of_whom_nothing_is_known_the_answer_is_the_same_with_the_model_and_without(
    services: Services, songs: list[ToySong], model: TasteModel
) -> None:
    without = TasteModel(services.catalog, Hybrid.content_only())
    for dial in Familiarity:
        answers = [await asked(services, finder(services, one), songs[ASKED], dial) for one in (model, without)]
        assert answers[0] == answers[1]


async def test_a_like_brings_what_its_listeners_play_from_anywhere_in_the_catalogue(
    services: Services, songs: list[ToySong], model: TasteModel
) -> None:
    """The nearest ten are of the asked family alone: the others come because they suit."""
    await like(services, songs[LIKED])
    index = await services.index.current()
    ranking = await asked(services, finder(services, model, candidates=10), songs[ASKED], Familiarity.ADVENTUROUS)
    families = {one.song.id: one.family for one in songs}
    near = index.query(index.vectors_of([songs[ASKED].song.id])[0], 10).ids
    farther = [pick for pick in ranking.picks if pick.song.id not in near]
    assert farther
    assert {families[pick.song.id] for pick in farther[:2]} <= TOGETHER


async def test_the_reason_names_the_artist_whose_listeners_they_are(
    services: Services, songs: list[ToySong], model: TasteModel
) -> None:
    await like(services, songs[LIKED])
    found = of_listeners(await asked(services, finder(services, model), songs[PLAYED_WITH]))
    assert max(part for _, part in found) > 0
    assert {name for name, part in found if part > 0} <= {songs[LIKED].song.artist, ""}
    assert songs[LIKED].song.artist in {name for name, _ in found}


async def test_other_factors_are_used_from_the_next_answer_on(
    services: Services, songs: list[ToySong], model: TasteModel
) -> None:
    await like(services, songs[LIKED])
    finds, index = finder(services, model), await services.index.current()
    before = await asked(services, finds, songs[ASKED])
    stranger = before.picks[-1].song
    like_the_liked = model.listening.kept([songs[LIKED].song.id])
    model.use(SongFactors((stranger.id,), 3 * like_the_liked, np.array([9], np.int32)))
    after = await asked(services, finds, songs[ASKED])
    scores = [{pick.song.id: pick.score for pick in ranking.picks} for ranking in (before, after)]
    assert scores[1][stranger.id] > scores[0][stranger.id] + 0.001
    await model.make(index)
    model.use(None)
    await model.make(index)
    again = await asked(services, finds, songs[ASKED])
    assert [pick.song.id for pick in again.picks] == [pick.song.id for pick in before.picks]
    assert [pick.score for pick in again.picks] == pytest.approx([pick.score for pick in before.picks], abs=1e-4)


async def test_until_factors_are_made_it_looks_for_nothing_by_taste_and_makes_them_by_itself(
    services: Services, songs: list[ToySong], model: TasteModel
) -> None:
    await like(services, songs[LIKED])
    model.use(None)
    await asked(services, finder(services, model), songs[ASKED])
    assert model.listening.knows_anything
    assert model._making is not None
    await model._making
    assert not model.listening.lacking((await services.index.current()).ids)
