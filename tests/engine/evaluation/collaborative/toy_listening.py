"""Listening small enough to reason about: two kinds of music, listeners who keep to one, and tags that name it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.collaborative.interactions import ItemId, UserId
from engine.evaluation.collaborative.listening import Listening, TagsGiven

LISTENERS, ARTISTS, EACH = 40, 60, 20


def toy_listening(seed: int = 0) -> Listening:
    """Every listener plays 20 of the 30 artists of their kind, and tags half of them."""
    random = np.random.default_rng(seed)
    artists = np.array(
        [np.sort(random.permutation(ARTISTS // 2)[:EACH] * 2 + listener % 2) for listener in range(LISTENERS)]
    )
    listeners = np.repeat(np.arange(LISTENERS), EACH)
    tagged = random.random(LISTENERS * EACH) < 0.5
    return Listening(
        listener_ids=tuple(UserId(f"u{listener}") for listener in range(LISTENERS)),
        artist_ids=tuple(ItemId(f"a{artist}") for artist in range(ARTISTS)),
        tag_names=("even", "odd"),
        listeners=listeners,
        artists=artists.ravel(),
        counts=random.integers(1, 500, LISTENERS * EACH).astype(np.float64),
        given=TagsGiven(listeners[tagged], artists.ravel()[tagged], artists.ravel()[tagged] % 2),
    )


def write(listening: Listening, data: Path) -> None:
    """As HetRec's files, with ids from 1 and a tag of an artist whom nobody plays."""
    folder = data / "hetrec"
    folder.mkdir(parents=True)
    plays = zip(listening.listeners + 1, listening.artists + 1, listening.counts.astype(int), strict=True)
    (folder / "user_artists.dat").write_text(
        "userID\tartistID\tweight\n" + "".join(f"{user}\t{artist}\t{count}\n" for user, artist, count in plays)
    )
    given = listening.given
    tags = zip(given.listeners + 1, given.artists + 1, given.tags + 1, strict=True)
    (folder / "user_taggedartists.dat").write_text(
        "userID\tartistID\ttagID\tday\tmonth\tyear\n"
        + "".join(f"{user}\t{artist}\t{tag}\t1\t4\t2009\n" for user, artist, tag in tags)
        + "1\t99999\t1\t1\t4\t2009\n"
    )
