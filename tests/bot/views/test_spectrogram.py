from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from bot.views.map_view import WIDTH_PX
from bot.views.palette import from_hue
from bot.views.spectrogram import HEIGHT_PX, Spectrogram, draw
from engine.audio import SAMPLE_RATE

MOST_BYTES = 400_000
COLOUR = from_hue(0.6, 0.62, 0.58)
LEFT, TOP, RIGHT, BOTTOM = 120, 80, 1_050, 520
"""Well inside the part where the sound is."""


def tone(hertz: float, seconds: float = 8.0, loud: float = 0.5) -> np.ndarray:
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (loud * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def light(drawn: Spectrogram) -> np.ndarray:
    """How bright each pixel of the sound is."""
    return np.asarray(Image.open(io.BytesIO(drawn.png)).convert("L"), dtype=np.float32)[TOP:BOTTOM, LEFT:RIGHT]


def test_it_is_a_picture_that_a_message_can_hold() -> None:
    noise = np.random.default_rng(0).standard_normal(30 * SAMPLE_RATE).astype(np.float32) * 0.1
    drawn = draw(noise, "Title", COLOUR)
    picture = Image.open(io.BytesIO(drawn.png))
    assert (picture.format, picture.size) == ("PNG", (WIDTH_PX, HEIGHT_PX))
    assert len(drawn.png) < MOST_BYTES
    assert drawn.seen.seconds == 30.0


def test_higher_tones_lie_higher() -> None:
    rows = [int(light(draw(tone(hertz), "", COLOUR)).mean(axis=1).argmax()) for hertz in (200, 800, 3_000, 6_000)]
    assert rows == sorted(rows, reverse=True)
    assert len(set(rows)) == len(rows)


def test_what_comes_later_lies_to_the_right() -> None:
    sound = np.concatenate([tone(400, 4, 0.001), tone(400, 4)])
    columns = light(draw(sound, "", COLOUR)).mean(axis=0)
    assert columns[: len(columns) // 3].max() < columns[-len(columns) // 3 :].min()


@pytest.mark.parametrize("hertz", [150.0, 1_000.0, 5_000.0])
def test_where_the_sound_lies_is_read_off(hertz: float) -> None:
    seen = draw(tone(hertz), "", COLOUR).seen
    assert seen.low_hz * 0.8 <= hertz <= seen.high_hz * 1.25
    assert seen.high_hz < 2 * seen.low_hz


def test_how_its_loudness_goes_is_read_off() -> None:
    quiet, loud = tone(400, 6, 0.05), tone(400, 2, 0.5)
    rising = draw(np.concatenate([quiet, loud]), "", COLOUR).seen
    falling = draw(np.concatenate([loud, quiet]), "", COLOUR).seen
    assert rising.growth_db > 3
    assert falling.growth_db < -3
    assert rising.loudest_second > 6
    assert falling.loudest_second < 2
    assert draw(tone(400), "", COLOUR).seen.growth_db == 0.0


@pytest.mark.parametrize("samples", [0, 1, 100, SAMPLE_RATE // 2], ids=str)
def test_silence_and_hardly_anything_are_drawn_dark(samples: int) -> None:
    drawn = draw(np.zeros(samples, np.float32), "", COLOUR)
    assert light(drawn).max() < 60
    assert np.isfinite([drawn.seen.low_hz, drawn.seen.high_hz, drawn.seen.growth_db]).all()


@pytest.mark.parametrize("title", ["", "A title " * 60, "東京 \u202e @everyone", "Jóga — Björk"])
def test_any_title_is_drawn(title: str) -> None:
    assert draw(tone(300, 1), title, COLOUR).png.startswith(b"\x89PNG")


def test_sound_that_may_not_be_written_to_is_drawn() -> None:
    sound = np.frombuffer(tone(300, 1).tobytes(), np.float32)
    assert draw(sound, "", COLOUR) == draw(sound.copy(), "", COLOUR)
