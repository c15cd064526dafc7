from __future__ import annotations

from pathlib import Path

import pytest

from data.catalog.growing.datasets.fma import read_fma
from data.catalog.growing.errors import DatasetUnusable

TABLE = """,album,album,artist,set,track,track,track,track
,date_released,title,name,subset,genre_top,license,title,tags
track_id,,,,,,,,
2,2009-01-05 00:00:00,AWOL - A Way Of Life,AWOL,small,Hip-Hop,Attribution-NonCommercial,Food,[]
140,,Album,Somebody,large,Folk,,"Queen, Of The Wires",[]
1482,,,Third,small,,,T,[]
"""


def layout(folder: Path, *names: str, table: str = TABLE) -> Path:
    (folder / "fma_metadata").mkdir(parents=True)
    (folder / "fma_metadata" / "tracks.csv").write_text(table)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


def test_the_published_layout_is_read(tmp_path: Path) -> None:
    folder = layout(
        tmp_path, "fma_small/000/000002.mp3", "fma_small/001/001482.mp3", "fma_large/000/000140.mp3",
        "fma_small/README.txt", "fma_small/009/009999.mp3",
    )  # fmt: skip
    dataset = read_fma(folder)
    first, second, third = (one.given for one in sorted(dataset.candidates, key=lambda one: one.found.path.name))
    assert first is not None
    assert (first.ref, first.artist, first.title, first.album) == ("fma-2", "AWOL", "Food", "AWOL - A Way Of Life")
    assert (first.year, first.genres, first.licence, first.source) == (
        2009,
        ("Hip-Hop",),
        "Attribution-NonCommercial",
        "fma",
    )
    assert second is not None
    assert (second.title, second.year) == ("Queen, Of The Wires", None)
    assert third is not None
    assert third.genres == ()
    assert dataset.wrong == {"the metadata do not name it": 1}
    assert dataset.candidates[0].found.size == 1


def test_the_metadata_may_lie_beside_the_sound(tmp_path: Path) -> None:
    layout(tmp_path, "fma_small/000/000002.mp3")
    assert len(read_fma(tmp_path / "fma_small").candidates) == 1


@pytest.mark.parametrize("table", ["", "a,b\nc,d\ne,f\n", "\0\0", ",artist\n,nothing\ntrack_id,\n2,x\n"])
def test_another_table_is_refused(tmp_path: Path, table: str) -> None:
    with pytest.raises(DatasetUnusable):
        read_fma(layout(tmp_path, "fma_small/000/000002.mp3", table=table))


def test_a_folder_without_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetUnusable, match=r"tracks\.csv"):
        read_fma(tmp_path)
    with pytest.raises(DatasetUnusable, match="no sound"):
        read_fma(layout(tmp_path))
