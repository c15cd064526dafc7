"""From any question to what it is about: a song, a clip, several songs, a walk, or words."""

from __future__ import annotations

from bot.errors import OneOfSongAndClip
from bot.fetching import Fetching
from bot.hearing import Hearing
from bot.mixing import Mixes
from bot.prompting import Prompts
from bot.questions import Question
from bot.seeds import Seeds, Sought
from bot.walking import Walks
from data.catalog import Catalog
from data.history import History
from engine.embed.reading import VectorReader
from engine.index import Index


class Seeking:
    """Asks whoever knows about a kind of question.

    Attributes
    ----------
    seeds, walks
        Songs and clips, and ways between songs.
    """

    def __init__(
        self, catalog: Catalog, history: History, hearing: Hearing, fetching: Fetching, reader: VectorReader | None
    ) -> None:
        self.seeds = Seeds(catalog, hearing, fetching)
        self.walks = Walks(self.seeds, catalog, history)
        self._mixes = Mixes(self.seeds)
        self._prompts = Prompts(catalog, reader)

    async def seek(self, question: Question, index: Index) -> Sought:
        """What a question is about.

        Raises
        ------
        QuestionError
            Each subclass says why.
        AudioError, VectorError, HeardTooLate
            It cannot be heard.
        """
        if question.clip is not None:
            return await self.seeds.hear(question.clip, question.clip_name, index, question.guild)
        if question.mix is not None:
            return await self._mixes.sought(question.mix, index, question.guild)
        if question.walk is not None:
            return await self.walks.sought(question.walk, index, question.guild)
        if question.prompt is not None:
            return await self._prompts.sought(question.prompt, index, question.guild)
        return await self.seeds.resolve(question, index)


def check_one(question: Question) -> None:
    """Let only questions pass that ask one thing.

    Raises
    ------
    OneOfSongAndClip
        It asks nothing, or several things.
    """
    song = (question.song, question.text, question.found)
    given = [part for part in (*song, question.clip, question.mix, question.walk, question.prompt) if part is not None]
    if len(given) != 1:
        raise OneOfSongAndClip(both=len(given) > 1)
