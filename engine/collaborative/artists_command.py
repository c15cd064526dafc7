"""``python -m engine.collaborative artists``: make the artists' factors that ship."""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from engine.collaborative.artist_factors import SHIPPED, save
from engine.collaborative.artist_plays import DIRECTORY, ArtistPlays, read_artist_plays
from engine.collaborative.artist_tags import read_artist_tags
from engine.collaborative.artist_training import FACTORS, learn_factors, learn_sound
from engine.collaborative.sound import SoundSettings
from engine.errors import InteractionsError

if TYPE_CHECKING:
    from engine.embed import Embedder

CLIPS = "artist_clips.csv"
AUDIO = "audio"
SUMMARY = "make the artists' factors that ship, from HetRec and clips"
DESCRIPTION = """\
Learns factors of artists from what 1,892 people played and how they tagged it (HetRec 2011, hetrec/ of --data), and to
predict them from what the shipped ear hears in the clips of 730 of these artists. What is kept: names of artists, how
many people play each, factors of those whom at least three play, and of the artists with clips the mean of their
vectors; nothing of any listener. The same data and ear give the same files. Hearing the clips takes some minutes.

Exit status: 0 written; 2 something is missing or cannot be heard; 130 stopped, nothing is changed."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("SEGUE_DATA", "../shared/data")),
        help="directory with hetrec/ and audio/ (SEGUE_DATA; now %(default)s)",
    )
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="DIR", help="where they are written (%(default)s)")
    parser.add_argument("--weights", type=Path, metavar="DIR", help="of the ear (those that ship)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="decoding processes (%(default)s)")


def run(options: argparse.Namespace) -> str:
    """Learn and write; what to say of it."""
    plays = read_artist_plays(options.data)
    tags = read_artist_tags(options.data, plays).rows(plays.interactions)
    of_artist = read_clips(options.data, plays)
    # The networks are slow to load, and the other commands of the package do not need them.
    from engine.embed import Embedder  # noqa: PLC0415
    from engine.embed.weights import SHIPPED as SHIPPED_EAR  # noqa: PLC0415

    embedder = Embedder.load(options.weights or SHIPPED_EAR)
    with tqdm(total=1.0, desc="factors", bar_format="{l_bar}{bar}", file=sys.stderr) as bar:

        def shown(what: str, share: float, /) -> None:
            bar.update(share - bar.n)

        found = learn_factors(plays.interactions, tags, progress=shown)
    vectors = hear([path for paths in of_artist.values() for path in paths], embedder, options.jobs)
    ends = np.cumsum([len(paths) for paths in of_artist.values()])
    clips = dict(zip(of_artist, np.split(vectors, ends[:-1]), strict=True))
    settings = SoundSettings()
    sound = learn_sound(found, clips, settings)
    facts = save(
        options.out,
        found,
        sound,
        embedder.model,
        {
            "data": "HetRec 2011, Last.fm 2k (Cantador, Brusilovsky & Kuflik, RecSys 2011)",
            "licence": "non-commercial use; see NOTICE.md",
            "plays": len(plays.interactions),
            "artists with clips": len(sound.centres),
            "clips": len(vectors),
            "command": "python -m engine.collaborative artists",
            "tags": len(tags.tags),
            **{f"wmf {name}": value for name, value in asdict(FACTORS).items() if name != "tags"},
            **{f"tags {name}": value for name, value in asdict(FACTORS.tags).items()},
            "sound width": settings.width,
            "sound ridge": settings.ridge,
        },
    )
    size = sum((options.out / name).stat().st_size for name in (facts.factors, facts.sound))
    return f"{len(found.keys):,} artists, {len(sound.centres)} of them with clips, {size / 1e6:.1f} MB in {options.out}"


def read_clips(data: Path, plays: ArtistPlays) -> dict[str, list[Path]]:
    """Clips of each artist by artist key, keys sorted.

    Raises
    ------
    InteractionsError
        The list of clips is missing or is not what it should be.
    """
    path = data / DIRECTORY / CLIPS
    found: dict[str, set[Path]] = defaultdict(set)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found[plays.keys[int(row["artistID"])]].add(data / AUDIO / f"{row['clip_id']}.opus")
    except (OSError, KeyError, ValueError) as error:
        raise InteractionsError(f"{path} cannot be read: {error}") from error
    return {key: sorted(found[key]) for key in sorted(found)}


def hear(paths: Sequence[Path], embedder: Embedder, jobs: int) -> NDArray[np.float32]:
    """(n, d) float32 vectors of clips, with a bar.

    Raises
    ------
    InteractionsError
        A clip cannot be heard.
    """
    from engine.audio import DecodeLimits  # noqa: PLC0415 - as in run()
    from engine.embed.bulk import embed_files  # noqa: PLC0415

    vectors = []
    coming = embed_files(paths, embedder, jobs=jobs, limits=DecodeLimits())
    for embedded in tqdm(coming, total=len(paths), desc="clips", unit="clip", file=sys.stderr):
        if embedded.heard is None:
            raise InteractionsError(f"the clip {embedded.path} cannot be heard: {embedded.error}")
        vectors.append(embedded.heard.vector)
    return np.stack(vectors)
