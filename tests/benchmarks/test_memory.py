"""Memory is measured in a process of its own."""

from __future__ import annotations

import pytest

from benchmarks.memory import known, peak_mebibytes
from engine.errors import EngineError

pytestmark = pytest.mark.skipif(not known(), reason="this system does not tell a process its memory")


def test_a_process_that_fails_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EngineError, match="abacus"):
        peak_mebibytes("abacus", 1)
    assert "abacus" in capfd.readouterr().err
