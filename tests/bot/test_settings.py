"""Settings: where they come from, what is refused, what the example says."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.errors import SettingsWrong
from bot.settings import CONCERNS, Discord, Places, Settings, env_example, variable

TOKEN = base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=") + ".GabcdE." + "x" * 38


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for concern in CONCERNS:
        for name in concern.model_fields:
            monkeypatch.delenv(variable(concern, name), raising=False)
    yield


def test_the_defaults_need_nothing() -> None:
    settings = Settings.load(env_file=None)
    assert settings.discord.token is None
    assert not settings.discord.message_content
    assert settings.places.home == Path("var")
    assert settings.places.database == Path("var/segue.sqlite3")


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("SEGUE_RECENT_DAYS=3\nSEGUE_QUEUE=7\nUNKNOWN=1\n")
    monkeypatch.setenv("SEGUE_QUEUE", "8")
    settings = Settings.load(file)
    assert settings.finding.recent_days == 3
    assert settings.manners.queue == 8


def test_an_empty_value_means_the_default(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DISCORD_TOKEN=\nDISCORD_SHARD_COUNT=\n")
    settings = Settings.load(file)
    assert settings.discord.token is None
    assert settings.discord.shard_count is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEGUE_QUEUE", "none"),
        ("SEGUE_QUEUE", "0"),
        ("SEGUE_DEVICE", "tpu"),
        ("SEGUE_LOG_LEVEL", "loud"),
        ("SEGUE_INDEX_KIND", "faiss"),
        ("DISCORD_SHARD_COUNT", "-1"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_and_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as wrong:
        Settings.load(env_file=None)
    assert wrong.value.variable == name
    assert f"'{value}'" not in wrong.value.problem


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00DISCORD")
    with pytest.raises(SettingsWrong) as wrong:
        Settings.load(file)
    assert wrong.value.variable == str(file)


def test_a_setting_cannot_be_changed_after_it_was_read() -> None:
    with pytest.raises(ValidationError):
        Places().home = Path("/elsewhere")


def test_the_token_does_not_show_itself() -> None:
    discord = Discord(token=SecretStr(TOKEN))
    assert TOKEN not in repr(discord)
    assert TOKEN not in str(Settings(discord=discord))


@pytest.mark.parametrize(
    ("sources", "token", "asked"),
    [
        ("library,deezer,itunes", "", True),
        ("none", "", False),
        ("offline", "", False),
        ("library", "", False),
        ("none", "t0ken", True),
    ],
)
def test_who_wants_no_network_for_songs_gets_none_for_histories_unless_it_is_said(
    monkeypatch: pytest.MonkeyPatch, sources: str, token: str, asked: bool
) -> None:
    monkeypatch.setenv("SEGUE_SOURCES", sources)
    monkeypatch.setenv("SEGUE_LISTENBRAINZ_TOKEN", token)
    histories = Settings.load(env_file=None).histories
    assert (histories.ask_listenbrainz or bool(histories.listenbrainz_token)) is asked


def test_every_secret_is_known_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = [
        (variable(concern, name), f"secret{place}")
        for concern in CONCERNS
        for place, (name, info) in enumerate(concern.model_fields.items())
        if info.annotation == SecretStr | None
    ]
    for name, value in secrets:
        monkeypatch.setenv(name, value)
    settings = Settings.load(env_file=None)
    assert sorted(settings.secrets) == sorted(value for _, value in secrets)
    assert len(secrets) >= 4
    assert not any(value in repr(settings) for _, value in secrets)


def test_the_application_is_read_from_the_token_unless_it_is_set() -> None:
    assert Discord(token=SecretStr(TOKEN)).known_application_id == 123456789012345678
    assert Discord(token=SecretStr(TOKEN), application_id=5).known_application_id == 5
    assert Discord().known_application_id is None


def test_the_example_shows_every_variable_with_its_meaning_and_default(tmp_path: Path) -> None:
    lines = env_example().splitlines()
    for concern in CONCERNS:
        for name, info in concern.model_fields.items():
            row = next(i for i, line in enumerate(lines) if line.startswith(f"#{variable(concern, name)}="))
            assert info.description
            assert info.description in lines[row - 1]
    file = tmp_path / ".env"
    kept = [line[1:] for line in lines if line.startswith(("#SEGUE_", "#DISCORD_"))]
    file.write_text(
        "\n".join(line for line in kept if not line.startswith(("SEGUE_DATA", "SEGUE_WEIGHTS", "SEGUE_SHIP")))
    )
    assert Settings.load(file) == Settings.load(env_file=None)


def test_no_variable_belongs_to_two_concerns() -> None:
    names = [variable(concern, name) for concern in CONCERNS for name in concern.model_fields]
    assert len(names) == len(set(names))
