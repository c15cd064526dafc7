"""From files to songs: read once, told from what is known, heard, and written in small portions.

Every portion is one transaction, so that a process which is killed loses a few seconds of work and a second run goes
on where it ended. What comes out does not depend on where portions end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from pathlib import Path

from data.catalog.growing.facts import song_of_file
from data.catalog.growing.files import KnownFile, forget_files, known_files, same_content
from data.catalog.growing.problems import PASSING, FileRefused
from data.catalog.growing.reading import ReadFile, read_file
from data.catalog.growing.summary import Summary
from data.catalog.growing.tags import Tags
from data.catalog.growing.taking_in import NewSong, take_in
from data.catalog.growing.walking import FoundFile
from data.catalog.growing.workshop import Candidate, Workshop
from engine.embed import Heard
from engine.embed.bulk import Embedded, Sound, embed_sounds
from engine.errors import AudioProblem

PORTION_SECONDS = 3.0
PORTION_FILES = 200
"""A portion is written when it is this old or this large."""
LOOKED_UP_AT_ONCE = 500
COVERS_REMEMBERED = 32
"""The songs of an album have one cover, and lie beside each other."""


@dataclass(frozen=True, slots=True)
class _Read:
    candidate: Candidate
    file: ReadFile
    tags: Tags


@dataclass(slots=True)
class _Portion:
    since: float
    songs: list[NewSong] = field(default_factory=list)
    files: list[KnownFile] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)


def add_files(
    candidates: Iterable[Candidate],
    workshop: Workshop,
    summary: Summary,
    *,
    again: bool = False,
    report: Callable[[Path, str], None] = lambda _path, _problem: None,
    step: Callable[[], object] = lambda: None,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Make songs of files.

    Parameters
    ----------
    summary
        Counts what happens.
    again
        Look at files too that are known and unchanged.
    report
        Hears of every file that turns out bad, and why.
    step
        Called whenever a file is done with.
    stopped
        Asked after every file: when it is so, what was heard by then is written, and nothing more is.

    Raises
    ------
    DatabaseError
        The database refused; what was written before stays.
    """
    _Adding(workshop, summary, again, report, step).run(candidates, stopped)


class _Adding:
    def __init__(
        self,
        workshop: Workshop,
        summary: Summary,
        again: bool,
        report: Callable[[Path, str], None],
        step: Callable[[], object],
    ) -> None:
        self._workshop = workshop
        self._summary = summary
        self._again = again
        self._report = report
        self._step = step
        self._model = workshop.embedder.model
        self._reading: deque[_Read] = deque()
        self._copies: dict[str, list[tuple[FoundFile, ReadFile]]] = {}
        """Files with the bytes of one that is being heard; they share its fate."""
        self._covers: dict[bytes, str] = {}
        self._portion = _Portion(workshop.monotonic())

    def run(self, candidates: Iterable[Candidate], stopped: Callable[[], bool]) -> None:
        workshop = self._workshop
        unstopped = takewhile(lambda _: not stopped(), candidates)
        for embedded in embed_sounds(self._sounds(unstopped), workshop.embedder, workshop.pool):
            self._judge(self._reading.popleft(), embedded)
            self._write_if_due()
            if stopped():
                break
        self._write()

    def _sounds(self, candidates: Iterator[Candidate]) -> Iterator[Sound]:
        """The bytes of every file that has to be heard; what becomes of the others is settled on the way."""
        while chunk := list(islice(candidates, LOOKED_UP_AT_ONCE)):
            known = self._known([one.found.path for one in chunk])
            for candidate in chunk:
                read = self._read(candidate, known.get(candidate.found.path))
                if read is not None:
                    self._reading.append(read)
                    self._copies[read.file.content] = []
                    yield Sound(candidate.found.path, read.file.data)
                self._write_if_due()

    def _known(self, paths: Sequence[Path]) -> dict[Path, KnownFile]:
        async def look() -> dict[Path, KnownFile]:
            async with self._workshop.database.read() as session:
                return await known_files(session, paths, self._model)

        return {} if self._again else self._workshop.runner.run(look())

    def _read(self, candidate: Candidate, known: KnownFile | None) -> _Read | None:
        found = candidate.found
        if known is not None and (known.size, known.modified_ns) == (found.size, found.modified_ns):
            if known.problem:
                self._summary.bad_before[known.problem] += 1
            else:
                self._summary.unchanged += 1
            self._step()
            return None
        try:
            file = read_file(found.path, self._workshop.limits)
        except FileRefused as refused:
            self._refuse(KnownFile(found.path, found.size, found.modified_ns, "", None, refused.problem.value))
            return None
        if file.content in self._copies:
            self._copies[file.content].append((found, file))
            return None
        twin = None if self._again else self._twin(file.content)
        if twin is not None:
            self._follow(twin, found, file)
            return None
        return _Read(candidate, file, self._workshop.tags.read(found.path))

    def _twin(self, content: str) -> KnownFile | None:
        async def look() -> KnownFile | None:
            async with self._workshop.database.read() as session:
                return await same_content(session, content, self._model)

        in_hand = (file for file in self._portion.files if file.content == content)
        return next(in_hand, None) or self._workshop.runner.run(look())

    def _judge(self, read: _Read, embedded: Embedded) -> None:
        found, file = read.candidate.found, read.file
        self._summary.heard += 1
        if embedded.heard is None:
            problem = embedded.problem or AudioProblem.DAMAGED
            fate = KnownFile(found.path, file.size, file.modified_ns, file.content, None, problem.value)
            self._refuse(fate)
        else:
            new = self._new_song(read, embedded.heard, embedded.seconds)
            fate = KnownFile(found.path, file.size, file.modified_ns, file.content, new.song.id)
            self._portion.songs.append(new)
            self._portion.files.append(fate)
            self._step()
        for copy, copied in self._copies.pop(file.content):
            self._follow(fate, copy, copied)

    def _new_song(self, read: _Read, heard: Heard, seconds: float | None) -> NewSong:
        found, given = read.candidate.found, read.candidate.given
        cover = self._cover(read.tags.cover)
        song = song_of_file(found.path, found.root, read.tags, given, cover=cover, heard_seconds=seconds)
        return NewSong(song, heard, "" if given is None else given.ref)

    def _cover(self, picture: bytes) -> str:
        covers = self._workshop.covers
        if covers is None or not picture:
            return ""
        if picture not in self._covers:
            while len(self._covers) >= COVERS_REMEMBERED:
                del self._covers[next(iter(self._covers))]
            self._covers[picture] = covers.store(picture)
        return self._covers[picture]

    def _follow(self, twin: KnownFile, found: FoundFile, file: ReadFile) -> None:
        """Let a file share the fate of one with the same bytes."""
        fate = KnownFile(found.path, file.size, file.modified_ns, file.content, twin.song, twin.problem)
        if twin.problem:
            self._refuse(fate)
            return
        self._summary.copies += 1
        self._portion.files.append(fate)
        if twin.path != found.path and not twin.path.exists():
            self._portion.gone.append(twin.path)
        self._step()

    def _refuse(self, fate: KnownFile) -> None:
        self._summary.bad[fate.problem] += 1
        self._report(fate.path, fate.problem)
        if fate.problem not in PASSING:
            self._portion.files.append(fate)
        self._step()

    def _write_if_due(self) -> None:
        portion = self._portion
        old = self._workshop.monotonic() - portion.since >= PORTION_SECONDS
        if old or len(portion.files) >= PORTION_FILES:
            self._write()

    def _write(self) -> None:
        portion = self._portion
        self._portion = _Portion(self._workshop.monotonic())
        if not (portion.files or portion.gone):
            return

        async def write() -> None:
            async with self._workshop.database.write() as session:
                taken = await take_in(session, portion.songs, portion.files, self._model)
                await forget_files(session, portion.gone)
            self._summary.added += taken.added
            self._summary.known += taken.known

        self._workshop.runner.run(write())
