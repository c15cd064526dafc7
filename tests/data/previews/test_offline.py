from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from data.catalog import read_shipped
from data.errors import CatalogFileError
from data.previews.errors import TrackMissing
from data.previews.facts import SourceName
from data.previews.merging import merge
from data.previews.offline import FOLDER, LIST, Offline, clip_ids
from data.previews.query import read
from engine.audio import decode

MAX_FOLDER_BYTES = 2_000_000


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (FOLDER / LIST).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def test_every_clip_is_found_by_its_name_and_can_be_heard(rows: list[dict[str, str]]) -> None:
    offline = Offline()
    for row in rows:
        readings = read(f"{row['artist']} - {row['title']}")
        found = merge([await offline.search(readings[0], 25)], readings)
        assert found.sure, row["ref"]
        facts = found.songs[0].tracks[0]
        assert (facts.ref, facts.licence) == (row["ref"], row["licence"])
        assert await offline.resolve(facts.ref) == facts
        data = await offline.fetch(facts.ref)
        assert 29.0 < decode(data).seconds < 31.0
    assert offline.name is SourceName.OFFLINE
    await offline.close()


def test_every_file_is_listed_credited_and_free(rows: list[dict[str, str]]) -> None:
    credits = (FOLDER / "CREDITS.md").read_text("utf-8")
    files = {path.name for path in FOLDER.iterdir()}
    assert files == {row["file"] for row in rows} | {LIST, "CREDITS.md"}
    assert len(rows) == 20
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MAX_FOLDER_BYTES
    for row in rows:
        assert f"| `{row['file']}` | {row['artist']} | {row['title']} |" in credits
        assert row["licence"].startswith("CC") and "NC" not in row["licence"] and "ND" not in row["licence"]
        assert f"]({row['licence_url']})" in credits
        assert row["licence"].rpartition("-")[2] in row["licence_url"]


def test_no_clip_is_one_of_the_examples(rows: list[dict[str, str]], examples: dict[str, Path]) -> None:
    assert not {Path(row["file"]).stem for row in rows} & {Path(name).stem for name in examples}


async def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    shutil.copy(FOLDER / LIST, tmp_path)
    offline = Offline(tmp_path)
    with pytest.raises(TrackMissing):
        await offline.fetch("elm-shadow-black-bass-blues")
    for ask in (offline.fetch("../../etc/passwd"), offline.resolve("nothing")):
        with pytest.raises(TrackMissing):
            await ask


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ref,file\n",
        "ref,file,artist,title,album,licence\nx,../x.opus,A,B,,CC0-1.0\n",
        "ref,artist\nx,y\n",
        "\udcff",
    ],
)
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / LIST).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CatalogFileError):
        Offline(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogFileError):
        Offline(tmp_path / "nothing")


def test_no_clip_is_a_song_of_the_shipped_catalogue(rows: list[dict[str, str]]) -> None:
    assert len(clip_ids()) == len(rows)
    shipped = {ref for entry in read_shipped().entries for ref in entry.source_refs}
    assert not clip_ids() & shipped
