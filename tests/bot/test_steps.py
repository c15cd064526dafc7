from __future__ import annotations

import io
import json
import time

import pytest

from bot.logs import configure, logger
from bot.settings import Logs
from bot.steps import ms_since, step


def test_a_step_that_ends_well_is_told_with_its_time_and_its_facts() -> None:
    stream = io.StringIO()
    configure(Logs(log_json=True), stream=stream)
    log = logger("a.start")
    with step(log, "thing_opened", size=3):
        pass
    with pytest.raises(OSError, match="gone"), step(log, "other_opened"):
        raise OSError("gone")
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert (line["event"], line["size"], line["logger"]) == ("thing_opened", 3, "a.start")
    assert line["ms"] >= 0


def test_milliseconds_are_whole() -> None:
    assert ms_since(time.perf_counter() - 2) in range(2_000, 60_000)
