from __future__ import annotations

from pathlib import Path

from data.database import Database
from data.markers import Markers


async def test_a_marker_holds_its_last_value_past_a_restart(database_path: Path) -> None:
    first = await Database.open(database_path)
    assert await Markers(first).get("commands") is None
    await Markers(first).put("commands", "old")
    await Markers(first).put("commands", "new")
    await Markers(first).put("other", "else")
    await first.close()
    second = await Database.open(database_path)
    assert await Markers(second).get("commands") == "new"
    await second.close()
