"""A thousand files are added by a command that is killed at ten random moments; the catalogue is as if it never was."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import torch

from engine.embed.weights import save_ear
from engine.networks.ear import Ear
from tests.data.catalog.conftest import CLASSES
from tests.data.catalog.growing.killed import adding, kill_at, make_library
from tests.data.catalog.growing.stored import contents, count

FILES, BAD, KILLS = 1_000, 50, 10


@pytest.mark.long
def test_killed_at_ten_moments_the_catalogue_is_the_same(root: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    save_ear(Ear(CLASSES).eval(), tmp_path / "weights", CLASSES, {"command": "none"}, {"loss": 1.0})
    make_library(tmp_path / "library", FILES, BAD)
    draw = random.Random(20_261_124)
    killed, whole = (tmp_path / name / "segue.sqlite3" for name in ("killed", "whole"))
    moments = []
    for number in range(KILLS):
        process = adding(root, tmp_path / "library", killed.parent, tmp_path / "weights")
        # Now and then before anything was written in this run, else after some of it was.
        assert kill_at(process, killed, number * FILES // (KILLS + 1), draw), "it was over before it was killed"
        with closing(sqlite3.connect(killed)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        moments.append(count(killed, "files"))
    assert adding(root, tmp_path / "library", killed.parent, tmp_path / "weights").wait(3_600) == 1
    assert adding(root, tmp_path / "library", whole.parent, tmp_path / "weights").wait(3_600) == 1
    print(f"killed when {', '.join(map(str, moments))} files were written")
    expected = contents(whole)
    assert len(expected["files"]) == FILES
    assert sum(bool(row[4]) for row in expected["files"]) == BAD
    assert contents(killed) == expected
