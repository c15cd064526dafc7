"""Logs: fields, JSON, discord.py's events on the same way, and no secret anywhere."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.logs import HIDDEN, configure, logger
from bot.settings import LogLevel, Logs

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.0123456789_abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_json_object_with_its_fields(stream: io.StringIO) -> None:
    configure(Logs(log_json=True), stream=stream)
    logger("bot.test").info("song_embedded", song_id="a" * 16, seconds=0.25)
    (line,) = lines(stream)
    assert line["event"] == "song_embedded"
    assert line["seconds"] == 0.25
    assert line["level"] == "info"
    assert line["logger"] == "bot.test"
    assert line["timestamp"].endswith("Z")


def test_discord_pys_own_events_take_the_same_way(stream: io.StringIO) -> None:
    configure(Logs(log_json=True), stream=stream)
    logging.getLogger("discord.http").warning("We are being rate limited by %s", "Discord")
    (line,) = lines(stream)
    assert line["event"] == "We are being rate limited by Discord"
    assert line["level"] == "warning"
    assert line["logger"] == "discord.http"


def test_the_level_is_kept(stream: io.StringIO) -> None:
    configure(Logs(log_json=True, log_level=LogLevel.WARNING), stream=stream)
    logger("bot.test").info("quiet")
    logger("bot.test").warning("loud")
    assert [line["event"] for line in lines(stream)] == ["loud"]


def test_text_for_people_names_the_event_and_its_fields(stream: io.StringIO) -> None:
    configure(Logs(), stream=stream)
    logger("bot.test").info("index_opened", songs=2500)
    assert "index_opened" in stream.getvalue()
    assert "songs=2500" in stream.getvalue()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_token_is_hidden_wherever_it_stands(stream: io.StringIO, as_json: bool) -> None:
    configure(Logs(log_json=as_json), stream=stream)
    log = logger("bot.test")
    log.info("value", token=TOKEN)
    log.info(f"in the event {TOKEN}")
    log.info("nested", headers={"Authorization": [f"Bot {TOKEN}"]})
    logging.getLogger("discord").info("as argument %s", TOKEN)
    try:
        raise RuntimeError(f"login with {TOKEN} failed")
    except RuntimeError:
        log.exception("failed")
        logging.getLogger("discord").exception("failed too")
    assert TOKEN not in stream.getvalue()
    assert TOKEN[-20:] not in stream.getvalue()
    assert stream.getvalue().count(HIDDEN) >= 6


def test_a_known_secret_of_any_form_is_hidden(stream: io.StringIO) -> None:
    configure(Logs(log_json=True), secrets=["hunter2"], stream=stream)
    logger("bot.test").info("connecting", url="postgres://segue:hunter2@db/segue")
    assert "hunter2" not in stream.getvalue()


def test_the_tokens_in_discords_addresses_are_hidden(stream: io.StringIO) -> None:
    configure(Logs(log_json=True), stream=stream)
    secret = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OnNlY3JldA"
    logging.getLogger("discord.http").info("POST /webhooks/123456789012345678/%s has returned 404", secret)
    logging.getLogger("discord.http").info("POST /interactions/123456789012345678/%s/callback", secret)
    assert secret not in stream.getvalue()
    assert "has returned 404" in stream.getvalue()


def test_what_only_looks_a_little_like_a_token_stays(stream: io.StringIO) -> None:
    configure(Logs(log_json=True), stream=stream)
    logger("bot.test").info("index_opened", file="songs.0123456789abcdef.annoy", module="engine.index.exact")
    (line,) = lines(stream)
    assert line["file"] == "songs.0123456789abcdef.annoy"


def test_a_traceback_is_in_the_log(stream: io.StringIO) -> None:
    configure(Logs(log_json=True), stream=stream)
    try:
        raise LookupError("the cause")
    except LookupError:
        logger("bot.test").exception("question_failed", error_id="ABC234")
    (line,) = lines(stream)
    assert "LookupError: the cause" in line["exception"]
    assert line["error_id"] == "ABC234"
