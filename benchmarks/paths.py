"""``python -m benchmarks.paths``: how smooth walks between songs are, beside straight lines, and how long they take."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.command import INTERRUPTED, UNUSABLE
from benchmarks.drawn_songs import DrawnSongs
from data.catalog import read_shipped
from data.errors import DataError
from engine.evaluation.table import Table
from engine.index import Index, IndexKind, build_index, open_index
from engine.paths import Ends, surroundings, walk
from engine.ranking import Candidates
from engine.songs import Song, SongId

DESCRIPTION = """\
Walks between random pairs of the shipped catalogue, with 3, 5 and 10 songs between. Beside them the songs nearest to as
many points of the line between the two (its nearest), and the same with each song once, no artist twice in a row and no
version of a song twice (its nearest, by the rules). Of all steps of a walk the mean and the worst cosine, as means over
the pairs; of the worst also what 5 % of the pairs stay below; and how many walks keep the rules.
With --songs N, the time of a walk in a catalogue of N made songs (drawn from the density of the shipped ones) and an
Annoy index: everything from the two ends to the rows, without the database. Exit status: 2 where the catalogue is
missing."""

BETWEEN = (3, 5, 10)
PAIRS, QUICK_PAIRS = 300, 10
_TIMED = 30


@dataclass(frozen=True, slots=True, eq=False)
class Songs:
    """A catalogue.

    Attributes
    ----------
    vectors
        (n, d) float32 of unit length.
    """

    songs: tuple[Song, ...]
    vectors: NDArray[np.float32]
    index: Index

    def ends(self, start: int, end: int) -> Ends:
        """The ends of a walk, by their rows."""
        return Ends(self.songs[start], self.songs[end], self.vectors[[start, end]])


Way = Callable[[Songs, int, int, int], list[int]]
"""From a start to an end over so many songs: the rows of the whole walk."""


def sought(songs: Songs, start: int, end: int, between: int) -> list[int]:
    """As ``/path`` walks."""
    ends = songs.ends(start, end)
    rows = [int(song, 16) for song in surroundings(songs.index, ends)]
    found = walk(ends, Candidates(tuple(songs.songs[row] for row in rows), songs.vectors[rows]), between)
    return [start, *(rows[one] for one in found), end]


def on_the_line(songs: Songs, start: int, end: int, between: int) -> list[int]:
    """The songs nearest to the points of the line."""
    return [start, *(int((songs.vectors @ point).argmax()) for point in _points(songs, start, end, between)), end]


def on_the_line_by_the_rules(songs: Songs, start: int, end: int, between: int) -> list[int]:
    """The same, where each point takes the nearest song that may come."""
    path, used = [start], {songs.songs[start].version_key, songs.songs[end].version_key}
    for place, point in enumerate(_points(songs, start, end, between), start=1):
        last = songs.songs[end].artist_key if place == between else ""
        for row in np.argsort(-(songs.vectors @ point)).tolist():
            song = songs.songs[row]
            beside = {songs.songs[path[-1]].artist_key, last}
            if song.version_key not in used and song.artist_key not in beside:
                path.append(row)
                used.add(song.version_key)
                break
    return [*path, end]


WAYS: dict[str, Way] = {
    "the line's nearest": on_the_line,
    "the line's nearest, by the rules": on_the_line_by_the_rules,
    "/path": sought,
}


def keeps_rules(songs: Songs, path: Sequence[int]) -> bool:
    """Whether no song comes in two versions, and nobody plays twice in a row."""
    known = [songs.songs[row] for row in path]
    versions = {song.version_key for song in known}
    return len(versions) == len(known) and all(a.artist_key != b.artist_key for a, b in pairwise(known))


def table(songs: Songs, pairs: int, seed: int = 5) -> Table:
    """Every way between the same pairs."""
    generator = np.random.default_rng(seed)
    drawn = [generator.choice(len(songs.songs), 2, replace=False).tolist() for _ in range(pairs)]
    rows = []
    for between in tqdm(BETWEEN, desc="lengths", file=sys.stderr):
        for name, way in WAYS.items():
            paths = [way(songs, start, end, between) for start, end in drawn]
            steps = [[float(songs.vectors[a] @ songs.vectors[b]) for a, b in pairwise(path)] for path in paths]
            worst = [min(one) for one in steps]
            rows.append(
                (
                    f"{between} between: {name}",
                    f"{np.mean([np.mean(one) for one in steps]):.3f}",
                    f"{np.mean(worst):.3f}",
                    f"{np.quantile(worst, 0.05):.3f}",
                    f"{np.mean([keeps_rules(songs, path) for path in paths]):.0%}",
                )
            )
    return Table(
        title=f"Cosines of the steps between {pairs} random pairs of {len(songs.songs):,} songs",
        header=("walk", "mean", "worst", "worst, 5 %", "rules kept"),
        rows=tuple(rows),
        notes=("The line's nearest songs are mostly its ends over and over, which is why their mean is high.",),
    )


def timed(songs: Songs, seed: int = 6) -> str:
    """How long a walk of five songs takes; the first, which warms up, does not count."""
    generator = np.random.default_rng(seed)
    took, worked = [], []
    for _ in range(_TIMED + 1):
        start, end = generator.choice(len(songs.songs), 2, replace=False).tolist()
        began, before = time.perf_counter(), time.process_time()
        sought(songs, start, end, 5)
        worked.append(1_000 * (time.process_time() - before))
        took.append(1_000 * (time.perf_counter() - began))
    (middle, late), (work, hard) = (np.quantile(times[1:], (0.5, 0.95)) for times in (took, worked))
    return (
        f"One walk over 5 of {len(songs.songs):,} songs: {middle:.0f} ms, 95 of 100 within {late:.0f} ms; "
        f"of processor time {work:.0f} and {hard:.0f} ms."
    )


def shipped(directory: Path) -> Songs:
    """The catalogue that ships, its rows as ids."""
    known = [(one.song, one.vector) for one in read_shipped().entries if one.vector is not None]
    vectors = np.stack([vector for _, vector in known]).astype(np.float32)
    return _indexed([song for song, _ in known], vectors, directory)


def made(count: int, directory: Path) -> Songs:
    """Songs of as many artists, drawn."""
    songs = [Song(_id(row), f"Artist {row}", f"Title {row}") for row in range(count)]
    return _indexed(songs, DrawnSongs.of_shipped().draw(count, seed=3), directory)


def _indexed(songs: Sequence[Song], vectors: NDArray[np.float32], directory: Path) -> Songs:
    build_index(IndexKind.AUTO, directory, [_id(row) for row in range(len(songs))], vectors, "benchmark")
    return Songs(tuple(songs), vectors, open_index(directory, model="benchmark"))


def _id(row: int) -> SongId:
    return SongId(f"{row:016x}")


def _points(songs: Songs, start: int, end: int, count: int) -> NDArray[np.float32]:
    shares = (np.arange(1, count + 1) / (count + 1))[:, None]
    points: NDArray[np.float32] = (1 - shares) * songs.vectors[start] + shares * songs.vectors[end]
    return points


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.paths",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_PAIRS} pairs: to try, not to quote")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--songs", type=int, metavar="N", help="time walks among N made songs (100000) and end")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="segue-paths-") as directory:
            if options.songs:
                print(timed(made(options.songs, Path(directory))))
                return 0
            songs = shipped(Path(directory))
            print(table(songs, QUICK_PAIRS if options.quick else PAIRS).render(markdown=options.markdown))
            print(f"\n{timed(songs)}")
    except DataError as error:
        print(f"benchmarks.paths: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
