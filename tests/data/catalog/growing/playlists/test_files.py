from __future__ import annotations

from pathlib import Path

from data.catalog.growing.playlists.entries import ELSEWHERE, Entry, Playlist
from data.catalog.growing.playlists.files import NOT_THERE, OUTSIDE, sort_entries


def test_files_names_and_nothing_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "m" / "b").mkdir(parents=True)
    for name in ("b/1.mp3", "a.mp3", "far.mp3"):
        (tmp_path / "m" / name).write_bytes(b"x")
    (tmp_path / "m" / "far.mp3").rename(tmp_path / "far.mp3")
    entries = [
        Entry("b/1.mp3", "A", "B"),
        Entry("a.mp3"),
        Entry("./a.mp3"),
        Entry(str(tmp_path / "far.mp3")),
        Entry("gone.mp3", "A", "Gone"),
        Entry("", "A", "C"),
        Entry("", isrc="GBAYE9700123"),
        Entry("gone.mp3"),
        Entry("../far.mp3"),
        Entry("https://example.org/a.mp3"),
        Entry("b"),
    ]
    playlist = Playlist(entries)
    found = sort_entries(playlist, tmp_path / "m" / "list.m3u8")
    assert [one.found.path.relative_to(tmp_path).as_posix() for one in found.files] == [
        "far.mp3",
        "m/a.mp3",
        "m/b/1.mp3",
    ]
    assert [(name.title, name.isrc) for name in found.names] == [("Gone", None), ("C", None), ("", "GBAYE9700123")]
    assert playlist.wrong == {NOT_THERE: 2, OUTSIDE: 1, ELSEWHERE: 1}
