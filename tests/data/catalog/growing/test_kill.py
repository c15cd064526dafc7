"""A process is killed in the middle of its work, and another goes on; the long version stands in ``tests/long``."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

from data.catalog.growing.adding import add_files
from data.catalog.growing.summary import Summary
from data.catalog.growing.walking import walk
from data.catalog.growing.workshop import Candidate, Workshop
from data.database import Database
from tests.data.catalog.growing.conftest import Add
from tests.data.catalog.growing.killed import adding_one_by_one, kill_at, make_library
from tests.data.catalog.growing.stored import contents, count

ROOT = Path(__file__).resolve().parents[4]
FILES, BAD = 24, 4


def test_a_killed_run_loses_little_and_the_next_one_ends_it(
    tmp_path: Path, migrated: Path, weights: Path, workshop: Workshop, add: Add
) -> None:
    library, database = tmp_path / "library", tmp_path / "killed.sqlite3"
    make_library(library, FILES, BAD)
    shutil.copy(migrated, database)
    assert kill_at(adding_one_by_one(ROOT, library, database, weights), database, 3, random.Random(1), 0.1)
    assert 3 <= count(database, "files") < FILES
    opened = workshop.runner.run(Database.open(database))
    summary = Summary()
    add_files(map(Candidate, walk([library]).files), replace(workshop, database=opened), summary)
    workshop.runner.run(opened.close())
    assert summary.unchanged >= 1
    assert (summary.bad + summary.bad_before).total() == BAD
    undisturbed = add(library)
    assert undisturbed.bad.total() == BAD
    assert contents(database) == contents(workshop.database.path)
