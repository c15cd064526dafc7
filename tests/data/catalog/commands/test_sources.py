from __future__ import annotations

from pathlib import Path

import pytest

from data.catalog.commands.sources import SourceEnvironment, open_cover_store, open_sources
from data.previews.facts import SourceName

KEYS = {"SPOTIFY_CLIENT_ID": "an-id", "SPOTIFY_CLIENT_SECRET": "a-secret"}


def test_the_bots_own_names_are_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SEGUE_SOURCES=itunes,deezer\nSEGUE_DEEZER_URL=http://127.0.0.1:1/\nSPOTIFY_CLIENT_ID=an-id\n")
    settings = SourceEnvironment(_env_file=file).settings  # type: ignore[call-arg]
    assert settings.names == (SourceName.ITUNES, SourceName.DEEZER)
    assert (settings.deezer_url, settings.spotify_id) == ("http://127.0.0.1:1/", "an-id")
    assert SourceEnvironment(SEGUE_SOURCES="none").settings.names == ()
    with pytest.raises(ValueError, match="napster"):
        _ = SourceEnvironment(SEGUE_SOURCES="napster").settings


def test_secrets_are_not_shown() -> None:
    assert "a-secret" not in repr(SourceEnvironment(**KEYS))


async def test_what_is_wanted_is_opened_and_closed(tmp_path: Path) -> None:
    without = await open_sources(SourceEnvironment(SEGUE_SOURCES="none").settings)
    assert without.chain is None
    assert without.spotify is None
    await without.close()
    settings = SourceEnvironment(SEGUE_SOURCES="deezer", **KEYS).settings
    opened = await open_sources(settings)
    assert opened.chain is not None
    assert opened.spotify is not None
    await opened.close()
    covers = await open_cover_store(tmp_path, settings)
    await covers.close()
