"""``build``: catalogue files from a list of clips."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from data.catalog.commands.options import Commands, hearing_options, weights_of, weights_option
from data.catalog.shipped import SHIPPED_DIRECTORY, write_shipped

if TYPE_CHECKING:
    from engine.embed.bulk import Embedded


def add_commands(commands: Commands) -> None:
    """Add ``build``."""
    build = commands.add_parser(
        "build",
        parents=[weights_option(), hearing_options()],
        help="hear a list of clips and write facts and vectors into files",
    )
    build.add_argument("tracks", type=Path, metavar="TRACKS.csv", help="columns id, artist, title, and facts as known")
    build.add_argument("audio", type=Path, metavar="AUDIO_DIR", help="a file for each clip, named by its id")
    build.add_argument(
        "--out", type=Path, default=SHIPPED_DIRECTORY, help="where to write (default: the shipped files)"
    )
    build.set_defaults(run=_build)


def _build(options: argparse.Namespace) -> int:
    # Imported here: they take seconds that no other command needs.
    from data.catalog.build import build_catalog  # noqa: PLC0415
    from data.catalog.tracks import read_tracks  # noqa: PLC0415
    from data.previews.offline import clip_ids  # noqa: PLC0415
    from engine.embed import Embedder  # noqa: PLC0415
    from engine.layout import fit_layout  # noqa: PLC0415

    found_without_network = clip_ids()
    tracks = [track for track in read_tracks(options.tracks) if track.ref not in found_without_network]
    embedder = Embedder.load(weights_of(options), options.device)
    sys.stderr.write(f"{len(tracks)} clips, heard on {embedder.device}\n")
    built = build_catalog(tracks, options.audio, embedder, fit_layout, jobs=options.jobs, watch=_watch)
    write_shipped(options.out, built.entries, built.model)
    for clip in built.bad:
        sys.stderr.write(f"skipped {clip.ref}: {clip.reason}\n")
    sys.stdout.write(
        f"{options.out}: {len(built.entries)} songs by model {built.model};"
        f" {built.merged} clips merged into another's song, {len(built.bad)} skipped\n"
    )
    return 0


def _watch(coming: Iterable[Embedded], total: int) -> Iterator[Embedded]:
    yield from tqdm(coming, total=total, desc="clips", unit="clip", smoothing=0.05)
