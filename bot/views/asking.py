"""A question is asked, and what comes back is shown in its placeholder: the answer, or which song was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import Interaction

from bot.admission import Ticket
from bot.errors import AmbiguousSong
from bot.questions import Answer, Question
from bot.text.en.sources import handed_on
from bot.views import which
from bot.views.card import NO_MARKS
from bot.views.handing_on import clip_of
from bot.views.looks import Look
from bot.views.replies import answered, private

if TYPE_CHECKING:
    from bot.client import Segue


async def ask(
    client: Segue, interaction: Interaction[Segue], question: Question, ticket: Ticket, look: Look = Look.PLAIN
) -> None:
    """Ask, where a placeholder waits for the answer."""
    try:
        answer = await client.services.recommender.answer(question, ticket)
    except AmbiguousSong as several:
        kept = await client.services.choosing.open(question, several)
        await interaction.followup.send(which.sentence(kept), view=which.WhichSong(kept))
        answered(interaction)
    else:
        await show(client, interaction, answer, look)


async def show(client: Segue, interaction: Interaction[Segue], answer: Answer, look: Look = Look.PLAIN) -> None:
    """Send the first page of a new answer, where a placeholder waits for it.

    Only where nobody else sees it, it says which songs the member likes.
    """
    marks = await client.renderer.marks(answer.member) if private(interaction) else NO_MARKS
    rendered = await client.renderer.render(answer, marks=marks, look=look)
    shown = await interaction.followup.send(view=rendered.view, files=rendered.files(), wait=True)
    answered(interaction)
    if answer.preview is not None:
        said = handed_on(answer.preview.track)
        await interaction.followup.send(said, file=clip_of(answer.preview), ephemeral=shown.flags.ephemeral)
    await client.services.recommender.mark_shown(answer, rendered.page.picks)
