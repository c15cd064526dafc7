from __future__ import annotations

import asyncio
from pathlib import Path

from data.catalog import Catalog
from data.catalog.commands.adding import DATASETS as OFFERED
from data.catalog.growing.adding import add_files
from data.catalog.growing.datasets import DATASETS
from data.catalog.growing.datasets.dataset import Dataset
from data.catalog.growing.facts import Given
from data.catalog.growing.summary import Summary
from data.catalog.growing.workshop import Workshop
from data.database import Database
from engine.songs import song_id
from tests.data.catalog.growing.music import write_song


def test_all_that_are_offered_can_be_read() -> None:
    assert tuple(DATASETS) == OFFERED


def test_what_a_data_set_says_goes_before_the_tags(
    tmp_path: Path, workshop: Workshop, grown: Database, runner: asyncio.Runner
) -> None:
    path = write_song(tmp_path / "000002.mp3", artist="Wrong", title="Wrong", album="Tagged")
    dataset = Dataset()
    dataset.take(path, tmp_path, Given("fma", "fma-2", "AWOL", "Food", genres=("Folk",)))
    dataset.take(tmp_path / "gone.mp3", tmp_path, Given("fma"))
    (tmp_path / "link.mp3").symlink_to(path)
    dataset.take(tmp_path / "link.mp3", tmp_path, Given("fma"))
    assert dataset.wrong == {"its file is not there": 2}
    add_files(dataset.finished(tmp_path).candidates, workshop, Summary())
    song = runner.run(Catalog(grown).get([song_id("AWOL", "Food")]))[song_id("AWOL", "Food")]
    assert (song.source, song.genres, song.album) == ("fma", ("Folk",), "Tagged")
