from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.measurement import from_json
from benchmarks.misspelling import Mistake
from benchmarks.song_names import read_names, recombined
from benchmarks.song_queries import Asked, Query, queries
from benchmarks.song_search import FIRST, Answered, ask, ask_peer, fill, main, table, targets
from data.database import Database
from data.migrations import migrate
from tests.data.songs import song

SONGS = 900
"""The real ones among them have a title with an accent."""
ONE, OTHER_ONE, HURT = song("U2", "One"), song("Metallica", "One"), song("Johnny Cash", "Hurt")


def answered(asked: Asked, *found: int) -> Answered:
    songs = (ONE, OTHER_ONE, HURT)
    return Answered(Query(asked, Mistake.TYPO, "onr", ONE), tuple(songs[row] for row in found), 2.0, 1.0)


def test_a_title_is_right_with_any_artist_and_a_whole_name_is_not() -> None:
    assert answered(Asked.TITLE, 2, 1).right(2)
    assert not answered(Asked.TITLE, 2, 1).right(1)
    assert not answered(Asked.TITLE, 2, 1).same(2)
    assert not answered(Asked.BOTH, 2, 1).right(2)
    assert answered(Asked.BOTH, 2, 0).right(2)


def test_the_goals_are_judged_by_what_was_right_in_time() -> None:
    ours = [answered(asked, 0) for asked in Asked] * 20
    good = targets(100, ours, ours)
    assert [one.met for one in good if one.met is not None] == [True, True, True]
    assert good[-1].value == 1.0
    bad = targets(100, [answered(asked, 2) for asked in Asked], ours)
    assert [one.met for one in bad if one.met is not None] == [False, False, True]


async def test_ours_and_the_peer_are_asked_the_same(tmp_path: Path) -> None:
    songs = recombined(read_names(), SONGS, random.Random(1))
    asked = queries(songs, 8, random.Random(2))
    migrate(tmp_path / "songs.sqlite3")
    database = await Database.open(tmp_path / "songs.sqlite3")
    try:
        catalog = await fill(database, songs)
        assert await catalog.count() == SONGS
        ours, peer = await ask(catalog, asked), ask_peer(songs, asked)
    finally:
        await database.close()
    assert [one.query for one in ours] == [one.query for one in peer] == asked
    assert sum(one.right(FIRST) for one in ours) >= 0.9 * len(ours)
    assert all(one.wall_ms > 0 for one in (*ours, *peer))
    rendered = table(SONGS, ours, peer)
    assert len(rendered.rows) == 2 * len(Mistake) + 1 + 2
    assert "any mistake" in rendered.text()


def test_the_command_prints_a_table_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--songs", str(SONGS), "--queries", "4", "--home", str(tmp_path), "--data", str(tmp_path)]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "Names with a mistake among 900 songs" in text
    assert "right in 5" in text
    assert main([*arguments, "--json"]) == 0
    assert len(from_json(capsys.readouterr().out.splitlines()[-1])) == 5
    assert not list((tmp_path / "cache").iterdir())


def test_too_few_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--songs", "0", "--home", str(tmp_path)])
    assert refused.value.code == 2
