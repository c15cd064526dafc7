"""A process that does what members make the bot do, says what it is about to do and what is done, and never stops.

Run as ``python -m tests.long.killed HOME SHIPPED SEED PIPE``. Each line that it writes to the pipe is one JSON object;
``did`` is written only after the services have said that it is done.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.questions import FeedbackKind, Question
from bot.services import Services
from bot.settings import Finding, Hearing, Manners, Places, Settings
from data.catalog import CatalogEntry, Point
from data.catalog.rebuild import rebuild_index
from data.ids import AnswerId, GuildId, MemberId
from engine.index import IndexKind
from engine.songs import Song, song_id
from tests.bot.toy import BANDS, MODEL, ToyEar, toy_songs

MEMBERS = tuple(MemberId(2**60 + n) for n in range(4))
SERVER = GuildId(2**60)
SHOWN = 5


@dataclass(slots=True)
class Pipe:
    """Tells the parent. A line is one write, shorter than the system splits."""

    descriptor: int
    number: int = 0

    def say(self, **facts: object) -> None:
        os.write(self.descriptor, f"{json.dumps(facts)}\n".encode())

    def tries(self, **facts: object) -> int:
        self.number += 1
        self.say(n=self.number, tries=facts)
        return self.number


async def ask_and_judge(services: Services, pipe: Pipe, draw: random.Random) -> None:
    songs = [song.song.id for song in toy_songs()]
    for _ in itertools.count():
        member, song = draw.choice(MEMBERS), draw.choice(songs)
        n = pipe.tries(ask=song, member=member)
        answer = await services.recommender.answer(Question(member, SERVER, song=song))
        pipe.say(n=n, did={"ask": song, "member": member, "answer": answer.id})
        shown = answer.picks[:SHOWN]
        n = pipe.tries(show=[pick.song.id for pick in shown], member=member, answer=answer.id)
        await services.recommender.mark_shown(answer, shown)
        pipe.say(n=n, did={"show": [pick.song.id for pick in shown], "member": member, "answer": answer.id})
        for _ in range(draw.randrange(6)):
            await judge(services, pipe, draw, answer.id, [pick.song.id for pick in shown])


async def judge(services: Services, pipe: Pipe, draw: random.Random, answer: AnswerId, shown: list[str]) -> None:
    member, place = draw.choice(MEMBERS), draw.randrange(len(shown))
    kind = draw.choice([FeedbackKind.LIKE, FeedbackKind.DISLIKE, FeedbackKind.SKIP])
    facts = {kind.value: shown[place], "member": member, "answer": answer}
    n = pipe.tries(**facts)
    await services.recommender.feedback(answer, place, member, kind)
    pipe.say(n=n, did=facts)


async def add_and_rebuild(services: Services, pipe: Pipe, draw: random.Random) -> None:
    """Add a song, then rebuild the index over it, with either kind in turn."""
    for kind in itertools.cycle((IndexKind.EXACT, IndexKind.AUTO)):
        artist, title = "Newcomer", f"Song {draw.getrandbits(64):016x}"
        vector = np.abs(np.random.default_rng(draw.getrandbits(32)).standard_normal(BANDS)).astype(np.float32)
        song = Song(song_id(artist, title), artist, title)
        n = pipe.tries(add=song.id)
        await services.catalog.add([CatalogEntry(song, vector / np.linalg.norm(vector), Point(0, 0))], MODEL)
        pipe.say(n=n, did={"add": song.id})
        n = pipe.tries(rebuild=kind)
        manifest = await rebuild_index(services.catalog, services.settings.places.index, MODEL, kind)
        pipe.say(n=n, did={"rebuild": manifest.count})


async def main(home: Path, shipped: Path, seed: int, descriptor: int) -> None:
    settings = Settings(
        places=Places(home=home, shipped=shipped),
        hearing=Hearing(decoders=1),
        finding=Finding(recent_days=14),
        manners=Manners(cool_down_seconds=0.0),
    )
    pipe = Pipe(descriptor)
    services = await Services.open(settings, ear=ToyEar())
    pipe.say(ready=len(await services.index.current()), decoders=services.decoder.pids)
    await asyncio.gather(
        ask_and_judge(services, pipe, random.Random(seed)),
        add_and_rebuild(services, pipe, random.Random(seed + 1)),
    )


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
