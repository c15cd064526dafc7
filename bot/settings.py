"""Every setting, one class a concern, one default in one place. ``python -m bot.settings`` prints ``.env.example``.

Values come from the environment, then from ``.env`` in the working directory, then from the defaults below. A value
that makes no sense is refused with the variable's name; nothing can be changed after it was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsWrong
from bot.tokens import application_id_of
from data.imports.services.settings import LASTFM_URL, LISTENBRAINZ_URL, ServiceSettings
from data.keeping import Keep
from data.previews.facts import SourceName
from data.previews.settings import (
    DEEZER_URL,
    ITUNES_URL,
    SOUNDCLOUD_URL,
    SPOTIFY_PAGES_URL,
    SPOTIFY_TOKEN_URL,
    SPOTIFY_URL,
    YOUTUBE_URL,
    SourceSettings,
)
from engine.index.protocol import IndexKind

ENV_FILE = Path(".env")
_REPOSITORY = Path(__file__).resolve().parent.parent
_BYTES_PER_MEBIBYTE = 1024 * 1024


_BASE = r"^https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?$"
"""Where a source is asked."""


_OFFLINE = frozenset({"none", "offline", "library"})
"""Sources of songs that are asked without a network."""


class LogLevel(StrEnum):
    """The least important event that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _config(prefix: str) -> SettingsConfigDict:
    return SettingsConfigDict(
        env_prefix=prefix, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )


class Discord(BaseSettings):
    """How Segue is known to Discord."""

    model_config = _config("DISCORD_")

    token: SecretStr | None = Field(
        default=None, description="The bot's token, from the developer portal, page Bot. Keep it secret."
    )
    application_id: int | None = Field(
        default=None, ge=1, description="The application's id, for --invite. Without it, it is read from the token."
    )
    message_content: bool = Field(
        default=False,
        description="Read what messages contain: drop channels need it, and the portal (page Bot) must grant it.",
    )
    shard_count: int | None = Field(
        default=None, ge=1, le=4096, description="How many shards; empty lets Discord say how many."
    )

    @property
    def known_application_id(self) -> int | None:
        """The application's id: as set, else as the first part of the token says, else ``None``."""
        return self.application_id or (None if self.token is None else application_id_of(self.token.get_secret_value()))


class Places(BaseSettings):
    """Where things lie. Nothing is written outside ``home``."""

    model_config = _config("SEGUE_")

    home: Path = Field(default=Path("var"), description="Everything that Segue writes: database, index, cache.")
    data: Path = Field(
        default=_REPOSITORY.parent / "shared" / "data",
        description="Training and evaluation data, not needed to run. By default beside the checkout.",
    )
    weights: Path = Field(
        default=_REPOSITORY / "engine" / "weights", description="The ear's weights, as they ship with Segue."
    )
    shipped: Path = Field(
        default=_REPOSITORY / "data" / "catalog" / "shipped",
        description="The catalogue's facts and vectors, as they ship with Segue.",
    )

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.home / "segue.sqlite3"

    @property
    def index(self) -> Path:
        """The folder of the index's files and their manifest."""
        return self.home / "index"

    @property
    def models(self) -> Path:
        """The folder of what was learned from members who agreed; it can be thrown away."""
        return self.home / "models"

    @property
    def covers(self) -> Path:
        """The folder of covers; it can be thrown away too."""
        return self.cache / "covers"

    @property
    def cache(self) -> Path:
        """What can be thrown away."""
        return self.home / "cache"


class Hearing(BaseSettings):
    """How clips are decoded and embedded, and how large they may be."""

    model_config = _config("SEGUE_")

    device: str = Field(
        default="auto", pattern=r"^(auto|cpu|cuda(:\d+)?)$", description="auto takes CUDA where it works; or cpu, cuda."
    )
    decoders: int = Field(default=2, ge=1, le=64, description="Worker processes that decode.")
    clip_megabytes: int = Field(default=25, ge=1, le=100, description="The largest clip that is looked at, in MiB.")
    clip_minutes: int = Field(default=30, ge=1, le=600, description="The longest clip that is listened to, in minutes.")
    batch_clips: int = Field(default=16, ge=1, le=256, description="At most so many clips are embedded together.")
    batch_wait_ms: int = Field(default=20, ge=0, le=1000, description="How long a clip waits for company, in ms.")
    answer_seconds: float = Field(
        default=60.0, ge=1.0, le=600.0, description="A clip that is not heard after so many seconds is given up."
    )

    @property
    def clip_bytes(self) -> int:
        """The largest clip in bytes."""
        return self.clip_megabytes * _BYTES_PER_MEBIBYTE


class Finding(BaseSettings):
    """How songs are found and how much comes back."""

    model_config = _config("SEGUE_")

    index_kind: IndexKind = Field(
        default=IndexKind.AUTO,
        description="annoy, exact, hnsw, ivf (both of faiss-cpu), or auto: annoy where it is, else exact.",
    )
    candidates: int = Field(default=500, ge=50, le=5000, description="How many neighbours are considered for a rank.")
    picks: int = Field(default=25, ge=5, le=25, description="How many songs an answer holds, over all its pages.")
    recent_days: int = Field(
        default=14, ge=0, le=365, description="A song shown to a member does not come again for so many days."
    )


class Previews(BaseSettings):
    """Where songs are found that the catalogue does not know, and what becomes of them."""

    model_config = _config("SEGUE_")

    sources: str = Field(
        default="library,deezer,itunes",
        pattern=r"^(none|(offline|library|deezer|itunes|yt-dlp)(,(offline|library|deezer|itunes|yt-dlp))*)$",
        description="Where songs are looked up and heard, in this order; or none. There are also offline and yt-dlp.",
    )
    fetched: Keep = Field(
        default=Keep.SHARED,
        description="A song fetched for an answer: shared (all servers know it then), server (only that one), off.",
    )
    server_songs: int = Field(
        default=2000, ge=0, le=1_000_000, description="How many songs one server may bring into the catalogue."
    )
    library: Path | None = Field(default=None, description="A folder of your own music, for the source library.")
    country: str = Field(default="us", pattern=r"^[a-z]{2}$", description="The country whose iTunes store is asked.")
    deezer_url: str = Field(default=DEEZER_URL, pattern=_BASE, description="Where Deezer is asked.")
    itunes_url: str = Field(default=ITUNES_URL, pattern=_BASE, description="Where iTunes is asked.")
    youtube_url: str = Field(
        default=YOUTUBE_URL, pattern=_BASE, description="Where YouTube's pages are asked for their titles."
    )
    soundcloud_url: str = Field(default=SOUNDCLOUD_URL, pattern=_BASE, description="Where SoundCloud's are.")
    contact: str = Field(
        default="", max_length=100, description="How the sources can reach you; told with each question."
    )
    find_seconds: float = Field(
        default=5.0, ge=0.5, le=30.0, description="All sources together have so long to find a song."
    )


class Spotify(BaseSettings):
    """Spotify resolves links and names, where it knows you; Segue never listens to what it plays."""

    model_config = _config("SPOTIFY_")

    client_id: str = Field(default="", description="The application's client id, from developer.spotify.com.")
    client_secret: SecretStr | None = Field(default=None, description="Its secret. Keep it secret.")
    url: str = Field(default=SPOTIFY_URL, pattern=_BASE, description="Where Spotify is asked.")
    token_url: str = Field(default=SPOTIFY_TOKEN_URL, pattern=_BASE, description="Where it gives tokens.")
    pages_url: str = Field(
        default=SPOTIFY_PAGES_URL, pattern=_BASE, description="Where its pages are asked for their titles."
    )


class Importing(BaseSettings):
    """Listening histories that members bring, and the services that may be asked for them."""

    model_config = _config("SEGUE_")

    import_megabytes: int = Field(
        default=50, ge=1, le=500, description="The largest history that is taken, all its files together, in MiB."
    )
    imports: int = Field(default=2, ge=1, le=16, description="How many histories are read at once.")
    lastfm_key: SecretStr | None = Field(
        default=None, description="An API key from last.fm/api, for /import lastfm. Without one nothing is sent there."
    )
    lastfm_url: str = Field(default=LASTFM_URL, pattern=_BASE, description="Where Last.fm is asked.")
    listenbrainz_token: SecretStr | None = Field(
        default=None, description="A user token from listenbrainz.org; it answers without one too."
    )
    listenbrainz_url: str = Field(default=LISTENBRAINZ_URL, pattern=_BASE, description="Where ListenBrainz is asked.")

    @property
    def import_bytes(self) -> int:
        """The largest history in bytes."""
        return self.import_megabytes * _BYTES_PER_MEBIBYTE


class Manners(BaseSettings):
    """How much is answered at once."""

    model_config = _config("SEGUE_")

    cool_down_seconds: float = Field(
        default=2.0, ge=0.0, le=3600.0, description="Between a member's answer and the same member's next question."
    )
    queue: int = Field(
        default=40, ge=1, le=10_000, description="Questions at once; past it Segue says that it is busy."
    )


class Logs(BaseSettings):
    """How Segue tells its operator what happens."""

    model_config = _config("SEGUE_")

    log_level: LogLevel = Field(default=LogLevel.INFO, description="debug, info, warning or error.")
    log_json: bool = Field(default=False, description="One JSON object a line instead of text for people.")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings together; :meth:`load` reads them."""

    discord: Discord = field(default_factory=Discord)
    places: Places = field(default_factory=Places)
    hearing: Hearing = field(default_factory=Hearing)
    finding: Finding = field(default_factory=Finding)
    previews: Previews = field(default_factory=Previews)
    spotify: Spotify = field(default_factory=Spotify)
    importing: Importing = field(default_factory=Importing)
    manners: Manners = field(default_factory=Manners)
    logs: Logs = field(default_factory=Logs)

    @property
    def sources(self) -> SourceSettings:
        """The sources of songs, as the data layer takes them."""
        names = self.previews.sources
        return SourceSettings(
            names=() if names == "none" else tuple(map(SourceName, names.split(","))),
            library=self.previews.library,
            scratch=self.places.cache,
            country=self.previews.country,
            deezer_url=self.previews.deezer_url,
            itunes_url=self.previews.itunes_url,
            find_seconds=self.previews.find_seconds,
            contact=self.previews.contact,
            spotify_id=self.spotify.client_id,
            spotify_secret="" if self.spotify.client_secret is None else self.spotify.client_secret.get_secret_value(),
            spotify_url=self.spotify.url,
            spotify_token_url=self.spotify.token_url,
            spotify_pages_url=self.spotify.pages_url,
            youtube_url=self.previews.youtube_url,
            soundcloud_url=self.previews.soundcloud_url,
        )

    @property
    def histories(self) -> ServiceSettings:
        """The services of listening histories, as the data layer takes them."""
        return ServiceSettings(
            lastfm_key=_revealed(self.importing.lastfm_key),
            listenbrainz_token=_revealed(self.importing.listenbrainz_token),
            # Whoever lets Segue ask nobody for songs does not want it to ask for histories either, unless it is said.
            ask_listenbrainz=not _OFFLINE.issuperset(self.previews.sources.split(",")),
            lastfm_url=self.importing.lastfm_url,
            listenbrainz_url=self.importing.listenbrainz_url,
            contact=self.previews.contact,
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        secrets = (
            self.discord.token,
            self.spotify.client_secret,
            self.importing.lastfm_key,
            self.importing.listenbrainz_token,
        )
        return tuple(filter(None, map(_revealed, secrets)))

    @classmethod
    def load(cls, env_file: Path | None = ENV_FILE) -> Self:
        """Read the environment and ``env_file``.

        Raises
        ------
        SettingsWrong
            A value makes no sense; it names the variable and never its value.
        """
        try:
            return cls(
                discord=_read(Discord, env_file),
                places=_read(Places, env_file),
                hearing=_read(Hearing, env_file),
                finding=_read(Finding, env_file),
                previews=_read(Previews, env_file),
                spotify=_read(Spotify, env_file),
                importing=_read(Importing, env_file),
                manners=_read(Manners, env_file),
                logs=_read(Logs, env_file),
            )
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            name = variable(CONCERNS_BY_NAME[error.title], str(first["loc"][0]))
            raise SettingsWrong(name, str(first["msg"])) from None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsWrong(str(env_file), type(error).__name__) from None


CONCERNS: tuple[type[BaseSettings], ...] = (
    Discord,
    Places,
    Hearing,
    Finding,
    Previews,
    Spotify,
    Importing,
    Manners,
    Logs,
)
CONCERNS_BY_NAME = {concern.__name__: concern for concern in CONCERNS}


_Concern = TypeVar("_Concern", bound=BaseSettings)


def _read(concern: type[_Concern], env_file: Path | None) -> _Concern:
    options: dict[str, Any] = {"_env_file": env_file}
    return concern(**options)


def _revealed(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()


def variable(concern: type[BaseSettings], name: str) -> str:
    """The environment variable that sets ``name``.

    >>> variable(Discord, "token")
    'DISCORD_TOKEN'
    """
    return f"{concern.model_config.get('env_prefix', '')}{name}".upper()


def env_example() -> str:
    """The text of ``.env.example``: every variable with what it means and its default, commented out."""
    lines = [
        "# Segue's settings. Copy this file to .env and take away the # before what you change.",
        "# Written by: python -m bot.settings > .env.example",
    ]
    for concern in CONCERNS:
        lines += ["", f"# {(concern.__doc__ or '').splitlines()[0]}"]
        for name, info in concern.model_fields.items():
            lines += [f"# {info.description}", f"#{variable(concern, name)}={_shown(info.get_default())}"]
    return "\n".join(lines) + "\n"


def _shown(default: object) -> str:
    if default is None:
        return ""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, Path) and default.is_absolute():
        if default.is_relative_to(_REPOSITORY):
            return default.relative_to(_REPOSITORY).as_posix()
        return f"../{default.relative_to(_REPOSITORY.parent).as_posix()}"
    return str(default)


if __name__ == "__main__":
    print(env_example(), end="")
