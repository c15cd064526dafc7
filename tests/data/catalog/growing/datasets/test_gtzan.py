from __future__ import annotations

from pathlib import Path

import pytest

from data.catalog.growing.datasets.gtzan import GENRES, read_gtzan
from data.catalog.growing.errors import DatasetUnusable


@pytest.mark.parametrize(
    ("top", "ending"), [("genres_original", "wav"), ("Data/genres_original", "wav"), ("genres", "au")]
)
def test_folders_say_the_genre(tmp_path: Path, top: str, ending: str) -> None:
    for genre in GENRES:
        (tmp_path / top / genre).mkdir(parents=True)
        (tmp_path / top / genre / f"{genre}.00007.{ending}").write_bytes(b"x")
    (tmp_path / top / "jazz" / "blues.00001.wav").write_bytes(b"x")
    (tmp_path / top / "jazz" / ".DS_Store").write_bytes(b"x")
    dataset = read_gtzan(tmp_path)
    given = {one.given.ref: one.given for one in dataset.candidates if one.given is not None}
    assert len(given) == len(GENRES)
    hiphop = given["gtzan-hiphop-00007"]
    assert (hiphop.artist, hiphop.title, hiphop.genres) == ("GTZAN", "Hiphop 007", ("Rap",))
    assert dataset.wrong == {"the metadata do not name it": 1}


def test_a_folder_without_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetUnusable, match="genres_original"):
        read_gtzan(tmp_path)
    (tmp_path / "genres").mkdir()
    with pytest.raises(DatasetUnusable, match="no sound"):
        read_gtzan(tmp_path)
