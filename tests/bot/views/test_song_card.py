from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bot.hearing import Listened
from bot.portraits import Neighbour, Portrait
from bot.questions import Fresh
from bot.views.card import Card
from bot.views.controls import known
from bot.views.ids import LONGEST, parse
from bot.views.song_card import render, song_card
from bot.views.song_pictures import PRINT_NAME, SOUND_NAME, draw
from data.ids import MemberId
from engine.audio import SAMPLE_RATE
from engine.embed import Heard, Tag
from tests.bot.views.conftest import HOSTILE_ARTIST, HOSTILE_TITLE, song, unit

MEMBER = MemberId(2**63)
MOST_COMPONENTS, MOST_CHARACTERS = 40, 4_000
BUTTON, TEXT, THUMBNAIL, GALLERY = 2, 10, 11, 12

NEAR = tuple(Neighbour(song(number), 0.9 - number / 10) for number in range(5))
HEARD = Heard(unit(1), (Tag("Jazz", 0.9),), (Tag("calm", 0.5),), (Tag("Q4", 1.0),))
SOUND = Listened(HEARD, np.sin(np.arange(3 * SAMPLE_RATE) / 9).astype(np.float32))
NAMED = Portrait(song(1, "Teardrop", "Massive Attack"), "", unit(1), None, NEAR)
CLIP = Portrait(None, "clip.mp3", unit(1), SOUND, NEAR)


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield from walk([component["accessory"]])


def parts(portrait: Portrait) -> list[dict[str, Any]]:
    return list(walk(song_card(portrait, draw(portrait), MEMBER).to_components()))


def of_kind(components: list[dict[str, Any]], kind: int) -> list[dict[str, Any]]:
    return [component for component in components if component["type"] == kind]


def text(components: list[dict[str, Any]]) -> str:
    return "\n".join(component["content"] for component in of_kind(components, TEXT))


def pictures(components: list[dict[str, Any]]) -> list[str]:
    media = [part["media"]["url"] for part in of_kind(components, THUMBNAIL)]
    return media + [item["media"]["url"] for part in of_kind(components, GALLERY) for item in part["items"]]


def hostile(portrait: Portrait) -> Portrait:
    near = tuple(Neighbour(song(n, HOSTILE_TITLE, HOSTILE_ARTIST), 0.5) for n in range(5))
    own = replace(song(1, HOSTILE_TITLE, HOSTILE_ARTIST), genres=(HOSTILE_TITLE,) * 9, instruments=(HOSTILE_TITLE,) * 9)
    return replace(portrait, song=own, clip_name=HOSTILE_TITLE, neighbours=near)


@pytest.mark.parametrize("portrait", [NAMED, CLIP], ids=["named", "clip"])
def test_a_card_of_the_worst_titles_stays_within_what_a_message_holds(portrait: Portrait) -> None:
    shown = parts(hostile(portrait))
    assert len(shown) <= MOST_COMPONENTS
    assert len(text(shown)) <= MOST_CHARACTERS
    alts = [part["description"] for part in of_kind(shown, THUMBNAIL)]
    alts += [item["description"] for part in of_kind(shown, GALLERY) for item in part["items"]]
    assert all(0 < len(alt) <= 1024 for alt in alts)
    assert all(len(part["custom_id"]) <= LONGEST for part in shown if "custom_id" in part)
    without_names_of_files = re.sub(r"`[^`\n]*`", "", text(shown))
    assert "@everyone" not in without_names_of_files
    assert "@here" not in without_names_of_files


@pytest.mark.parametrize(
    ("portrait", "names"), [(NAMED, [PRINT_NAME]), (CLIP, ["asked.png", SOUND_NAME])], ids=["named", "clip"]
)
async def test_the_pictures_that_the_card_names_are_sent_with_it(portrait: Portrait, names: list[str]) -> None:
    rendered = await render(portrait, MEMBER)
    assert isinstance(rendered.view, Card)
    assert pictures(list(walk(rendered.view.to_components()))) == [f"attachment://{name}" for name in names]
    assert [file.filename for file in rendered.files()] == names
    assert all(file.fp.read(4) == b"\x89PNG" for file in rendered.files())


def test_a_song_without_sound_shows_its_print_and_says_why() -> None:
    assert "no sound of this song at hand" in text(parts(NAMED))
    assert "no sound" not in text(parts(CLIP))


def test_five_neighbours_are_named_and_none_is_said_to_be_none() -> None:
    assert [f"{place}. *Song {place - 1}*" in text(parts(NAMED)) for place in range(1, 6)] == [True] * 5
    assert "nothing is near" in text(parts(replace(NAMED, neighbours=())))


@pytest.mark.parametrize(
    ("portrait", "labels"),
    [
        (NAMED, ["Recommend from this", "Find it to listen"]),
        (
            replace(NAMED, song=replace(song(1), link="https://www.deezer.com/track/1")),
            ["Recommend from this", "Listen"],
        ),
        (replace(NAMED, fresh=Fresh.KEPT), ["Recommend from this", "Find it to listen"]),
        (replace(NAMED, fresh=Fresh.FORGOTTEN), ["Find it to listen"]),
        (CLIP, []),
    ],
    ids=["named", "linked", "kept", "forgotten", "clip"],
)
def test_what_can_be_done_is_offered(portrait: Portrait, labels: list[str]) -> None:
    assert [part["label"] for part in of_kind(parts(portrait), BUTTON)] == labels


def test_a_song_that_was_just_fetched_says_where_it_was_heard() -> None:
    assert "heard just now: 30 seconds; I know it" in text(parts(replace(NAMED, fresh=Fresh.KEPT, listened=SOUND)))


def test_the_button_is_known_after_a_restart_and_is_no_button_of_an_answer() -> None:
    (custom_id,) = [part["custom_id"] for part in parts(NAMED) if "custom_id" in part]
    assert custom_id == f"segue:from:{song(1, 'Teardrop', 'Massive Attack').id}:{MEMBER}"
    assert known(custom_id)
    assert parse(custom_id) is None
    assert not known(custom_id + "0" * 20)
    assert not known("segue:from:XXXXXXXXXXXXXXXX:1")
