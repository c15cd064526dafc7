from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.tastes import TastePortrait
from bot.views.taste_card import MAP_NAME, PANEL_NAME, render
from data.habits import Habits
from engine.ranking import Candidates
from engine.taste.profile import Leaning, Profile
from engine.taste.shares import shares
from tests.bot.views.conftest import HOSTILE_ARTIST, HOSTILE_TITLE, song, unit
from tests.bot.views.test_card import GALLERY, MOST_CHARACTERS, MOST_COMPONENTS, of_kind, text, walk


def portrait(title: str = "", artist: str = "", label: str = "Trip-hop") -> TastePortrait:
    songs = tuple(song(number, title and f"{number} {title}", artist) for number in range(12))
    facts = tuple(
        type(one)(one.id, one.artist, one.title, year=1990, genres=(label,), moods=(label,), instruments=(label,))
        for one in songs
    )
    vectors = np.stack([unit(number) for number in range(len(facts))])
    profile = Profile.of(Leaning({one.id: 1.0 for one in facts}, {}), Candidates(facts, vectors))
    generator = np.random.default_rng(1)
    return TastePortrait(
        profile=profile,
        songs=facts,
        shares=shares(profile),
        background=generator.uniform(-1, 1, (300, 2)).astype(np.float32),
        places=generator.uniform(-1, 1, (12, 2)).astype(np.float32),
        weights=profile.weights,
        habits=Habits(tuple(range(24)), deeds=12, plays=1_234),
    )


async def parts(made: TastePortrait, *, private: bool = True) -> list[dict[str, Any]]:
    rendered = await render(made, offset=1, private=private)
    assert [picture.name for picture in rendered.pictures] == [MAP_NAME, PANEL_NAME]
    assert all(picture.data.startswith(b"\x89PNG") for picture in rendered.pictures)
    assert [file.filename for file in rendered.files()] == [MAP_NAME, PANEL_NAME]
    return list(walk(rendered.view.to_components()))


async def test_pictures_have_words_and_the_words_stand_on_the_card_too() -> None:
    components = await parts(portrait())
    alts = [one["items"][0]["description"] for one in of_kind(components, GALLERY)]
    assert "12 of your songs" in alts[0]
    assert "Genres: Trip-hop 100 %" in alts[1]
    told = text(components)
    assert "read from 12 songs that you like, played or asked about and 1,234 plays from elsewhere" in told
    assert "**Genres** \u00b7 Trip-hop 100 %" in told
    assert "busiest at 0:00" in told


@pytest.mark.parametrize("private", [False, True])
async def test_it_says_who_sees_it(private: bool) -> None:
    assert ("Nobody else sees this" in text(await parts(portrait(), private=private))) == private


async def test_the_worst_names_fit() -> None:
    components = await parts(portrait(HOSTILE_TITLE, HOSTILE_ARTIST, HOSTILE_TITLE))
    assert len(components) <= MOST_COMPONENTS
    assert len(text(components)) <= MOST_CHARACTERS
    assert all(len(one["items"][0]["description"]) <= 1024 for one in of_kind(components, GALLERY))
    assert "||@everyone||" not in text(components)
