from __future__ import annotations

import pytest

from data.catalog.growing.playlists.entries import NOTHING_SAID, Entry
from data.catalog.growing.playlists.table import read_table

EXPORTIFY = """"Track URI","Track Name","Artist Name(s)","Album Name","Duration (ms)","ISRC"
"spotify:track:1","Get Lucky","Daft Punk, Pharrell Williams","Random Access Memories","369626","USQX91300108"
"spotify:track:2","","","","",""
"""


def test_exportify_is_understood() -> None:
    playlist = read_table(EXPORTIFY)
    assert playlist.entries == [
        Entry("", "Daft Punk, Pharrell Williams", "Get Lucky", "Random Access Memories", "USQX91300108")
    ]
    assert playlist.wrong == {NOTHING_SAID: 1}


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_plain_columns_are_understood_whatever_parts_them(between: str) -> None:
    text = f"\ufeffTitle{between}Artist\nJóga{between}Björk\n\n"
    assert read_table(text).entries == [Entry("", "Björk", "Jóga")]


def test_a_column_of_files_is_enough() -> None:
    assert read_table("path\na.mp3\n").entries == [Entry("a.mp3")]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "artist\nBjörk\n", '"artist","title"\n"' + "x" * 200_000 + '"\n'])
def test_a_table_without_names_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"header|table"):
        read_table(text)


def test_short_rows_say_nothing() -> None:
    assert read_table("artist,title\nBjörk\n").wrong == {NOTHING_SAID: 1}
