"""``python -m bot.views.catalogue_map [FOLDER]``: the whole shipped catalogue, coloured by mood and by genre."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.grouping import by_genre, by_mood
from bot.questions import Chart
from bot.views.looks import Look, colouring
from bot.views.song_map import draw_catalogue
from data.catalog import SHIPPED_DIRECTORY, ShippedCatalog, read_shipped
from data.errors import DataError

FOLDER = Path("docs") / "images" / "ear"
BAD_INPUT = 2


def pictures(catalog: ShippedCatalog) -> dict[str, bytes]:
    """Both maps as PNGs, by file name; songs without a place are on none."""
    placed = [(entry.song, entry.point) for entry in catalog.entries if entry.point is not None]
    songs = [song for song, _ in placed]
    places = np.array([(point.x, point.y) for _, point in placed], dtype=np.float32).reshape(-1, 2)
    chart = Chart(
        background=places,
        query=np.zeros(2, dtype=np.float32),
        picks=np.zeros((0, 2), dtype=np.float32),
        moods=by_mood(songs).groups((), ()),
        genres=by_genre(songs).groups((), ()),
    )
    drawn = {}
    for look in (Look.MOOD, Look.GENRE):
        coloured = colouring(chart, look)
        assert coloured is not None
        drawn[f"map-{look.value}.png"] = draw_catalogue(places, coloured)
    return drawn


def main(arguments: Sequence[str] | None = None) -> int:
    """Write both maps; 2 where the catalogue cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m bot.views.catalogue_map", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help=f"where to (default: {FOLDER})")
    parser.add_argument("--from", dest="source", type=Path, default=SHIPPED_DIRECTORY, help="catalogue files")
    options = parser.parse_args(arguments)
    try:
        drawn = pictures(read_shipped(options.source))
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, picture in drawn.items():
        (options.folder / name).write_bytes(picture)
        sys.stdout.write(f"{options.folder / name} ({len(picture):,} bytes)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
