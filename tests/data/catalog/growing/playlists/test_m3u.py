from __future__ import annotations

from data.catalog.growing.playlists.entries import BEYOND, MAX_ENTRIES, Entry
from data.catalog.growing.playlists.m3u import is_stream, read_m3u


def test_a_line_is_a_file_and_what_stands_before_is_its_name() -> None:
    text = (
        "\ufeff#EXTM3U\n#EXTALB:Homogenic\n#EXTINF:305,Björk - Jóga\r\nB/Joga.mp3\n\n"
        "#EXTINF:-1,Bachelorette\n#EXTART:Björk\n/x/b.flac\nplain.ogg\n"
    )
    assert read_m3u(text).entries == [
        Entry("B/Joga.mp3", "Björk", "Jóga", "Homogenic"),
        Entry("/x/b.flac", "Björk", "Bachelorette", "Homogenic"),
        Entry("plain.ogg", album="Homogenic"),
    ]


def test_a_list_that_goes_on_for_ever_is_cut() -> None:
    playlist = read_m3u("a.mp3\n" * (3 * MAX_ENTRIES))
    assert len(playlist.entries) == MAX_ENTRIES
    assert playlist.wrong[BEYOND] == 1
    assert read_m3u("#\n" * 1_000_000).entries == []


def test_the_pieces_of_a_stream_are_no_playlist() -> None:
    assert is_stream("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n1.ts\n")
    assert not is_stream("#EXTM3U\n#EXTINF:10,A - B\n1.mp3\n")
