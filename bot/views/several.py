"""What is shown of questions about several songs and in words: headings, the picture beside, the way on the map."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.questions import Answer, Seed, SeedKind
from bot.text.en import prompts, several
from bot.views.sound_print import SIDE_PX, draw
from bot.views.walked import Route
from engine.songs import Song, SongId

SEVERAL = frozenset({SeedKind.MIX, SeedKind.WALK, SeedKind.PROMPT})
_SEAM_PX = 3
"""Between the two halves."""


def several_heading(answer: Answer) -> str:
    """What stands above the answer."""
    seed = answer.seed
    if seed.kind is SeedKind.WALK:
        return several.walk_heading(seed, len(answer.picks))
    return several.mix_heading(seed) if seed.kind is SeedKind.MIX else prompts.heading(seed)


def several_alt(seed: Seed) -> str:
    """What the picture beside the heading shows, in words."""
    told: Mapping[SeedKind, Callable[[Seed], str]] = {
        SeedKind.MIX: several.mix_alt,
        SeedKind.WALK: several.walk_alt,
        SeedKind.PROMPT: prompts.print_alt,
    }
    return told[seed.kind](seed)


def several_name(seed: Seed) -> str:
    """How the question is called on the map. Not escaped."""
    if seed.kind is SeedKind.WALK:
        return seed.songs[0].title
    return several.MIX_ON_MAP if seed.kind is SeedKind.MIX else seed.title


def route_of(answer: Answer) -> Route | None:
    """The way on the map; ``None`` where the answer is no walk."""
    seed, chart = answer.seed, answer.chart
    if seed.kind is not SeedKind.WALK or chart.end is None:
        return None
    return Route(chart.end, seed.songs[1].title, chart.picks)


def ends_print(
    seed: Seed,
    vectors: Mapping[SongId, NDArray[np.float32]],
    covers: Mapping[SongId, bytes],
    printed: Callable[[SongId, NDArray[np.float32]], bytes],
) -> bytes:
    """A PNG: the left half of the first end's picture and the right half of the second's.

    Parameters
    ----------
    vectors, covers
        Of the ends, as far as they are at hand; a song without either is shown by the print of the place half-way.
    printed
        The sound-print of a song.
    """
    halves = [_picture(song, seed, vectors, covers, printed) for song in seed.songs]
    return _joined(halves)


def _picture(
    song: Song,
    seed: Seed,
    vectors: Mapping[SongId, NDArray[np.float32]],
    covers: Mapping[SongId, bytes],
    printed: Callable[[SongId, NDArray[np.float32]], bytes],
) -> bytes:
    if song.id in covers:
        return covers[song.id]
    return printed(song.id, vectors[song.id]) if song.id in vectors else draw(seed.vector)


def _joined(pictures: Sequence[bytes]) -> bytes:
    left, right = (Image.open(io.BytesIO(data)).convert("RGB").resize((SIDE_PX, SIDE_PX)) for data in pictures)
    middle = SIDE_PX // 2
    left.paste(right.crop((middle, 0, SIDE_PX, SIDE_PX)), (middle, 0))
    left.paste((0, 0, 0), (middle - _SEAM_PX // 2, 0, middle + _SEAM_PX // 2 + 1, SIDE_PX))
    file = io.BytesIO()
    left.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()
