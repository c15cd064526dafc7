"""The model learns from members who agreed, forgets who withdraws or is erased, and takes nothing that is worse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from bot.services import Services
from bot.taste_model import TasteModel
from bot.taste_training import FEWEST_MEMBERS, FILE_NAME, Outcome, TasteTraining
from data.evidence import EvidenceStore
from data.history import Event, EventKind
from data.ids import AnswerId, MemberId
from data.taught import Taught
from engine.songs import artist_key
from tests.bot.toy import ToySong
from tests.bot.toy_listeners import toy_hybrid

FIRST_MEMBER = 2**60 + 2**30 + 7
MEMBERS = 16
LIKES = 12


@dataclass(frozen=True)
class School:
    services: Services
    model: TasteModel
    songs: Sequence[ToySong]
    directory: Path

    def training(self, base: str = "toy", seconds: float = 60.0) -> TasteTraining:
        return TasteTraining(
            taught=Taught(self.services.database),
            evidence=EvidenceStore(self.services.database),
            catalog=self.services.catalog,
            index=self.services.index,
            model=self.model,
            directory=self.directory,
            base=base,
            ear="toy",
            seconds=seconds,
        )

    async def agree(self, member: int, *, yes: bool = True) -> None:
        await self.services.member_settings.change(member_of(member), training=yes)

    async def like(self, member: int, songs: Sequence[ToySong]) -> None:
        await self.services.history.record(
            [Event(EventKind.LIKED, member_of(member), song=one.song.id, answer=AnswerId("a" * 12)) for one in songs]
        )

    async def fill(self, members: int = MEMBERS) -> None:
        """Members like the even songs of all families, or the odd ones: neither artists nor sound tell that."""
        random = np.random.default_rng(2)
        events = []
        for member in range(members):
            liked = random.permutation(np.arange(member % 2, len(self.songs), 2))[:LIKES]
            events += [Event(EventKind.LIKED, member_of(member), song=self.songs[row].song.id) for row in liked]
        await self.services.history.record(events)
        for member in range(members):
            await self.agree(member)

    @property
    def files(self) -> list[str]:
        return sorted(file.name for file in self.directory.iterdir()) if self.directory.exists() else []


def member_of(number: int) -> MemberId:
    return MemberId(FIRST_MEMBER + number)


@pytest_asyncio.fixture
async def school(services: Services, songs: list[ToySong], tmp_path: Path) -> AsyncIterator[School]:
    index = await services.index.current()
    vectors = {artist_key(one.song.artist): index.vectors_of([one.song.id]) for one in songs}
    model = TasteModel(services.catalog, toy_hybrid(songs, vectors))
    yield School(services, model, songs, tmp_path / "models")
    await model.close()


async def test_it_learns_from_who_agreed_and_the_model_is_exchanged(school: School) -> None:
    training = school.training()
    await training.open()
    await school.fill()
    assert await training.look() is Outcome.TAKEN
    assert school.files == [FILE_NAME]
    learned = school.model.listening.own
    assert learned is not None
    assert len(learned) > 20
    assert await training.look() is Outcome.UNCHANGED
    kept = (school.directory / FILE_NAME).read_bytes()
    for number in range(MEMBERS):
        member = member_of(number)
        for form in (str(member).encode(), member.to_bytes(8, "big"), member.to_bytes(8, "little")):
            assert form not in kept


async def test_nothing_is_learned_from_few_or_from_who_did_not_agree(school: School) -> None:
    training = school.training()
    await school.fill(FEWEST_MEMBERS - 1)
    for member in range(20, 40):
        await school.like(member, school.songs[:LIKES])
    assert await training.look() is Outcome.TOO_LITTLE
    assert (school.files, school.model.listening.own) == ([], None)


async def test_what_is_not_proved_to_be_better_is_not_taken(school: School) -> None:
    """Each did too little for anything to be held back."""
    for member in range(30):
        await school.like(member, school.songs[member : member + 4])
        await school.agree(member)
    training = school.training()
    assert await training.look() is Outcome.REFUSED
    assert (school.files, school.model.listening.own) == ([], None)
    assert await training.look() is Outcome.UNCHANGED


@pytest.mark.parametrize("leaving", ["withdraws", "is erased", "takes a like back"])
async def test_what_a_member_taught_is_gone_at_the_next_look(school: School, leaving: str) -> None:
    training = school.training()
    await school.fill()
    await training.look()
    before = school.model.listening.own
    if leaving == "withdraws":
        await school.agree(3, yes=False)
    elif leaving == "is erased":
        await school.services.privacy.delete(member_of(3))
    else:
        await school.services.history.undo(member_of(3))
    assert await training.look() in {Outcome.TAKEN, Outcome.REFUSED}
    after = school.model.listening.own
    assert after is not before
    assert (school.files == [FILE_NAME]) == (after is not None)


async def test_when_nobody_agrees_any_more_nothing_is_left(school: School) -> None:
    training = school.training()
    await school.fill()
    await training.look()
    for member in range(MEMBERS):
        await school.services.privacy.delete(member_of(member))
    assert await training.look() is Outcome.TOO_LITTLE
    assert (school.files, school.model.listening.own) == ([], None)


async def test_one_who_comes_for_one_who_goes_and_much_that_is_new_are_learned(school: School) -> None:
    training = school.training()
    await school.fill()
    await training.look()
    await school.agree(3, yes=False)
    await school.like(40, school.songs[: LIKES + 30])
    await school.agree(40)
    assert await training.look() in {Outcome.TAKEN, Outcome.REFUSED}
    assert await training.look() is Outcome.UNCHANGED
    for member in range(MEMBERS):
        await school.like(member, school.songs[member % 2 :: 2])
    assert await training.look() in {Outcome.TAKEN, Outcome.REFUSED}


async def test_a_restart_takes_up_what_still_holds_and_removes_what_does_not(school: School) -> None:
    training = school.training()
    await school.fill()
    await training.look()
    learned = school.model.listening.own
    assert learned is not None
    school.model.use(None)
    await school.training().open()
    again = school.model.listening.own
    assert again is not None
    assert again.factors.tolist() == learned.factors.tolist()
    await school.services.privacy.delete(member_of(0))
    school.model.use(None)
    await school.training().open()
    assert (school.files, school.model.listening.own) == ([], None)


@pytest.mark.parametrize("content", [b"", b"no archive"])
async def test_a_damaged_file_or_one_of_another_space_is_removed(school: School, content: bytes) -> None:
    await school.fill()
    await school.training("another base").look()
    if content:
        (school.directory / FILE_NAME).write_bytes(content)
    school.model.use(None)
    await school.training().open()
    assert (school.files, school.model.listening.own) == ([], None)


async def test_a_training_that_takes_too_long_is_given_up(school: School) -> None:
    await school.fill()
    training = school.training(seconds=-1.0)
    assert await training.look() is Outcome.REFUSED
    assert school.files == []


async def test_it_runs_by_itself_and_ends(school: School) -> None:
    await school.fill()
    training = school.training()
    training.start()
    async with asyncio.timeout(60):
        while not school.files:  # noqa: ASYNC110 - the file is what is waited for
            await asyncio.sleep(0.02)
    await training.close()
    await training.close()
