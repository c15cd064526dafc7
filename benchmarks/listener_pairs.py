"""``python -m benchmarks.listener_pairs``: how alike pairs of real listeners are, by what a match is made of."""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.command import INTERRUPTED, UNUSABLE
from data.catalog import SHIPPED_DIRECTORY, ShippedCatalog, read_shipped
from data.errors import DataError
from engine.ranking.feedback import Deed, Evidence, share_of
from engine.ranking.request import Candidates
from engine.songs import Song, artist_key
from engine.taste.match import likeness, match
from engine.taste.pairs import STEPS
from engine.taste.profile import Leaning, Profile

DESCRIPTION = """\
Listeners of HetRec 2011 (Last.fm) whose artists the shipped catalogue knows, compared in pairs drawn at random, as
/taste compare compares two members. For some numbers of songs, the likeness below which 0, 5, ..., 100 % of the pairs
are: that is the table of engine/taste/pairs.py. Last, how often two friends are more alike than two strangers (AUC).
Exit status: 2 where the data (SEGUE_DATA) or the catalogue are missing."""

SIZES = (3, 5, 10, 20)
"""Songs of each listener."""
PAIRS, QUICK_PAIRS = 4_000, 200


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who listened to what.

    Attributes
    ----------
    plays
        By listener, how often each artist (by key) was played.
    songs
        The catalogue's songs by artist, each with its row in ``vectors``.
    friends
        Pairs of listeners who say that they are friends.
    """

    plays: Mapping[str, Mapping[str, int]]
    songs: Mapping[str, Sequence[tuple[Song, int]]]
    vectors: NDArray[np.float32]
    friends: Sequence[tuple[str, str]]

    def profile(self, listener: str, songs: int, generator: np.random.Generator) -> Profile | None:
        """A listener's taste, on so many songs, one for each artist that is known; ``None`` for one with fewer."""
        plays = self.plays[listener]
        known = [artist for artist in plays if artist in self.songs]
        if len(known) < songs:
            return None
        chosen = set(generator.choice(known, songs, replace=False).tolist())
        most = max(plays.values())
        evidence: list[Evidence] = []
        liked: list[tuple[Song, int]] = []
        for artist, count in plays.items():
            song = None
            if artist in chosen:
                song = self.songs[artist][int(generator.integers(len(self.songs[artist])))]
                liked.append(song)
            fact = None if song is None else song[0].id
            evidence.append(Evidence(Deed.PLAYED, artist, fact, amount=count, share=share_of(count, most)))
        facts = Candidates(tuple(song for song, _ in liked), self.vectors[[row for _, row in liked]])
        return Profile.of(Leaning.of(evidence), facts)


def read(data: Path, catalog: ShippedCatalog) -> Listeners:
    """Read HetRec and join it to the catalogue by artist.

    Raises
    ------
    OSError
        A file is missing.
    """
    names = {row["id"]: artist_key(row["name"]) for row in _rows(data / "artists.dat")}
    plays: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(data / "user_artists.dat"):
        plays[row["userID"]][names[row["artistID"]]] = int(row["weight"])
    songs: dict[str, list[tuple[Song, int]]] = defaultdict(list)
    for number, entry in enumerate(catalog.entries):
        songs[entry.song.artist_key].append((entry.song, number))
    pairs = {tuple(sorted((row["userID"], row["friendID"]))) for row in _rows(data / "user_friends.dat")}
    friends = [(one, other) for one, other in sorted(pairs) if one in plays and other in plays]
    return Listeners(
        plays, songs, np.stack([np.asarray(entry.vector, dtype=np.float32) for entry in catalog.entries]), friends
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def alike(listeners: Listeners, pairs: Sequence[tuple[str, str]], songs: int, seed: int) -> list[float]:
    """The likeness of each pair, where both have so many songs."""
    generator = np.random.default_rng(seed)
    found = []
    for one, other in tqdm(pairs, desc=f"{songs} songs", leave=False):
        first, second = (listeners.profile(listener, songs, generator) for listener in (one, other))
        if first is not None and second is not None:
            compared = match(first, second)
            found.append(likeness(compared.sound, compared.labels, compared.artists))
    return found


def auc(friends: Sequence[float], strangers: Sequence[float]) -> float:
    """How often one drawn from the first is larger than one from the second; ties count half."""
    ordered = np.sort(strangers)
    below = np.searchsorted(ordered, friends, "left") + np.searchsorted(ordered, friends, "right")
    return float(below.mean() / 2 / len(ordered))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where something is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.listener_pairs",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="a twentieth of the pairs: to try, not to quote")
    parser.add_argument("--catalogue", type=Path, default=SHIPPED_DIRECTORY, help="files of the catalogue")
    options = parser.parse_args(arguments)
    data = Path(os.environ.get("SEGUE_DATA", "../shared/data")) / "hetrec"
    try:
        listeners = read(data, read_shipped(options.catalogue))
    except (DataError, OSError) as error:
        print(f"listener_pairs: {error}", file=sys.stderr)
        return UNUSABLE
    count = QUICK_PAIRS if options.quick else PAIRS
    names = sorted(listeners.plays)
    friends = set(listeners.friends)
    try:
        for songs in SIZES:
            generator = np.random.default_rng(songs)
            able = [
                name for name in names if sum(artist in listeners.songs for artist in listeners.plays[name]) >= songs
            ]
            drawn = [tuple(sorted(generator.choice(able, 2, replace=False).tolist())) for _ in range(count)]
            strangers = alike(listeners, [pair for pair in drawn if pair not in friends], songs, songs)
            known = alike(listeners, listeners.friends[:count], songs, songs + 1)
            row = np.quantile(strangers, np.linspace(0, 1, STEPS + 1))
            print(f"    {songs}: ({', '.join(f'{value:.3f}' for value in row)}),")
            print(
                f"{songs} songs: {len(able):,} listeners, {len(strangers):,} pairs of strangers, "
                f"{len(known):,} of friends; friends more alike than strangers: AUC {auc(known, strangers):.3f}",
                file=sys.stderr,
            )
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
