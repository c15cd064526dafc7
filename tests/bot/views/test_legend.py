from __future__ import annotations

from PIL import Image

from bot.views.legend import Entry, with_legend
from bot.views.map_view import HEIGHT_PX, WIDTH_PX
from bot.views.palette import GENRES, NIGHT

GROUND = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), tuple(NIGHT))


def test_nothing_to_explain_needs_no_room() -> None:
    assert with_legend(GROUND, ()).size == GROUND.size


def test_long_names_take_more_lines_and_stay_inside() -> None:
    one = with_legend(GROUND, [Entry(colour, "Jazz") for colour in GENRES])
    three = with_legend(GROUND, [Entry(colour, "W" * 400) for colour in GENRES])
    assert HEIGHT_PX < one.height < three.height
    edge = three.crop((WIDTH_PX - 10, HEIGHT_PX, WIDTH_PX, three.height))
    assert edge.getcolors() == [(edge.width * edge.height, tuple(NIGHT))]


def test_a_name_without_letters_keeps_its_colour() -> None:
    shown = with_legend(GROUND, [Entry(GENRES[0], "\x00\n")])
    assert any(colour == tuple(GENRES[0]) for _, colour in shown.getcolors(maxcolors=2**20) or [])
