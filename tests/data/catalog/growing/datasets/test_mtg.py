from __future__ import annotations

from pathlib import Path

import pytest

from data.catalog.growing.datasets.mtg import read_mtg
from data.catalog.growing.errors import DatasetUnusable

TAGS = """TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS
track_0000214\tartist_000014\talbum_000031\t14/214.mp3\t124.6\tgenre---punkrock
track_0003346\tartist_000517\talbum_000521\t46/3346.mp3\t195.0\tgenre---pop\tmood/theme---calm\tinstrument---voice
track_0000999\tartist_000014\talbum_000031\t99/999.mp3\t124.6\tgenre---rock
track_0000001\tartist_000014\talbum_000031\t../../secret.mp3\t124.6\tgenre---rock
track_0000007\tartist_000014\talbum_000031\t07/7.mp3\t10.0
"""
NAMES = """TRACK_ID\tARTIST_ID\tALBUM_ID\tTRACK_NAME\tARTIST_NAME\tALBUM_NAME\tRELEASEDATE\tURL
track_0000214\tartist_000014\talbum_000031\tA "quoted\tThe Artist\tThe Album\t2004-12-01\thttp://www.jamendo.com/track/214
track_0003346\tartist_000517\talbum_000521\tTwo\t\tOther\tAlbum\t2005\thttp://www.jamendo.com/track/3346
"""


def layout(folder: Path, *names: str, tags: str = "data/autotagging.tsv", link: bool = False) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / tags).write_text(TAGS)
    (folder / "data" / "raw.meta.tsv").write_text(NAMES)
    if link:
        (folder / "data" / "autotagging.tsv").write_text("raw_30s_cleantags_50artists.tsv")
    return folder


@pytest.mark.parametrize(
    ("top", "low"), [("raw_30s/audio", ""), ("autotagging_moodtheme/audio-low", ".low"), ("audio", "")]
)
def test_tags_and_names_are_joined(tmp_path: Path, top: str, low: str) -> None:
    folder = layout(tmp_path / "d", f"{top}/14/214{low}.mp3", f"{top}/46/3346{low}.mp3", f"{top}/07/7{low}.mp3")
    (tmp_path / "secret.mp3").write_bytes(b"x")
    dataset = read_mtg(folder)
    first, second = (one.given for one in dataset.candidates)
    assert first is not None
    assert (first.artist, first.title, first.album, first.year) == ("The Artist", 'A "quoted', "The Album", 2004)
    assert (first.genres, first.source, first.ref) == (("Punkrock",), "mtg-jamendo", "track_0000214")
    assert first.link == "http://www.jamendo.com/track/214"
    assert second is not None
    assert (second.artist, second.title, second.moods) == ("Other", "Two", ("calm",))
    assert dataset.wrong == {"the metadata do not name it": 1}, "a subset of the sound is no fault"


def test_a_link_that_was_not_kept_is_no_table(tmp_path: Path) -> None:
    folder = layout(tmp_path, "raw_30s/audio/14/214.mp3", tags="data/raw_30s_cleantags_50artists.tsv", link=True)
    assert len(read_mtg(folder).candidates) == 1


def test_a_folder_without_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetUnusable, match="raw_30s/audio"):
        read_mtg(tmp_path)
    (tmp_path / "audio").mkdir()
    with pytest.raises(DatasetUnusable, match=r"autotagging\.tsv"):
        read_mtg(tmp_path)
    (tmp_path / "autotagging.tsv").write_text("some\tother\ttable\n" * 20)
    (tmp_path / "raw.meta.tsv").write_text(NAMES)
    with pytest.raises(DatasetUnusable, match="columns"):
        read_mtg(tmp_path)
