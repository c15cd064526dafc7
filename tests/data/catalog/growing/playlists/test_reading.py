from __future__ import annotations

from pathlib import Path

import pytest

from data.catalog.growing.errors import PlaylistUnusable
from data.catalog.growing.playlists.reading import MAX_PLAYLIST_BYTES, local_path, read_playlist


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("a.m3u8", "#EXTINF:1,Björk - Jóga\nx.mp3\n", "utf-8"),
        ("a.m3u", "#EXTINF:1,Björk - Jóga\nx.mp3\n", "cp1252"),
        ("a.m3u", "#EXTINF:1,Björk - Jóga\nx.mp3\n", "utf-16"),
        ("a.txt", "#EXTM3U\n#EXTINF:1,Björk - Jóga\nx.mp3\n", "utf-8"),
        ("a.csv", "artist,title,path\nBjörk,Jóga,x.mp3\n", "utf-8-sig"),
        ("a.jspf", '{"playlist": {"track": [{"creator": "Björk", "title": "Jóga"}]}}', "utf-8"),
        (
            "a.m3u",
            "<playlist><trackList><track><creator>Björk</creator><title>Jóga</title></track></trackList></playlist>",
            "utf-8",
        ),
    ],
)
def test_what_is_in_a_file_decides(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    entry = read_playlist(write(tmp_path / name, text, encoding)).entries[0]
    assert (entry.artist, entry.title) == ("Björk", "Jóga")


def test_what_is_no_playlist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.m3u").write_bytes(b"#" * (MAX_PLAYLIST_BYTES + 1))
    for path in (
        tmp_path / "nowhere.m3u",
        tmp_path,
        tmp_path / "big.m3u",
        write(tmp_path / "a.pdf", "%PDF"),
        write(tmp_path / "a.m3u8", "#EXTM3U\n#EXT-X-VERSION:3\n"),
        write(tmp_path / "a.csv", "x,y\n"),
        write(tmp_path / "a.xspf", "<!DOCTYPE a><a/>"),
    ):
        with pytest.raises(PlaylistUnusable):
            read_playlist(path)


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("a.mp3", "m/a.mp3"),
        ("b\\c.mp3", "m/b/c.mp3"),
        ("./b/../a.mp3", "m/a.mp3"),
        ("../secret.mp3", None),
        ("b/../../secret.mp3", None),
        ("inside/secret.mp3", None),
        ("file:///x/J%C3%B3ga.mp3", "/x/Jóga.mp3"),
        ("file://localhost/x/a.mp3", "/x/a.mp3"),
        ("file://elsewhere/x/a.mp3", None),
        ("file:a.mp3", None),
        ("/x/a.mp3", "/x/a.mp3"),
        ("http://127.0.0.1/a.mp3", None),
        ("a\0b.mp3", None),
    ],
)
def test_relative_files_stay_below_the_playlist(tmp_path: Path, location: str, found: str | None) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "inside").symlink_to(tmp_path)
    path = local_path(location, tmp_path / "m" / "list.m3u")
    assert path == (None if found is None else tmp_path / found)
