"""Answers made up to be shown: nothing here hears or ranks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bot.questions import Answer, Chart, Fresh, Groups, Seed, SeedKind
from data.ids import AnswerId, GuildId, MemberId
from engine.ranking import Only, Pick, Reason, ReasonKind, Term
from engine.songs import Song, song_id
from engine.traits import Traits

HOSTILE_TITLE = "# > ||@everyone|| **`x`** [free](https://evil.example) <@123> <#4> </help:5> <t:1:R> " + "W" * 4_000
HOSTILE_ARTIST = "1. ~~@here~~ \u202e_hi_ \n- list https://evil.example/a_b " + "*" * 4_000
DIMENSION = 320


def unit(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    return vector / np.linalg.norm(vector)


def song(number: int, title: str = "", artist: str = "") -> Song:
    title, artist = title or f"Song {number}", artist or f"Band {number}"
    return Song(id=song_id(f"{artist}{number}", title), artist=artist, title=title, year=1990 + number % 30)


def groups(names: tuple[str, ...], picks: int) -> Groups:
    """500 songs of the background, in turn in no group and in each."""
    of = (np.arange(500) % (len(names) + 1) - 1).astype(np.int8)
    return Groups(names, of, of[1 : picks + 1], int(of[2]))


@pytest.fixture
def make_answer() -> Callable[..., Answer]:
    def make(
        picks: int = 25,
        count: int = 5,
        *,
        title: str = "",
        artist: str = "",
        clip: bool = False,
        recognised: Song | None = None,
        relaxed: bool = False,
        only: Only | None = None,
        shared: bool = False,
        fresh: Fresh | None = None,
        versions: int = 0,
    ) -> Answer:
        generator = np.random.default_rng(7)
        background = generator.uniform(-1, 1, (500, 2)).astype(np.float32)
        reasons = tuple(Reason(kind, title or "wistful") for kind in (ReasonKind.NEAR_LIKED, ReasonKind.SAME_MOOD))
        terms = tuple(Term(kind, 0.1, 1.0, title or "x") for kind in ReasonKind) if shared else ()
        asked = None if clip else song(99, title or "Teardrop", artist or "Massive Attack")
        return Answer(
            id=AnswerId("abcDEF123_-z"),
            member=MemberId(1),
            guild=GuildId(2),
            seed=Seed(
                kind=SeedKind.CLIP if clip else SeedKind.SONG,
                song=asked,
                title=title or ("clip.mp3" if clip else "Teardrop"),
                vector=unit(0),
                genres=(title or "Trip-hop",) * 3,
                moods=(title or "wistful",) * 3,
                quadrant="Q3",
                fresh=fresh,
                traits=Traits(77.4, title or "A major", 0.1, (title or "voice", title or "harpsichord")),
            ),
            recognised=recognised,
            picks=tuple(
                Pick(
                    song(n, title, artist),
                    0.99 - n / 40,
                    1.0,
                    terms,
                    (*reasons, reasons[0]),
                    tuple(song(100 + other, title or "Teardrop (Live)", artist) for other in range(versions)),
                )
                for n in range(picks)
            ),
            count=count,
            chart=Chart(
                background,
                background[0],
                background[1 : picks + 1],
                moods=groups(("happy", "tense", "sad", "calm"), picks),
                genres=groups((title or "Trip-hop", "Rock"), picks),
            ),
            only=only or Only(),
            relaxed=relaxed,
            device="cpu",
        )

    return make
