"""The bot's services are killed at 50 random moments; whatever they had acknowledged is still there."""

from __future__ import annotations

import asyncio
import json
import os
import random
import selectors
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from data.catalog.verify import verify
from engine.index import open_index
from tests.bot.toy import MODEL, toy_songs, write_toy_catalogue

KILLS = 50
START_SECONDS = 120.0
"""A start that takes longer than this has hung; a busy machine needs some ten."""
IN_THE_START = 0.25
"""Share of the kills that come before the services are open."""
WORK_SECONDS = 1.5
"""The others come within so long after it."""
GONE_SECONDS = 15.0

OPINIONS = {"like": "liked", "dislike": "disliked"}


@dataclass
class Acknowledged:
    """What the killed processes had said was done."""

    answers: dict[str, int] = field(default_factory=dict)
    events: set[tuple[int, str, str, str]] = field(default_factory=set)
    """Member, kind, song, answer."""
    opinions: dict[tuple[int, str], str] = field(default_factory=dict)
    """What a member last said of a song."""
    songs: set[str] = field(default_factory=set)
    indexed: int = 0
    starts: int = 0

    def take(self, did: dict[str, Any]) -> None:
        match did:
            case {"ask": song, "member": member, "answer": answer}:
                self.answers[answer] = member
                self.events.add((member, "asked", song, answer))
            case {"show": songs, "member": member, "answer": answer}:
                self.events |= {(member, "shown", song, answer) for song in songs}
            case {"skip": song, "member": member, "answer": answer}:
                self.events.add((member, "skipped", song, answer))
            case {"add": song}:
                self.songs.add(song)
            case {"rebuild": count}:
                self.indexed = count
            case _:
                self.opinions |= {(did["member"], did[press]): kind for press, kind in OPINIONS.items() if press in did}


@dataclass
class Run:
    """One process until its death.

    Attributes
    ----------
    unfinished
        What it had said that it would do and not that it was done.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)
    unfinished: dict[int, dict[str, Any]] = field(default_factory=dict)

    def finish(self, acknowledged: Acknowledged) -> None:
        for line in self.lines:
            if "ready" in line:
                acknowledged.starts += 1
                acknowledged.indexed = max(acknowledged.indexed, line["ready"])
            elif "tries" in line:
                self.unfinished[line["n"]] = line["tries"]
            else:
                acknowledged.take(line["did"])
                del self.unfinished[line["n"]]

    @property
    def decoders(self) -> list[int]:
        return next((line["decoders"] for line in self.lines if "ready" in line), [])


class Child:
    """The process that will be killed, and what comes through its pipe."""

    def __init__(self, root: Path, home: Path, shipped: Path, seed: int) -> None:
        reading, writing = os.pipe()
        self.log = (home.parent / "child.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.long.killed", str(home), str(shipped), str(seed), str(writing)],
            cwd=root,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            pass_fds=(writing,),
            stdout=self.log,
            stderr=self.log,
        )
        os.close(writing)
        self.descriptor = reading
        self._unread = b""

    def lines(self, until: float, *, stop_when_ready: bool = False) -> Iterator[dict[str, Any]]:
        """Read what is said until a moment, the process's end, or its word that it is ready."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.descriptor, selectors.EVENT_READ)
            while (left := until - time.monotonic()) > 0 and selector.select(left):
                chunk = os.read(self.descriptor, 65_536)
                if not chunk:
                    return
                *whole, self._unread = (self._unread + chunk).split(b"\n")
                yield from map(json.loads, whole)
                if stop_when_ready and any(b'"ready"' in line for line in whole):
                    return

    def kill(self) -> list[dict[str, Any]]:
        """Kill it, and read what it had still said before."""
        alive = self.process.poll() is None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert alive, f"it ended by itself: {Path(self.log.name).read_text(errors='replace')[-2000:]}"
        rest = list(self.lines(time.monotonic() + GONE_SECONDS))
        os.close(self.descriptor)
        self.log.close()
        return rest


@pytest.mark.long
def test_nothing_acknowledged_is_lost_to_kill_9(root: Path, tmp_path: Path) -> None:
    shipped, home = tmp_path / "shipped", tmp_path / "home"
    write_toy_catalogue(shipped, toy_songs())
    seed = random.SystemRandom().randrange(2**32)
    draw = random.Random(seed)
    acknowledged = Acknowledged()
    start = 5.0
    for number in range(KILLS + 1):
        began = time.monotonic()
        child = Child(root, home, shipped, draw.getrandbits(32))
        run = Run()
        if number < KILLS and draw.random() < IN_THE_START:
            run.lines += child.lines(began + draw.uniform(0, start))
        else:
            run.lines += child.lines(began + START_SECONDS, stop_when_ready=True)
            assert any("ready" in line for line in run.lines), f"it did not start again (seed {seed}, kill {number})"
            start = time.monotonic() - began
            run.lines += child.lines(time.monotonic() + draw.uniform(0, WORK_SECONDS))
        run.lines += child.kill()
        run.finish(acknowledged)
        check(home, shipped, acknowledged, run, f"seed {seed}, kill {number}")
        assert wait_until_gone(run.decoders), f"its decoders outlived it (seed {seed}, kill {number})"
    print(
        f"{KILLS} kills, {acknowledged.starts} starts, {len(acknowledged.answers)} answers,"
        f" {len(acknowledged.events)} events, {len(acknowledged.opinions)} opinions, {len(acknowledged.songs)} songs"
    )
    # It would be no proof if nothing had been going on.
    assert acknowledged.starts > KILLS // 2
    assert len(acknowledged.answers) > KILLS
    assert len(acknowledged.opinions) > KILLS
    assert len(acknowledged.songs) > KILLS // 2


def check(home: Path, shipped: Path, acknowledged: Acknowledged, run: Run, where: str) -> None:
    database, index = home / "segue.sqlite3", home / "index"
    if acknowledged.starts == 0:
        return
    findings = asyncio.run(verify(database, index, shipped, MODEL))
    assert [finding for finding in findings if finding.problem is not None] == [], where
    opened = open_index(index, model=MODEL)
    assert len(opened) >= acknowledged.indexed, where
    opened.close()
    with closing(sqlite3.connect(database)) as connection:
        answers = dict(connection.execute("SELECT id, member FROM answers"))
        events = set(connection.execute("SELECT member, kind, song, answer FROM events"))
        songs = {row[0] for row in connection.execute("SELECT id FROM songs")}
        held = connection.execute(
            "SELECT member, song, kind FROM events WHERE superseded_by IS NULL AND kind IN ('liked', 'disliked')"
        ).fetchall()
    assert acknowledged.answers.items() <= answers.items(), where
    assert acknowledged.events <= events, where
    assert acknowledged.songs <= songs, where
    assert len({(member, song) for member, song, _ in held}) == len(held), f"two opinions of one song: {where}"
    # A change that was cut off counts or does not, as a whole; it was not acknowledged.
    expected = dict(acknowledged.opinions)
    for cut_off in run.unfinished.values():
        for press, kind in OPINIONS.items():
            if press in cut_off and (cut_off["member"], cut_off[press], kind) in held:
                expected[cut_off["member"], cut_off[press]] = kind
    assert {(member, song): kind for member, song, kind in held} == expected, where
    acknowledged.opinions = expected


def wait_until_gone(pids: list[int]) -> bool:
    """Whether processes end by themselves within some seconds."""
    until = time.monotonic() + GONE_SECONDS
    while any(map(is_running, pids)):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int) -> bool:
    try:
        # The state follows the name, which stands in brackets. A zombie is gone; nobody has looked at it yet.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
