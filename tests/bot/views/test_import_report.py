from __future__ import annotations

from typing import Any, cast

import discord
import pytest

from bot.views.controls import known
from bot.views.import_report import PROGRESS_SECONDS, ImportReportView, ToldProgress, UndoImport
from data.ids import new_import_id
from tests.data.previews.clients import Seconds


class Reply:
    """An interaction whose reply is changed, or cannot be."""

    def __init__(self, refusal: discord.HTTPException | None = None) -> None:
        self.said: list[str] = []
        self.refusal = refusal

    async def edit_original_response(self, *, content: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.said.append(content)


def progress(reply: Reply, clock: Seconds) -> ToldProgress:
    return ToldProgress(cast(Any, reply), clock)


async def test_progress_is_told_no_more_often_than_it_may_be() -> None:
    reply, clock = Reply(), Seconds()
    told = progress(reply, clock)
    for entries in range(5_000, 60_000, 5_000):
        clock.now += PROGRESS_SECONDS / 4
        await told(entries)
    assert reply.said == ["Reading\u2026 20,000 entries so far.", "Reading\u2026 40,000 entries so far."]
    assert told.shown


async def test_a_refused_word_of_progress_stops_nothing() -> None:
    class Response:
        status, reason = 500, "down"

    told = progress(Reply(discord.HTTPException(cast(Any, Response()), "down")), clock := Seconds())
    clock.now += PROGRESS_SECONDS
    await told(5_000)
    assert not told.shown


@pytest.mark.parametrize("_", range(3))
async def test_the_button_is_made_again_from_its_id(_: int) -> None:
    number = new_import_id()
    (button,) = ImportReportView(number).children
    custom_id = cast(UndoImport, button).custom_id
    assert known(custom_id)
    match = UndoImport.__discord_ui_compiled_template__.fullmatch(custom_id)
    assert match is not None
    made = await UndoImport.from_custom_id(cast(Any, None), cast(Any, None), match)
    assert made.number == number
    assert not known(custom_id + "x")
