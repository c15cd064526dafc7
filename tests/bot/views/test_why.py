"""Why a pick came: picture and words are of the terms that were kept, and name the asker's taste to the asker alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answers import KeptAnswer, decode, encode
from bot.errors import UnknownPick
from bot.questions import Answer
from bot.views.why import WHY_NAME, explain_pick, explanation
from data.ids import MemberId
from engine.ranking import PenaltyKind, Pick, Reason, ReasonKind, Term
from engine.songs import Song, SongId

ASKER, OTHER = MemberId(1), MemberId(2)
TERMS = (
    Term(ReasonKind.SOUNDS_ALIKE, 1.0, 0.83),
    Term(ReasonKind.NEAR_LIKED, 0.3, 0.5, "Teardrop"),
    Term(ReasonKind.PLAYED_TOGETHER, 0.5, 0.7, "Portishead"),
    Term(ReasonKind.SAME_GENRE, 0.2, 0.0),
    Term(PenaltyKind.NEAR_DISLIKED, -0.5, 0.22, "Barbie Girl"),
    Term(PenaltyKind.SKIPPED, -0.2, 0.0),
    Term(ReasonKind.VARIETY, 0.33, 0.6),
)
PICK = Pick(
    Song(SongId("0" * 16), "Hooverphonic", "Mad About You"),
    similarity=0.8,
    score=sum(term.contribution for term in TERMS),
    terms=TERMS,
    reasons=(Reason(ReasonKind.PLAYED_TOGETHER, "Portishead"), Reason(ReasonKind.SOUNDS_ALIKE)),
)
OF_TASTE = ("Teardrop", "Portishead", "Barbie Girl")


def numbers(alt: str) -> list[float]:
    return [float(found.replace("\u2212", "-")) for found in re.findall(r"[+\u2212]\d+\.\d\d", alt)]


def test_the_picture_tells_every_term_that_counted_and_its_number_largest_first() -> None:
    told = numbers(explanation(PICK, 1, named=True).alt)
    assert told == sorted((round(term.contribution, 2) for term in TERMS if term.contribution), reverse=True)
    assert f"Together {PICK.score:.2f}" in explanation(PICK, 1, named=True).alt


def test_the_numbers_are_still_those_of_the_answer_after_it_was_kept(make_answer: Callable[..., Answer]) -> None:
    answer = make_answer()
    kept = KeptAnswer(answer.seed, None, (PICK,), 5, relaxed=False, device="cpu", familiarity=answer.familiarity)
    assert explanation(decode(encode(kept)).picks[0], 1, named=True) == explanation(PICK, 1, named=True)


async def test_the_asker_reads_what_of_their_taste_decided(make_answer: Callable[..., Answer]) -> None:
    explained = await explain_pick(replace(make_answer(), picks=(PICK,)), 0, ASKER)
    assert all(name in explained.alt for name in OF_TASTE)
    assert "people who play Portishead play this artist too" in explained.words
    assert "It got nothing for: genre." in explained.words


async def test_nobody_else_reads_what_the_asker_likes(make_answer: Callable[..., Answer]) -> None:
    explained = await explain_pick(replace(make_answer(), picks=(PICK,)), 0, OTHER)
    assert not [name for name in OF_TASTE if name in explained.alt + explained.words]
    assert numbers(explained.alt) == numbers(explanation(PICK, 1, named=True).alt)
    assert explained.png != explanation(PICK, 1, named=True).png


@pytest.mark.parametrize("place", [-1, 25, 99])
async def test_of_a_pick_that_is_not_there_nothing_is_told(make_answer: Callable[..., Answer], place: int) -> None:
    with pytest.raises(UnknownPick):
        await explain_pick(make_answer(), place, ASKER)


def test_what_stands_alone_is_said_to() -> None:
    alone = replace(PICK, terms=TERMS[:1], reasons=())
    assert "Nothing told it from the others" in explanation(alone, 3, named=True).words
    assert "It got nothing for" not in explanation(alone, 3, named=True).words


def test_it_fits_discord_whatever_the_names_are() -> None:
    hostile = Song(SongId("0" * 16), "*" * 4_000, "@everyone [free](https://evil.example) " * 200)
    terms = tuple(Term(kind, 0.3, 0.5, hostile.title) for kind in (*ReasonKind, *PenaltyKind))
    reasons = tuple(Reason(kind, hostile.title) for kind in list(ReasonKind)[:3])
    explained = explanation(Pick(hostile, 0.5, 9.0, terms, reasons), 25, named=True)
    assert len(explained.words) <= 2_000
    assert len(explained.alt) <= 1_024
    assert "@everyone" not in explained.words
    assert "[free](" not in explained.words


def test_the_upload_carries_its_alt_text_and_can_be_made_twice() -> None:
    explained = explanation(PICK, 1, named=True)
    first, second = explained.file(), explained.file()
    assert (first.filename, first.description) == (WHY_NAME, explained.alt)
    assert first.fp.read() == second.fp.read() == explained.png
