from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from data.catalog.growing.adding import add_files
from data.catalog.growing.stopping import stoppable
from data.catalog.growing.summary import Summary
from data.catalog.growing.walking import walk
from data.catalog.growing.workshop import Candidate, Workshop
from tests.data.catalog.growing.music import write_song
from tests.data.catalog.growing.stored import contents


def test_the_first_ctrl_c_is_noted_and_the_second_is_not_kept_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable() as stop:
        assert not stop.asked
        signal.raise_signal(signal.SIGINT)
        assert stop.asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_loop_that_runs_meanwhile_is_not_disturbed() -> None:
    async def work() -> str:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0)
        return "done"

    with stoppable() as stop, asyncio.Runner() as runner:
        assert runner.run(work()) == "done"
        assert stop.asked


def test_what_was_heard_by_then_is_written(tmp_path: Path, workshop: Workshop) -> None:
    for number in range(6):
        write_song(tmp_path / "m" / f"{number}.wav", number, artist="A", title=f"{number}")
    summary, done = Summary(), 0

    def step() -> None:
        nonlocal done
        done += 1

    files = walk([tmp_path / "m"]).files
    add_files(map(Candidate, files), workshop, summary, step=step, stopped=lambda: done >= 2)
    assert (summary.added, done) == (2, 2)
    assert [Path(str(row[0])).name for row in contents(workshop.database.path)["files"]] == ["0.wav", "1.wav"]
    add_files(map(Candidate, files), workshop, summary)
    assert (summary.added, summary.unchanged) == (6, 2)
