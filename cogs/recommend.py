"""``/recommend`` and the message menu "Recommend from this clip"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.client import Segue
from bot.errors import OneOfSongClipAndPrompt
from bot.questions import PAGE_SIZE
from bot.text.en import commands as words
from bot.text.en.replies import no_clip_in_message
from bot.understanding import LONGEST_PROMPT
from bot.views.asked import LONGEST_TEXT, MOST_CHOICES, habits, offered, question_of, songs_offered
from bot.views.asking import ask
from bot.views.clips import check_size, playable
from bot.views.presses import guild_of
from bot.views.replies import think, whisper
from bot.words import Offer, Wish
from data.catalog import Word
from data.ids import MemberId
from engine.ranking import Familiarity

MOST_PICKS_AT_ONCE = 10
_LONGEST_WORD = 60
_LONGEST_ARTIST = 100

FAMILIARITY_CHOICES = [
    app_commands.Choice(name=words.FAMILIARITY[familiarity], value=familiarity.value) for familiarity in Familiarity
]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What somebody filled in."""

    song: str | None = None
    clip: discord.Attachment | None = None
    prompt: str | None = None
    count: int = PAGE_SIZE
    familiarity: Familiarity | None = None
    wish: Wish = field(default_factory=Wish)
    only_me: bool | None = None


class Recommend(commands.Cog):
    """Questions."""

    def __init__(self, bot: Segue) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(
            name=words.MENU_CLIP,
            callback=self.from_message,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def cog_load(self) -> None:
        """A context menu cannot be declared in a class."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """And has to be taken away by hand."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(name="recommend", description=words.RECOMMEND)
    @app_commands.describe(
        song=words.OPTION_SONG,
        clip=words.OPTION_CLIP,
        prompt=words.OPTION_PROMPT,
        count=words.OPTION_COUNT,
        familiarity=words.OPTION_FAMILIARITY,
        genre=words.OPTION_GENRE,
        mood=words.OPTION_MOOD,
        instrument=words.OPTION_INSTRUMENT,
        tempo=words.OPTION_TEMPO,
        year=words.OPTION_YEAR,
        avoid=words.OPTION_AVOID,
        only_new=words.OPTION_ONLY_NEW,
        clean=words.OPTION_CLEAN,
        only_me=words.OPTION_ONLY_ME,
    )
    @app_commands.choices(familiarity=FAMILIARITY_CHOICES)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def recommend(  # noqa: PLR0917 - Discord's options, filled in by name
        self,
        interaction: Interaction[Segue],
        song: app_commands.Range[str, 1, LONGEST_TEXT] | None = None,
        clip: discord.Attachment | None = None,
        prompt: app_commands.Range[str, 1, LONGEST_PROMPT] | None = None,
        count: app_commands.Range[int, 1, MOST_PICKS_AT_ONCE] = PAGE_SIZE,
        familiarity: str | None = None,
        genre: app_commands.Range[str, 1, _LONGEST_WORD] = "",
        mood: app_commands.Range[str, 1, _LONGEST_WORD] = "",
        instrument: app_commands.Range[str, 1, _LONGEST_WORD] = "",
        tempo: app_commands.Range[str, 1, _LONGEST_WORD] = "",
        year: app_commands.Range[str, 1, _LONGEST_WORD] = "",
        avoid: app_commands.Range[str, 1, _LONGEST_ARTIST] = "",
        only_new: bool = False,
        clean: bool = False,
        only_me: bool | None = None,
    ) -> None:
        """Ask by a song, by a clip or in words."""
        given = sum(part is not None for part in (song, clip, prompt))
        if given != 1:
            raise OneOfSongClipAndPrompt(both=given > 1)
        dial = None if familiarity is None else Familiarity(familiarity)
        wish = Wish(
            genre.strip(), mood.strip(), instrument.strip(), tempo.strip(), year.strip(), avoid.strip(), only_new, clean
        )
        await self._answer(interaction, _Wanted(song, clip, prompt, count, dial, wish, only_me))

    @recommend.autocomplete("song")
    async def suggest(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Songs of the catalogue, while somebody types."""
        return await songs_offered(self.bot, interaction, text)

    @recommend.autocomplete("genre")
    async def suggest_genre(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Genres of the catalogue, of the chosen mood where one is chosen already."""
        mood = (interaction.namespace.mood or "")[:_LONGEST_WORD]
        known = self.bot.services.recommender.words
        return await offered(known.genres(text[:_LONGEST_WORD], mood, MOST_CHOICES), _word_choice)

    @recommend.autocomplete("mood")
    async def suggest_mood(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Moods of the catalogue, of the chosen genre where one is chosen already."""
        genre = (interaction.namespace.genre or "")[:_LONGEST_WORD]
        known = self.bot.services.recommender.words
        return await offered(known.moods(text[:_LONGEST_WORD], genre, MOST_CHOICES), _word_choice)

    @recommend.autocomplete("instrument")
    async def suggest_instrument(self, _interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Instruments of the catalogue."""
        known = self.bot.services.recommender.words
        return await offered(known.instruments(text[:_LONGEST_WORD], MOST_CHOICES), _word_choice)

    @recommend.autocomplete("tempo")
    async def suggest_tempo(self, _interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Slow, medium and fast, or how a number is understood."""
        return await offered(self.bot.services.recommender.words.tempi(text[:_LONGEST_WORD]), _tempo_choice)

    @recommend.autocomplete("year")
    async def suggest_year(self, _interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Decades, or how a time is understood."""
        known = self.bot.services.recommender.words
        return await offered(known.years(text[:_LONGEST_WORD], MOST_CHOICES), _year_choice)

    @recommend.autocomplete("avoid")
    async def suggest_artist(self, interaction: Interaction[Segue], text: str) -> list[app_commands.Choice[str]]:
        """Artists of the catalogue."""
        known = self.bot.services.recommender.words
        found = known.artists(text[:_LONGEST_ARTIST], MOST_CHOICES, guild_of(interaction))
        return await offered(found, _artist_choice)

    async def from_message(self, interaction: Interaction[Segue], message: discord.Message) -> None:
        """Ask by the first clip of a message, whoever wrote it."""
        clips = playable(message.attachments)
        if not clips:
            await whisper(interaction, no_clip_in_message())
            return
        await self._answer(interaction, _Wanted(clip=clips[0]))

    async def _answer(self, interaction: Interaction[Segue], wanted: _Wanted) -> None:
        services = self.bot.services
        if wanted.clip is not None:
            check_size(wanted.clip, self.bot.settings.hearing.clip_bytes)
        here = await habits(self.bot, interaction)
        with services.admission.admit(MemberId(interaction.user.id)) as ticket:
            await think(interaction, ephemeral=not here.public_by_default if wanted.only_me is None else wanted.only_me)
            only = await services.recommender.words.understood(wanted.wish)
            question = replace(
                await question_of(self.bot, interaction, wanted.song, wanted.clip),
                prompt=wanted.prompt,
                count=wanted.count,
                familiarity=wanted.familiarity or Familiarity(here.familiarity),
                only=only,
            )
            await ask(self.bot, interaction, question, ticket)


def _word_choice(word: Word) -> app_commands.Choice[str]:
    return app_commands.Choice(name=words.word_choice(word), value=word.name[:_LONGEST_WORD])


def _tempo_choice(offer: Offer) -> app_commands.Choice[str]:
    return app_commands.Choice(name=words.tempo_choice(offer.text, offer.span, offer.songs), value=offer.text)


def _year_choice(offer: Offer) -> app_commands.Choice[str]:
    return app_commands.Choice(name=words.year_choice(offer.text, offer.span, offer.songs), value=offer.text)


def _artist_choice(artist: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=words.artist_choice(artist), value=artist[:_LONGEST_ARTIST])


async def setup(bot: Segue) -> None:
    """Add the cog."""
    await bot.add_cog(Recommend(bot))
