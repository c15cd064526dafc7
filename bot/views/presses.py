"""What a press does.

Who pressed decides where it shows. On a card that only one member sees, and for whoever asked, the card itself changes.
Anybody else who turns the page, chooses a pick or wants more gets a card of their own that nobody else sees; likes and
dislikes count for whoever pressed. What somebody likes is theirs: a public card never shows it, a private one does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from discord import HTTPException, Interaction

from bot.errors import AnswerGone, UnknownPick
from bot.questions import Answer, FeedbackKind, Question
from bot.text.en import privacy as say_of_privacy
from bot.text.en import replies as say
from bot.views.asking import ask
from bot.views.card import NO_MARKS, Marks, card_of
from bot.views.ids import Action, Press
from bot.views.looks import Look
from bot.views.pages import page, page_of
from bot.views.replies import think, whisper
from bot.views.why import explain_pick
from data.errors import HistoryPaused
from data.ids import AnswerId, ChannelId, GuildId, MemberId

if TYPE_CHECKING:
    from bot.client import Segue

ANSWER_SECONDS = 2.0
"""Within which the store must have told what a control belongs to: Discord waits three seconds."""

_FEEDBACK = {
    Action.LIKE: FeedbackKind.LIKE,
    Action.DISLIKE: FeedbackKind.DISLIKE,
    Action.SKIP: FeedbackKind.SKIP,
    Action.NEVER: FeedbackKind.BLOCK_ARTIST,
}


async def choose(client: Segue, interaction: Interaction[Segue], pressed: Press, place: int) -> None:
    """Put another pick under the buttons."""
    answer = await _recall(client, interaction, pressed.answer)
    if page_of(answer, place).number != pressed.number:
        raise UnknownPick
    if not _own(interaction, answer):
        await _copy(client, interaction, answer, place, pressed.look)
        return
    await interaction.response.defer()
    await _rearrange(client, interaction, answer, place, pressed.look)


async def turn(client: Segue, interaction: Interaction[Segue], pressed: Press) -> None:
    """Show another page."""
    answer = await _recall(client, interaction, pressed.answer)
    shown = page(answer, pressed.number)
    if not _own(interaction, answer):
        await _copy(client, interaction, answer, shown.first, pressed.look)
        return
    await _redraw(client, interaction, answer, shown.first, pressed.look)
    if answer.member == interaction.user.id:
        await client.services.recommender.mark_shown(answer, shown.picks)


async def recolour(client: Segue, interaction: Interaction[Segue], pressed: Press) -> None:
    """Colour the map otherwise."""
    answer = await _recall(client, interaction, pressed.answer)
    page_of(answer, pressed.number)
    if _own(interaction, answer):
        await _redraw(client, interaction, answer, pressed.number, pressed.look)
    else:
        await _copy(client, interaction, answer, pressed.number, pressed.look)


async def tell(client: Segue, interaction: Interaction[Segue], pressed: Press) -> None:
    """Write down what the member says of a pick."""
    answer = await _recall(client, interaction, pressed.answer)
    member = _member(interaction)
    # Writing may have to wait for another writer: Discord is told first.
    if _private(interaction):
        await interaction.response.defer()
    else:
        await think(interaction, ephemeral=True)
    kind = _FEEDBACK[pressed.action]
    given = await client.services.recommender.feedback(answer.id, pressed.number, member, kind)
    if _private(interaction):
        await _rearrange(client, interaction, answer, pressed.number, pressed.look)
    await whisper(interaction, say.feedback(given))


async def more(client: Segue, interaction: Interaction[Segue], pressed: Press) -> None:
    """Note that the member wants more like the pick, and ask again from it.

    Of a member who has paused Segue nothing is noted, and they are answered all the same.
    """
    answer = await _recall(client, interaction, pressed.answer)
    if not 0 <= pressed.number < len(answer.picks):
        raise UnknownPick
    with client.services.recommender.admission.admit(_member(interaction)) as ticket:
        await think(interaction, ephemeral=_private(interaction) or not _own(interaction, answer))
        with suppress(HistoryPaused):
            await client.services.recommender.feedback(
                answer.id, pressed.number, _member(interaction), FeedbackKind.MORE_LIKE
            )
        question = Question(
            member=_member(interaction),
            guild=guild_of(interaction),
            channel=channel_of(interaction),
            song=answer.picks[pressed.number].song.id,
            count=answer.count,
            familiarity=answer.familiarity,
            only=answer.only,
        )
        await ask(client, interaction, question, ticket, pressed.look)


async def why(client: Segue, interaction: Interaction[Segue], pressed: Press) -> None:
    """Show to whoever asks, and to nobody else, what put the pick where it is."""
    answer = await _recall(client, interaction, pressed.answer)
    await think(interaction, ephemeral=True)
    explained = await explain_pick(answer, pressed.number, _member(interaction))
    await interaction.followup.send(explained.words, file=explained.file(), ephemeral=True)


async def erase(client: Segue, interaction: Interaction[Segue], member: int, *, sure: bool) -> None:
    """Erase what is kept of a member, after the second question."""
    if interaction.user.id != member:
        await whisper(interaction, say.not_yours())
        return
    if not sure:
        await interaction.response.edit_message(content=say_of_privacy.not_deleted(), view=None)
        return
    await interaction.response.defer()
    # A history that is being read must not be written down after all.
    client.services.importing.forget(MemberId(member))
    erased = await client.services.privacy.delete(MemberId(member))
    await interaction.edit_original_response(content=say_of_privacy.deleted(erased), view=None)


BY_ACTION: dict[Action, Callable[[Segue, Interaction[Segue], Press], Awaitable[None]]] = {
    Action.PAGE: turn,
    Action.LIKE: tell,
    Action.DISLIKE: tell,
    Action.SKIP: tell,
    Action.WHY: why,
    Action.NEVER: tell,
    Action.MORE: more,
    Action.MAP: recolour,
}


def guild_of(interaction: Interaction[Segue]) -> GuildId | None:
    """Where it happens."""
    return None if interaction.guild_id is None else GuildId(interaction.guild_id)


def channel_of(interaction: Interaction[Segue]) -> ChannelId | None:
    """Where it happens, exactly."""
    return None if interaction.channel_id is None else ChannelId(interaction.channel_id)


async def _redraw(client: Segue, interaction: Interaction[Segue], answer: Answer, place: int, look: Look) -> None:
    """Another page, or the same one in other colours, in the card's place."""
    await interaction.response.defer()
    rendered = await client.renderer.render(answer, place, await _marks(client, interaction), look)
    await interaction.edit_original_response(view=rendered.view, attachments=rendered.files())


async def _rearrange(client: Segue, interaction: Interaction[Segue], answer: Answer, place: int, look: Look) -> None:
    """The same page with another pick chosen or another mark: the pictures stay, unless Discord lost one of them."""
    marks = await _marks(client, interaction)
    try:
        await interaction.edit_original_response(view=card_of(answer, place, marks, look))
    except HTTPException as refused:
        if refused.status != HTTPStatus.BAD_REQUEST:
            raise
        rendered = await client.renderer.render(answer, place, marks, look)
        await interaction.edit_original_response(view=rendered.view, attachments=rendered.files())


async def _marks(client: Segue, interaction: Interaction[Segue]) -> Marks:
    """What stands behind the titles of the card that was pressed."""
    return await client.renderer.marks(_member(interaction)) if _private(interaction) else NO_MARKS


async def _copy(client: Segue, interaction: Interaction[Segue], answer: Answer, place: int, look: Look) -> None:
    """A card for somebody who did not ask, which nobody else sees."""
    await think(interaction, ephemeral=True)
    marks = await client.renderer.marks(_member(interaction))
    rendered = await client.renderer.render(answer, place, marks, look)
    await interaction.followup.send(view=rendered.view, files=rendered.files(), ephemeral=True)


async def _recall(client: Segue, interaction: Interaction[Segue], answer_id: AnswerId) -> Answer:
    async with asyncio.timeout(ANSWER_SECONDS):
        answer = await client.services.recommender.recall(answer_id)
    if answer.guild != guild_of(interaction):
        raise AnswerGone  # an id that was carried here from elsewhere
    return answer


def _member(interaction: Interaction[Segue]) -> MemberId:
    return MemberId(interaction.user.id)


def _private(interaction: Interaction[Segue]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _own(interaction: Interaction[Segue], answer: Answer) -> bool:
    return _private(interaction) or answer.member == interaction.user.id
