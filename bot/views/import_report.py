"""The report of an import with the button that takes it back. Its id tells all, so that it works after a restart."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from discord import ButtonStyle, HTTPException, Interaction, ui

from bot.logs import logger
from bot.text.en import importing as say
from bot.views.ids import ANSWER, PREFIX
from bot.views.replies import whisper
from data.ids import ImportId, MemberId

if TYPE_CHECKING:
    from bot.client import Segue

PROGRESS_SECONDS = 3.0
"""Between two changes of a reply: Discord lets a message be changed five times in five seconds."""

_log = logger(__name__)


class UndoImport(
    ui.DynamicItem[ui.Button[ui.View]],
    template=re.compile(rf"{PREFIX}import-undo:(?P<number>{ANSWER})", re.ASCII),
):
    """Takes back the import that the report is of, for its member alone."""

    def __init__(self, number: ImportId) -> None:
        custom_id = f"{PREFIX}import-undo:{number}"
        super().__init__(ui.Button(label=say.UNDO, style=ButtonStyle.secondary, custom_id=custom_id))
        self.number = number

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Made again from what Discord sends."""
        return cls(ImportId(match["number"]))

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Take it back."""
        client: Segue = interaction.client
        async with client.failures(interaction):
            # Thousands of rows may have to go: Discord is told first.
            await interaction.response.defer()
            taken = await client.services.importing.undo(MemberId(interaction.user.id), self.number)
            if taken is None:  # pressed twice, or taken back by the command
                await whisper(interaction, say.undone(None))
                return
            await interaction.edit_original_response(content=say.undone(taken), view=None)


class ImportReportView(ui.View):
    """The button under a report. Like a card it is not remembered."""

    def __init__(self, number: ImportId) -> None:
        super().__init__(timeout=None)
        self.add_item(UndoImport(number))

    def is_finished(self) -> bool:
        """Whether nobody waits for a press of this very object: always."""
        return True


class ToldProgress:
    """Says in the reply how far reading is, now and then.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, interaction: Interaction[Segue], clock: Callable[[], float] = time.monotonic) -> None:
        self._interaction = interaction
        self._clock = clock
        self._last = clock()
        self.shown = False

    async def __call__(self, entries: int) -> None:
        """Hear how many entries were read."""
        if self._clock() - self._last < PROGRESS_SECONDS:
            return
        try:
            await self._interaction.edit_original_response(content=say.reading(entries))
            self.shown = True
        except HTTPException as refused:
            _log.info("progress_not_told", status=refused.status, code=refused.code)
        self._last = self._clock()
