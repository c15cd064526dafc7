"""The drop channel: a clip that is uploaded there is answered by a reply."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.admission import Ticket
from bot.client import Segue
from bot.errors import BusyError
from bot.logs import logger
from bot.questions import Question
from bot.views.clips import fetch, playable
from data.guild_settings import GuildSettings
from data.ids import ChannelId, GuildId, MemberId
from engine.ranking import Familiarity

MOST_CLIPS = 4
"""Of one message; a message holds ten files."""
MAY_NOT_POST = "\N{SPEAKER WITH CANCELLATION STROKE}"
BUSY = "\N{HOURGLASS WITH FLOWING SAND}"

_log = logger(__name__)


class Drop(commands.Cog):
    """Listens to uploads, where a server wants it and the owner lets Segue read messages."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer the clips of a member's message."""
        if message.guild is None or message.author.bot or message.webhook_id is not None or not message.attachments:
            return
        clips = playable(message.attachments)[:MOST_CLIPS]
        if not clips:
            return
        habits = await self.bot.services.guild_settings.get(GuildId(message.guild.id))
        if habits.drop_channel != message.channel.id:
            return
        if not may_answer(message):
            await react(message, MAY_NOT_POST)
            return
        try:
            with self.bot.services.admission.admit(MemberId(message.author.id)) as ticket:
                for clip in clips:
                    await self._answer(message, clip, habits, ticket)
        except BusyError as error:
            self.bot.log_failure(error, where="drop")
            await react(message, BUSY)

    async def _answer(
        self, message: discord.Message, clip: discord.Attachment, habits: GuildSettings, ticket: Ticket
    ) -> None:
        """Answer one clip; that it cannot be heard is said too, and the next one is still answered."""
        recommender = self.bot.services.recommender
        try:
            question = Question(
                member=MemberId(message.author.id),
                guild=habits.guild,
                channel=ChannelId(message.channel.id),
                clip=await fetch(clip, self.bot.settings.hearing.clip_bytes),
                clip_name=clip.filename,
                familiarity=Familiarity(habits.familiarity),
            )
            answer = await recommender.answer(question, ticket)
            rendered = await self.bot.renderer.render(answer)
            await message.reply(view=rendered.view, files=rendered.files(), mention_author=False)
            await recommender.mark_shown(answer, rendered.page.picks)
        except discord.Forbidden as error:
            self.bot.log_failure(error, where="drop")
            await react(message, MAY_NOT_POST)
        except Exception as error:
            await self._say(message, self.bot.log_failure(error, where="drop"))

    async def _say(self, message: discord.Message, sentence: str) -> None:
        try:
            await message.reply(sentence, mention_author=False)
        except discord.HTTPException as error:
            _log.warning("failure_not_told", status=error.status, code=error.code)


def may_answer(message: discord.Message) -> bool:
    """Whether Segue may post there, with pictures."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return False
    may = message.channel.permissions_for(message.guild.me)
    post = may.send_messages_in_threads if isinstance(message.channel, discord.Thread) else may.send_messages
    return post and may.attach_files and may.read_message_history


async def react(message: discord.Message, sign: str) -> None:
    """Leave a sign where a sentence is not possible; where not even that is, nothing."""
    try:
        await message.add_reaction(sign)
    except discord.HTTPException as error:
        _log.info("reaction_refused", status=error.status, code=error.code)


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Drop(bot))
