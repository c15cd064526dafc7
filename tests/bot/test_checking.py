"""What ``--check`` says of each thing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from pydantic import SecretStr

from bot.checking import Application, Line, Portal, State, check
from bot.errors import TokenWrong
from bot.services import Services
from bot.settings import Discord, Settings
from engine.index import IndexKind, build_index
from tests.bot.test_tokens import APPLICATION, TOKEN
from tests.bot.toy import ToyEar


class Desk:
    """Discord's answer, given at once."""

    def __init__(self, answer: Application | None) -> None:
        self._answer = answer

    async def __call__(self, token: str) -> Application | None:
        assert token == TOKEN
        return self._answer


class Stranger:
    """Discord does not know the token."""

    async def __call__(self, token: str) -> Application | None:
        raise TokenWrong


async def lines(settings: Settings, portal: Portal | None = None) -> dict[str, Line]:
    return {line.subject: line async for line in check(settings, portal or Desk(None))}


def with_discord(settings: Settings, **values: object) -> Settings:
    return replace(settings, discord=Discord(token=SecretStr(TOKEN), **values))


def entries(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


async def test_every_thing_has_its_line_in_order(settings: Settings) -> None:
    assert list(await lines(settings)) == [
        "token",
        "intents",
        "weights",
        "device",
        "database",
        "catalogue",
        "index",
        "decoding",
    ]


async def test_checking_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    await lines(settings)
    assert entries(tmp_path) == []


async def test_the_token(settings: Settings) -> None:
    assert (await lines(settings))["token"].state is State.MISSING
    known = with_discord(settings)
    unasked = (await lines(known))["token"]
    assert unasked.state is State.UNKNOWN
    assert str(APPLICATION) in unasked.text
    taken = (await lines(known, Desk(Application("Segue", grants_message_content=False))))["token"]
    assert (taken.state, "Segue" in taken.text) == (State.READY, True)
    assert (await lines(known, Stranger()))["token"].state is State.MISSING
    assert TOKEN not in unasked.text + taken.text


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (None, State.UNKNOWN),
        (Application("Segue", grants_message_content=True), State.READY),
        (Application("Segue", grants_message_content=False), State.MISSING),
    ],
)
async def test_the_intents(settings: Settings, answer: Application | None, state: State) -> None:
    assert (await lines(with_discord(settings), Desk(answer)))["intents"].state is State.READY
    wanting = with_discord(settings, message_content=True)
    assert (await lines(wanting, Desk(answer)))["intents"].state is state


async def test_before_and_after_the_first_start(settings: Settings) -> None:
    before = await lines(settings)
    assert (before["database"].state, before["index"].state) == (State.LATER, State.LATER)
    async with await Services.open(settings, ear=ToyEar()):
        pass
    no_weights = replace(settings, places=settings.places.model_copy(update={"weights": settings.places.home}))
    after = await lines(no_weights)
    assert (after["database"].state, after["index"].state) == (State.READY, State.READY)
    assert "60 songs" in after["index"].text


async def test_an_index_of_another_kind_than_is_set_is_built_at_the_next_start(settings: Settings) -> None:
    pytest.importorskip("faiss", reason="FAISS is not installed")
    async with await Services.open(settings, ear=ToyEar()):
        pass
    places = settings.places.model_copy(update={"weights": settings.places.home})
    finding = settings.finding.model_copy(update={"index_kind": IndexKind.HNSW})
    seen = (await lines(replace(settings, places=places, finding=finding)))["index"]
    assert seen.state is State.LATER
    assert "hnsw" in seen.text


async def test_what_is_damaged_or_gone(settings: Settings, tmp_path: Path) -> None:
    settings.places.home.mkdir()
    settings.places.database.write_bytes(b"this is no database" * 1000)
    settings.places.index.mkdir()
    (settings.places.index / "manifest.json").write_text("{")
    places = settings.places.model_copy(update={"weights": tmp_path, "shipped": tmp_path})
    seen = await lines(replace(settings, places=places))
    for subject in ("weights", "database", "catalogue", "index"):
        assert seen[subject].state is State.MISSING, subject
    assert "python -m data.catalog rebuild" in seen["index"].text


async def test_what_belongs_to_other_weights(settings: Settings) -> None:
    build_index(IndexKind.EXACT, settings.places.index, ["0" * 16], np.ones((1, 3), np.float32), "another0another0")
    seen = await lines(settings)
    assert seen["catalogue"].state is State.MISSING, "the toy catalogue is not of the shipped weights"
    assert seen["index"].state is State.MISSING


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
async def test_a_device_that_is_not_there(settings: Settings) -> None:
    absent = replace(settings, hearing=settings.hearing.model_copy(update={"device": "cuda"}))
    assert (await lines(absent))["device"].state is State.MISSING


async def test_decoding_is_really_tried(settings: Settings) -> None:
    line = (await lines(settings))["decoding"]
    assert line.state is State.READY
    assert "PyAV" in line.text
