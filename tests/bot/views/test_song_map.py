from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from bot.questions import Groups
from bot.views.looks import Colouring
from bot.views.map_view import HEIGHT_PX, WIDTH_PX, view_of
from bot.views.palette import GENRES, INK, MOODS, PICK, QUERY, Colour
from bot.views.song_map import Mark, draw, draw_catalogue
from tests.bot.views.conftest import HOSTILE_TITLE

MOST_BYTES = 200_000
GENERATOR = np.random.default_rng(5)
SONGS = np.concatenate(
    [centre + GENERATOR.normal(0, 0.08, (125, 2)) for centre in GENERATOR.uniform(-0.8, 0.8, (20, 2))]
).astype(np.float32)


NO_GROUPS = Groups((), np.zeros(0, np.int8), np.zeros(0, np.int8))


def marks(places: np.ndarray, title: str = "Roads") -> list[Mark]:
    return [Mark(number + 1, title, place) for number, place in enumerate(places)]


def area(data: bytes, colour: Colour) -> int:
    picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=int)
    return int((np.abs(picture - colour.array()).max(axis=2) < 24).sum())


def nearest(count: int) -> np.ndarray:
    order = np.argsort(np.hypot(*(SONGS - SONGS[0]).T))
    return SONGS[order[1 : count + 1]]


@pytest.mark.parametrize(
    "places",
    [nearest(5), SONGS[[100, 700, 1400, 2000, 2400]], np.repeat(SONGS[:1], 5, axis=0), np.zeros((0, 2), np.float32)],
    ids=["near", "wide", "coincident", "none"],
)
def test_a_map_is_a_small_picture_with_a_green_question_and_red_picks(places: np.ndarray) -> None:
    data = draw(SONGS, SONGS[0], "Teardrop", marks(places))
    assert len(data) < MOST_BYTES
    assert Image.open(io.BytesIO(data)).size == (WIDTH_PX, HEIGHT_PX)
    assert area(data, QUERY) > 300
    assert (area(data, PICK) > 300 * len(places)) == (len(places) > 0)


def grouped(colours: tuple[Colour, ...], names: tuple[str, ...], query: int = 0) -> Colouring:
    of = (np.arange(len(SONGS)) // 125 % (len(names) + 1) - 1).astype(np.int8)
    return Colouring(Groups(names, of, of[1:6], query), colours)


@pytest.mark.parametrize("colours", [MOODS, GENRES], ids=["moods", "genres"])
def test_a_coloured_map_shows_every_group_its_legend_and_white_marks(colours: tuple[Colour, ...]) -> None:
    colouring = grouped(colours, tuple("Alternative Rock" for _ in colours))
    wide = SONGS[[100, 700, 1400, 2000, 2400]]
    data = draw(SONGS, SONGS[0], "Teardrop", marks(wide), colouring)
    assert len(data) < MOST_BYTES
    width, height = Image.open(io.BytesIO(data)).size
    assert width == WIDTH_PX
    assert HEIGHT_PX < height < HEIGHT_PX + 100
    for colour in colours:
        assert area(data, colour) > 300
    assert area(data, INK) > 500 * len(wide)
    assert area(data, QUERY) == area(data, PICK) == 0


def test_a_mark_has_the_rim_of_its_group() -> None:
    lonely = np.array([[0.0, 0.0], [0.5, 0.5]], np.float32)
    groups = Groups(("happy", "tense", "sad", "calm"), np.array([-1, -1], np.int8), np.zeros(1, np.int8), -1)
    mark = [Mark(1, "", lonely[1], group=2)]
    data = draw(lonely, lonely[0], "", mark, Colouring(groups, MOODS))
    swatch = area(draw(lonely, lonely[0], "", [Mark(1, "", lonely[1])], Colouring(groups, MOODS)), MOODS[2])
    assert area(data, MOODS[2]) > swatch + 200


def test_the_whole_catalogue_can_be_drawn_without_a_question() -> None:
    data = draw_catalogue(SONGS, grouped(MOODS, ("happy", "tense", "sad", "calm")))
    assert all(area(data, colour) > 1_000 for colour in MOODS)
    assert draw_catalogue(np.zeros((0, 2), np.float32), Colouring(NO_GROUPS, ())).startswith(b"\x89PNG")


def test_the_same_answer_gives_the_same_map() -> None:
    assert draw(SONGS, SONGS[0], "Teardrop", marks(nearest(5))) == draw(SONGS, SONGS[0], "Teardrop", marks(nearest(5)))


def test_the_view_holds_the_question_and_every_pick() -> None:
    for places in (nearest(5), SONGS[[100, 700, 1400, 2000, 2400]]):
        at = view_of(SONGS, places).to_pixels(places)
        assert (at > 0).all()
        assert (at < (WIDTH_PX, HEIGHT_PX)).all()


def test_near_picks_are_looked_at_from_near() -> None:
    near, wide = view_of(SONGS, nearest(5)), view_of(SONGS, SONGS[[100, 700, 1400, 2000, 2400]])
    assert near.half_width < wide.half_width / 2


@pytest.mark.parametrize("title", [HOSTILE_TITLE, "", "東京", "\x00\n\u202e", "Паранойя"])
def test_any_title_can_be_drawn(title: str) -> None:
    assert len(draw(SONGS, SONGS[0], title, marks(nearest(5), title))) < MOST_BYTES


@pytest.mark.parametrize(
    "background",
    [np.zeros((0, 2)), np.full((10, 2), np.nan), np.zeros((1, 2)), np.full((50, 2), 1e30)],
    ids=["empty", "not numbers", "one", "far out"],
)
def test_a_strange_catalogue_is_drawn_all_the_same(background: np.ndarray) -> None:
    data = draw(
        background.astype(np.float32), np.zeros(2, np.float32), "x", marks(np.array([[np.nan, 2.0]], np.float32))
    )
    assert data.startswith(b"\x89PNG")


def test_a_huge_catalogue_is_thinned() -> None:
    many = np.random.default_rng(1).uniform(-1, 1, (100_000, 2)).astype(np.float32)
    shown = marks(many[[5, 900, 7_000]])
    assert len(draw(many, many[0], "x", shown)) < MOST_BYTES
    of = (np.arange(len(many)) % 4).astype(np.int8)
    coloured = Colouring(Groups(("happy", "tense", "sad", "calm"), of, of[:3], 0), MOODS)
    assert len(draw(many, many[0], "x", shown, coloured)) < MOST_BYTES
