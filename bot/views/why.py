"""Why a pick is where it is: the terms of its score, exactly as they were kept with the answer, drawn and told."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import discord

from bot.errors import UnknownPick
from bot.questions import Answer
from bot.text.en import why as say
from bot.views import why_picture
from bot.views.legend import Entry
from bot.views.palette import GENRES, MOODS, PICK, QUERY, Colour
from data.ids import MemberId
from engine.ranking import PenaltyKind, Pick, ReasonKind, Term
from engine.ranking.picks import PERSONAL

WHY_NAME = "why.png"

_SOUND, _LABELS, _ARTIST = GENRES[1], GENRES[0], MOODS[0]
_COLOURS: Mapping[str, Colour] = MappingProxyType(
    {
        **dict.fromkeys(PERSONAL, QUERY),
        **dict.fromkeys(PenaltyKind, PICK),
        **dict.fromkeys([ReasonKind.KNOWN_ARTIST, ReasonKind.NEW_ARTIST, ReasonKind.VARIETY], _ARTIST),
        **dict.fromkeys([ReasonKind.SOUNDS_ALIKE, ReasonKind.NEAR_MIX, ReasonKind.SOUND_FITS], _SOUND),
        ReasonKind.LEADS_ON: _SOUND,
    }
)
_LEGEND = (
    (_SOUND, say.BY_SOUND),
    (QUERY, say.BY_TASTE),
    (_LABELS, say.BY_LABELS),
    (_ARTIST, say.BY_NEWS),
    (PICK, say.AGAINST),
)


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation, ready to be sent."""

    words: str
    png: bytes
    alt: str

    def file(self) -> discord.File:
        """As an upload: a new one each time, because an upload is read once."""
        return discord.File(io.BytesIO(self.png), WHY_NAME, description=self.alt)


async def explain_pick(answer: Answer, place: int, reader: MemberId) -> Explained:
    """Why the pick at that place (from 0) came, for whoever asks; drawn in a thread.

    To anybody but the asker it names nothing that the asker likes or plays.

    Raises
    ------
    UnknownPick
        The answer has no such pick.
    """
    if not 0 <= place < len(answer.picks):
        raise UnknownPick
    return await asyncio.to_thread(explanation, answer.picks[place], place + 1, named=reader == answer.member)


def explanation(pick: Pick, number: int, *, named: bool) -> Explained:
    """The same at once. Slow: call it in a thread."""
    told = tuple(term if named else _nameless(term) for term in pick.terms)
    counted = sorted((term for term in told if term.contribution), key=lambda term: -term.contribution)
    silent = [term for term in told if term.weight and not term.contribution and say.told_of_silence(term)]
    bars = [why_picture.Bar(say.label(term), term.contribution, _COLOURS.get(term.kind, _LABELS)) for term in counted]
    legend = [Entry(colour, name) for colour, name in _LEGEND if any(bar.colour == colour for bar in bars)]
    numbers = [say.signed(term.contribution) for term in counted]
    png = why_picture.draw(say.title(number, pick), say.total(pick), bars, numbers, legend)
    return Explained(say.explained(number, pick, silent, named=named), png, say.alt(number, pick, counted))


def _nameless(term: Term) -> Term:
    personal = term.kind in PERSONAL or term.kind == PenaltyKind.NEAR_DISLIKED
    return replace(term, subject="") if personal else term
