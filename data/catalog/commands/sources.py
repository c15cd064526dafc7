"""The sources of songs for commands, from the environment and ``.env``, by the bot's own names of its settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.catalog.growing.errors import GrowthError
from data.previews import deezer, spotify
from data.previews.chain import Previews
from data.previews.covers import Covers
from data.previews.deezer import Deezer
from data.previews.facts import SourceName
from data.previews.gate import Pace
from data.previews.opening import open_covers, open_deezer, open_previews, open_spotify
from data.previews.settings import DEEZER_URL, ITUNES_URL, SPOTIFY_TOKEN_URL, SPOTIFY_URL, SourceSettings
from data.previews.spotify import Spotify

ENV_FILE = Path(".env")
PATIENCE_SECONDS, TRIES = 60.0, 4


class SourceEnvironment(BaseSettings):
    """What the bot's settings say of sources, as far as commands need it."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    sources: str = Field(default="library,deezer,itunes", validation_alias="SEGUE_SOURCES")
    library: Path | None = Field(default=None, validation_alias="SEGUE_LIBRARY")
    country: str = Field(default="us", validation_alias="SEGUE_COUNTRY")
    deezer_url: str = Field(default=DEEZER_URL, validation_alias="SEGUE_DEEZER_URL")
    itunes_url: str = Field(default=ITUNES_URL, validation_alias="SEGUE_ITUNES_URL")
    contact: str = Field(default="", validation_alias="SEGUE_CONTACT")
    spotify_id: str = Field(default="", validation_alias="SPOTIFY_CLIENT_ID")
    spotify_secret: SecretStr = Field(default=SecretStr(""), validation_alias="SPOTIFY_CLIENT_SECRET")
    spotify_url: str = Field(default=SPOTIFY_URL, validation_alias="SPOTIFY_URL")
    spotify_token_url: str = Field(default=SPOTIFY_TOKEN_URL, validation_alias="SPOTIFY_TOKEN_URL")

    @property
    def settings(self) -> SourceSettings:
        """The sources' settings.

        Raises
        ------
        ValueError
            There is no source of a name.
        """
        return SourceSettings(
            names=() if self.sources == "none" else tuple(map(SourceName, self.sources.split(","))),
            library=self.library,
            country=self.country,
            deezer_url=self.deezer_url,
            itunes_url=self.itunes_url,
            contact=self.contact,
            spotify_id=self.spotify_id,
            spotify_secret=self.spotify_secret.get_secret_value(),
            spotify_url=self.spotify_url,
            spotify_token_url=self.spotify_token_url,
        )


def source_settings() -> SourceSettings:
    """Read the environment and ``.env``.

    Raises
    ------
    GrowthError
        A setting makes no sense; the message names it and never its value.
    """
    try:
        return SourceEnvironment().settings
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise GrowthError(str(first["loc"][0]), str(first["msg"])) from None
    except (OSError, UnicodeDecodeError) as error:
        raise GrowthError(ENV_FILE, type(error).__name__) from None
    except ValueError:
        raise GrowthError("SEGUE_SOURCES", "names a source that there is not") from None


@dataclass(frozen=True, slots=True)
class OpenSources:
    """The chain, and the sources whose lists can be read.

    Attributes
    ----------
    chain
        ``None`` where no source is wanted.
    spotify
        ``None`` where there are no keys for it.
    """

    chain: Previews | None
    deezer: Deezer
    spotify: Spotify | None

    async def close(self) -> None:
        """Let go of connections."""
        for source in (self.chain, self.deezer, self.spotify):
            if source is not None:
                await source.close()


async def open_sources(settings: SourceSettings) -> OpenSources:
    """Open them on the loop that runs."""
    return OpenSources(
        chain=open_previews(settings),
        deezer=open_deezer(settings, aiohttp.ThreadedResolver(), _patient(deezer.PACE)),
        spotify=open_spotify(settings, _patient(spotify.PACE)),
    )


def _patient(pace: Pace) -> Pace:
    """Nobody waits for an answer here: a list is read to its end, however long its source makes us wait."""
    return replace(pace, patience_seconds=PATIENCE_SECONDS, tries=TRIES)


async def open_cover_store(directory: Path, settings: SourceSettings) -> Covers:
    """Open the store of covers on the loop that runs."""
    return open_covers(directory, settings)
