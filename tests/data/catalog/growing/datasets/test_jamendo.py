from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from data.catalog.growing.datasets.jamendo import read_jamendo
from data.catalog.growing.errors import DatasetUnusable

DUMP = """<?xml version="1.0" encoding="UTF-8"?>
<JamendoData epoch="1282819258" type="artistalbumtrack"><Artists>
<artist><id>338334</id><name>0/20</name><url>http://www.jamendo.com/artist/0_20</url>
<location><country>ECU</country><city>Quito</city></location><Albums>
<album><id>19831</id><name>Ya Estoy</name><releasedate>2008-02-29T15:29:52+01:00</releasedate>
<id3genre>40</id3genre><Tracks>
<track><id>138701</id><name>Odio &amp; Estudiar</name><duration>40</duration><id3genre>43</id3genre>
<license>http://creativecommons.org/licenses/by-sa/3.0/</license></track>
<track><id>138702</id><name>Turro</name><Tags><tag><idstr>punk</idstr></tag></Tags></track>
</Tracks></album></Albums></artist>
<artist><id>2</id><name>Second</name><Albums><album><name>Later</name><Tracks>
<track><id>214</id><name>Two</name></track></Tracks></album></Albums></artist>
</Artists></JamendoData>
"""


def layout(folder: Path, *names: str, dump: bytes = DUMP.encode(), packed: bool = False) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    if packed:
        (folder / "dbdump_artistalbumtrack.xml.gz").write_bytes(gzip.compress(dump))
    else:
        (folder / "dbdump_artistalbumtrack.xml").write_bytes(dump)
    return folder


@pytest.mark.parametrize("packed", [False, True])
def test_files_are_found_by_number_wherever_they_lie(tmp_path: Path, packed: bool) -> None:
    folder = layout(
        tmp_path / "d", "138701.mp3", "a/b/track_0138702.ogg", "0000214.low.mp3", "7.mp3", "x.mp3", packed=packed
    )
    dataset = read_jamendo(folder)
    given = {one.given.ref: one.given for one in dataset.candidates if one.given is not None}
    first = given["jamendo-138701"]
    assert (first.artist, first.title, first.album, first.year) == ("0/20", "Odio & Estudiar", "Ya Estoy", 2008)
    assert (first.genres, first.link) == (("Punk",), "https://www.jamendo.com/track/138701")
    assert first.licence == "http://creativecommons.org/licenses/by-sa/3.0/"
    assert given["jamendo-138702"].genres == ("Alt. Rock",), "the album's, where the track has none"
    assert (given["jamendo-214"].artist, given["jamendo-214"].album, given["jamendo-214"].genres) == (
        "Second",
        "Later",
        (),
    )
    assert dataset.wrong == {"the metadata do not name it": 2}


@pytest.mark.parametrize(
    "dump",
    [
        b"",
        b"<JamendoData><Artists>",
        b'<!DOCTYPE J [<!ENTITY a "b">]><JamendoData>&a;</JamendoData>',
        b"<a>" * 100,
        b"\x1f\x8b\x08 no xml",
    ],
)
def test_what_is_no_dump_is_refused(tmp_path: Path, dump: bytes) -> None:
    with pytest.raises(DatasetUnusable):
        read_jamendo(layout(tmp_path, "138701.mp3", dump=dump))


def test_a_folder_without_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetUnusable, match="dbdump"):
        read_jamendo(tmp_path)
    with pytest.raises(DatasetUnusable, match="no sound"):
        read_jamendo(layout(tmp_path, "x.mp3"))
