from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from benchmarks.song_names import TooFewNames, read_names, recombined
from engine.songs import normalise


@pytest.fixture
def training(tmp_path: Path) -> Path:
    """A few lines of each file of the training data that names are read from."""
    for folder in ("hetrec", "corgis", "msd"):
        (tmp_path / folder).mkdir()
    (tmp_path / "hetrec/artists.dat").write_text("id\tname\turl\tpictureURL\n1\tMALICE MIZER\thttp://a\thttp://b\n")
    (tmp_path / "corgis/music.csv").write_text(
        "artist.name,title\nCasual,I Didn't Mean To\nCasual,A?DA3nde va Chichi?\n"
    )
    (tmp_path / "msd/subset_unique_artists.txt").write_text("AR0<SEP>9dfe<SEP>TRA<SEP>Carroll Thompson\n")
    (tmp_path / "msd/tracks.jsonl").write_text(json.dumps({"title": "Long Distance Moan"}) + "\n")
    return tmp_path


def test_names_of_the_training_data_join_those_of_the_catalogue(training: Path) -> None:
    alone, together = read_names(), read_names(data=training)
    assert alone.songs == together.songs
    assert len(alone.songs) > 2_000
    assert {"MALICE MIZER", "Casual", "Carroll Thompson"} <= set(together.artists)
    assert {"I Didn't Mean To", "Long Distance Moan"} <= set(together.titles) - set(alone.titles)
    assert "name" not in together.artists


def test_titles_that_lost_their_accents_are_left_out(training: Path) -> None:
    assert not [title for title in read_names(data=training).titles if "Chichi" in title]


def test_each_name_stands_once(training: Path) -> None:
    names = read_names(data=training)
    for spelt in (names.artists, names.titles):
        assert len({normalise(name) for name in spelt}) == len(spelt)


def test_data_that_are_not_there_are_done_without(tmp_path: Path) -> None:
    assert read_names(data=tmp_path) == read_names()


def test_songs_are_put_together_anew_when_the_real_ones_are_used_up() -> None:
    names = read_names()
    songs = recombined(names, len(names.songs) + 500, random.Random(1))
    assert tuple(songs[: len(names.songs)]) == names.songs
    assert len({song.id for song in songs}) == len(songs)
    assert {song.title for song in songs[-500:]} <= set(names.titles)
    assert songs == recombined(names, len(songs), random.Random(1))


def test_more_songs_than_names_allow_are_refused(tmp_path: Path) -> None:
    (tmp_path / "songs.csv").write_text("artist,title\nU2,One\nBjörk,Jóga\n", encoding="utf-8")
    names = read_names(tmp_path)
    assert len(recombined(names, 4, random.Random(1))) == 4
    with pytest.raises(TooFewNames):
        recombined(names, 5, random.Random(1))
