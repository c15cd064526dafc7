"""A question that may mean several songs, and what it becomes when its member has chosen one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from bot.errors import AmbiguousSong, QuestionClosed
from bot.questions import Mix, Named, Question
from data.ids import GuildId, MemberId, QuestionId, new_question_id
from data.open_questions import OpenQuestions, StoredQuestion
from data.previews.facts import FoundSong
from data.times import Clock, utc_now
from engine.songs import Song

MOST_CHOICES = 25
"""Of a select, by Discord."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What was asked, and the songs that it may mean, best first.

    Attributes
    ----------
    text
        What may mean several songs, as it was written: the question, or one of the songs in it.
    """

    id: QuestionId
    question: Question
    choices: tuple[Song | FoundSong, ...]
    text: str = ""


_OPEN = TypeAdapter(OpenQuestion)


class Choosing:
    """Keeps questions open until their members have chosen; they survive a restart."""

    def __init__(self, open_questions: OpenQuestions, clock: Clock = utc_now) -> None:
        self._open_questions = open_questions
        self._clock = clock

    async def open(self, question: Question, several: AmbiguousSong) -> OpenQuestion:
        """Write a question down that may mean several songs."""
        choices: tuple[Song | FoundSong, ...] = (*several.songs, *several.found)
        kept = OpenQuestion(new_question_id(), question, choices[:MOST_CHOICES], several.text)
        payload = _OPEN.dump_json(kept).decode()
        await self._open_questions.keep(
            StoredQuestion(kept.id, question.member, question.guild, self._clock(), payload)
        )
        return kept

    async def choose(self, question: QuestionId, place: int, member: MemberId, guild: GuildId | None) -> Question:
        """The question as it is once the song at that place (from 0) was chosen.

        Raises
        ------
        QuestionClosed
            It is not kept any more, another member's, another server's, or has no such choice.
        """
        stored = await self._open_questions.get(question)
        if stored is None or stored.member != member or stored.guild != guild:
            raise QuestionClosed
        try:
            kept = _OPEN.validate_json(stored.payload)
        except ValidationError as error:
            raise QuestionClosed from error
        if not 0 <= place < len(kept.choices):
            raise QuestionClosed
        chosen = kept.choices[place]
        named = Named(found=chosen) if isinstance(chosen, FoundSong) else Named(song=chosen.id)
        return _with(kept.question, kept.text, named)


def _with(question: Question, text: str, named: Named) -> Question:
    """The question with a song in place of what was written, wherever that stands in it."""

    def meant(one: Named) -> Named:
        return named if one.text == text else one

    mix, walk = question.mix, question.walk
    if mix is not None:
        return replace(question, mix=Mix(tuple(map(meant, mix.likes)), tuple(map(meant, mix.unlikes))))
    if walk is not None:
        return replace(question, walk=replace(walk, start=meant(walk.start), end=meant(walk.end)))
    return replace(question, text=None, song=named.song, found=named.found)
