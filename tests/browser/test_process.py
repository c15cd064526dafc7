"""The demo as a process: it says where it is, is there, and ends when it is told to."""

from __future__ import annotations

import signal
import urllib.request
from pathlib import Path

import pytest

from tests.browser.driver import ADDRESS, Demo


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_last_and_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    demo = Demo(tmp_path)
    try:
        address = demo.address()
        assert ADDRESS.match(address)
        assert demo.lines[-1] == address
        assert all(line.startswith("segue: ") for line in demo.lines[:-1] if line)
        with urllib.request.urlopen(address.partition("#")[0], timeout=10) as page:
            assert page.status == 200
    finally:
        code = demo.end(number)
    assert code == 0, "\n".join(demo.lines)
    assert demo.lines[-1] == "segue: ended"
    assert not any("Traceback" in line for line in demo.lines)
    assert {path.name for path in tmp_path.iterdir()} <= {"demo", "demo.lock", "cache"}


def test_it_ends_cleanly_while_it_starts(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    first = demo.next_line()
    code = demo.end()
    assert first == "segue: starting the demo; Ctrl-C ends it"
    # Where Ctrl-C meets Python in code that it compiles while it imports, Python itself ends as interrupted afterwards.
    assert code in {0, -signal.SIGINT}, "\n".join(demo.lines)
    assert demo.lines[-1] == "segue: ended"
    assert not any("Traceback" in line for line in demo.lines)
