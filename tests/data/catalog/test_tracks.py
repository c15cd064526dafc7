from __future__ import annotations

from pathlib import Path

import pytest

from data.catalog.tracks import MAX_MOODS, Track, by_song, merged, read_tracks
from data.errors import CatalogFileError
from engine.songs import song_id

HEADER = "id,source,artist,title,album,year,genres,quadrant,moods,emotify_genre,licence\n"


def read(tmp_path: Path, *rows: str) -> list[Track]:
    path = tmp_path / "tracks.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_tracks(path)


def test_a_row_becomes_a_song(tmp_path: Path) -> None:
    (track,) = read(tmp_path, "x-1,taffc,Björk,Jóga,Homogenic,1997,Electronic; Pop/Rock,Q2,lush; yearning,,CC-BY-4.0")
    assert track.ref == "x-1"
    assert track.song.id == song_id("Björk", "Jóga")
    assert (track.song.album, track.song.year, track.song.seconds) == ("Homogenic", 1997, None)
    assert (track.song.genres, track.song.moods) == (("Electronic", "Pop/Rock"), ("lush", "yearning"))
    assert (track.song.quadrant, track.song.source, track.song.licence) == ("Q2", "taffc", "CC-BY-4.0")


def test_only_the_name_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "tracks.csv"
    path.write_text("id,artist,title\nx,U2,One\n")
    (track,) = read_tracks(path)
    assert (track.song.artist, track.song.year, track.song.genres, track.song.quadrant) == ("U2", None, (), None)


def test_tags_of_all_sources_become_one_list(tmp_path: Path) -> None:
    (track,) = read(tmp_path, "x,emotify,A,B,,,Alt. Rock; piano,,positive; wistful; wistful,rock,")
    assert track.song.genres == ("Alternative Rock", "Pop/Rock")
    assert track.song.moods == ("wistful",)


def test_who_has_every_mood_keeps_the_first(tmp_path: Path) -> None:
    (track,) = read(tmp_path, f"x,taffc,A,B,,,,,{'; '.join(f'mood{n}' for n in range(30))},,")
    assert track.song.moods == tuple(f"mood{n}" for n in range(MAX_MOODS))


@pytest.mark.parametrize(
    ("album", "year"),
    [
        ("Blue Lines", 1991),
        ("Best of Blondie [Australia]", None),
        ("Very Best of Burt Bacharach [Rhino]", None),
        ("Singles 45's and Under", None),
        ("No More Sad Refrains: The Anthology", None),
    ],
)
def test_the_year_of_a_collection_is_not_the_songs(tmp_path: Path, album: str, year: int | None) -> None:
    (track,) = read(tmp_path, f"x,mirex,A,B,{album},1991,,,,,")
    assert track.song.year == year
    assert track.song.album == album


def test_what_is_said_of_the_clip_is_not_said_of_the_song(tmp_path: Path) -> None:
    (track,) = read(tmp_path, "x,mirex,Harry Connick; Jr.,B,,,,,,,research use only (Panda et al. 2013)")
    assert track.song.licence == ""
    assert track.song.artist == "Harry Connick, Jr."


def test_clips_of_one_song_are_joined(tmp_path: Path) -> None:
    tracks = read(
        tmp_path,
        "a,hitster,Iggy Pop,Lust For Life,,,Pop/Rock,,,,",
        "b,other,U2,One,,,,,,,",
        "c,mirex,Iggy Pop,Lust for Life,Lust for Life,1977,Punk,Q1,rowdy,,CC0",
    )
    groups = by_song(tracks)
    assert [[track.ref for track in group] for group in groups.values()] == [["a", "c"], ["b"]]
    joined = merged([track.song for track in groups[song_id("Iggy Pop", "Lust for Life")]])
    assert (joined.title, joined.album, joined.year) == ("Lust For Life", "Lust for Life", 1977)
    assert (joined.genres, joined.moods, joined.quadrant, joined.licence) == (
        ("Pop/Rock", "Punk"),
        ("rowdy",),
        "Q1",
        "CC0",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"id,artist\nx,U2\n",
        b"id,artist,title\n",
        b"id,artist,title\nx,U2,\n",
        b"id,artist,title,year\nx,U2,One,soon\n",
        b"id,artist,title\nx,U2,One\nx,U2,Two\n",
        b"id,artist,title\nx,U2,\xff\xfe\n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_what_is_no_list_of_clips_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tracks.csv"
    path.write_bytes(content)
    with pytest.raises(CatalogFileError):
        read_tracks(path)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogFileError, match=r"nowhere\.csv"):
        read_tracks(tmp_path / "nowhere.csv")


def test_the_training_data_are_a_catalogue(segue_data: Path) -> None:
    tracks = read_tracks(segue_data / "tracks.csv")
    songs = [merged([track.song for track in group]) for group in by_song(tracks).values()]
    assert len(tracks) == 2_532
    assert len(songs) == 2_508
    assert sum(bool(song.genres) for song in songs) > 1_200
    assert sum(bool(song.moods) for song in songs) > 1_400
    assert all(song.year is None or 1900 <= song.year <= 2026 for song in songs)
