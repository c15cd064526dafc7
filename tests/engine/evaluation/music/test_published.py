"""Keys and tempi are read out of titles and out of Echo Nest's table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.evaluation.folds import Track
from engine.evaluation.music.published import Published, echo_nest, key_in, titles

TRACK = Track("a", "open", "the rolling stones", "Angie", frozenset(), "", "", "", 0)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Trio Sonata in C Major BWV 529-2. Largo", (0, "major")),
        ("Intermezzo in B flat Minor Opus 117 No.2", (10, "minor")),
        ("Sonata IV in B-flat major - Bruit de chasse", (10, "major")),
        ("Chopin Prelude In C Sharp Minor Opus 28", (1, "minor")),
        ("Sonata III in d minor (Allegro:Moderato)", (2, "minor")),
        ("Nocturne in F# minor", (6, "minor")),
        ("Piece in Cb major", (11, "major")),
        ("A minor inconvenience of flat major", (9, "minor")),
        ("Major Tom", None),
        ("The Cminor thing", None),
        ("", None),
    ],
)
def test_a_title_names_its_key(title: str, key: tuple[int, str] | None) -> None:
    assert key_in(title) == key


def test_only_titles_with_a_key_count() -> None:
    tracks = [TRACK, replace(TRACK, id="b", title="Sonata in G minor")]
    assert titles(tracks) == (Published("b", None, (7, "minor")),)


def test_echo_nests_facts_find_their_clip(tmp_path: Path) -> None:
    (tmp_path / "corgis").mkdir()
    (tmp_path / "corgis" / "music.csv").write_text(
        "artist.name,title,tempo,key,mode\n"
        "The Rolling Stones,Angie (1993 Digital Remaster),139.3,9.0,0\n"
        "The Rolling Stones,Start Me Up,0.0,5.0,1\n"
        "Nobody,Angie,100.0,0.0,1\n"
    )
    tracks = [TRACK, replace(TRACK, id="b", title="Start Me Up")]
    assert echo_nest(tracks, tmp_path) == (Published("a", 139.3, (9, "minor")),)


def test_without_the_table_nothing_is_published(tmp_path: Path) -> None:
    assert echo_nest([TRACK], tmp_path) == ()
