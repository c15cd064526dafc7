from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.questions import Answer
from bot.views.looks import Look
from bot.views.pages import page
from bot.views.pictures import ASKED_NAME, MAP_NAME, Prints, draw, map_alt, print_name
from tests.bot.views.conftest import HOSTILE_ARTIST, HOSTILE_TITLE, unit


def test_a_page_has_a_map_and_a_print_for_the_question_and_each_pick(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    shown = page(answer, 1)
    drawn = draw(answer, shown, {pick.song.id: unit(9) for pick in shown.picks}, Prints())
    assert {picture.name for picture in drawn} == {
        ASKED_NAME,
        MAP_NAME,
        *(print_name(pick.song.id) for pick in shown.picks),
    }
    assert all(picture.data.startswith(b"\x89PNG") for picture in drawn)


def test_a_song_that_left_the_catalogue_gets_a_picture_too(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    assert len(draw(answer, page(answer, 0), {}, Prints())) == 7


def test_an_upload_can_be_made_again(make_answer: Callable[..., Answer]) -> None:
    picture = draw(make_answer(), page(make_answer(), 0), {}, Prints())[0]
    assert picture.file().fp.read() == picture.file().fp.read() == picture.data


def test_a_print_is_drawn_once_and_the_oldest_is_forgotten(make_answer: Callable[..., Answer]) -> None:
    prints = Prints(most=2)
    one, two, three = (pick.song.id for pick in make_answer().picks[:3])
    first = prints.of(one, unit(1))
    assert prints.of(one, unit(2)) is first
    prints.of(two, unit(2))
    prints.of(three, unit(3))
    assert prints.of(one, unit(2)) != first


def test_the_map_is_told_in_words(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    words = map_alt(answer, page(answer, 0))
    assert words.startswith("Map of 500 songs")
    assert "Green: Teardrop" in words
    for number in range(5):
        assert f"{number + 1} Song {number} by Band {number}, " in words


def test_the_colours_are_told_in_words_too(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    words = map_alt(answer, page(answer, 0), Look.MOOD)
    assert "Coloured by mood: happy 100, tense 100, sad 100, calm 100." in words
    assert "White ring: Teardrop. White discs: 1 Song 0 by Band 0, " in words
    assert re.search(r"1 Song 0 by Band 0, [^;]*, happy;", words)
    assert "Green" not in words
    assert "Coloured by genre: Trip-hop 167, Rock 166." in map_alt(answer, page(answer, 0), Look.GENRE)


@pytest.mark.parametrize("look", [Look.MOOD, Look.GENRE])
def test_another_look_is_another_map_and_the_same_prints(make_answer: Callable[..., Answer], look: Look) -> None:
    answer = make_answer()
    plain, coloured = (
        {picture.name: picture.data for picture in draw(answer, page(answer, 0), {}, Prints(), shown)}
        for shown in (Look.PLAIN, look)
    )
    assert {name for name, data in plain.items() if coloured[name] != data} == {MAP_NAME}


@pytest.mark.parametrize("look", Look)
def test_the_words_are_bounded(make_answer: Callable[..., Answer], look: Look) -> None:
    answer = make_answer(title=HOSTILE_TITLE, artist=HOSTILE_ARTIST)
    assert len(map_alt(answer, page(answer, 0), look)) <= 1024
