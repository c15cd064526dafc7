"""What is kept of files that were looked at, so that nothing is done twice."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.tables import FileRow, VectorRow
from engine.songs import SongId

_AT_ONCE = 500
_BYTES = "bytes:"
"""Before the text of a path that is no UTF-8; another begins with a stroke, for it is absolute."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that was looked at.

    Attributes
    ----------
    song
        What became of it; ``None`` where nothing did, or where that song was removed since.
    problem
        Why nothing became of it; empty where something did.
    """

    path: Path
    size: int
    modified_ns: int
    content: str
    song: SongId | None
    problem: str = ""


async def known_files(session: AsyncSession, paths: Sequence[Path], model: str) -> dict[Path, KnownFile]:
    """What is known of files, without those whose song was heard by another model or never."""
    found: dict[Path, KnownFile] = {}
    for start in range(0, len(paths), _AT_ONCE):
        texts = [path_text(path) for path in paths[start : start + _AT_ONCE]]
        rows = await session.execute(
            select(FileRow, VectorRow.model)
            .outerjoin(VectorRow, VectorRow.song == FileRow.song)
            .where(FileRow.path.in_(texts))
        )
        for row, heard_by in rows:
            if row.song is None or heard_by == model:
                found[text_path(row.path)] = _known(row)
    return found


async def same_content(session: AsyncSession, content: str, model: str) -> KnownFile | None:
    """A file with the same bytes whose fate is known: a song heard by this model, or a problem."""
    rows = await session.execute(
        select(FileRow, VectorRow.model)
        .outerjoin(VectorRow, VectorRow.song == FileRow.song)
        .where(FileRow.content == content)
        .order_by(FileRow.path)
    )
    fates = ((row, heard_by) for row, heard_by in rows if heard_by == model or (row.song is None and row.problem))
    return next((_known(row) for row, _ in fates), None)


async def write_files(session: AsyncSession, files: Sequence[KnownFile]) -> None:
    """Keep what was found of files, and forget under which other names they lay that are gone."""
    if not files:
        return
    statement = insert(FileRow)
    facts = {name: statement.excluded[name] for name in ("size", "modified_ns", "content", "song", "problem")}
    await session.execute(
        statement.on_conflict_do_update(index_elements=[FileRow.path], set_=facts),
        [
            {
                "path": path_text(file.path),
                "size": file.size,
                "modified_ns": file.modified_ns,
                "content": file.content,
                "song": file.song,
                "problem": file.problem,
            }
            for file in files
        ],
    )


async def forget_files(session: AsyncSession, paths: Sequence[Path]) -> None:
    """Forget files that are no longer where they were."""
    for start in range(0, len(paths), _AT_ONCE):
        texts = [path_text(path) for path in paths[start : start + _AT_ONCE]]
        await session.execute(delete(FileRow).where(FileRow.path.in_(texts)))


async def count_problems(session: AsyncSession) -> dict[str, int]:
    """How many files have which problem; those without one stand under an empty text."""
    rows = await session.execute(select(FileRow.problem, func.count()).group_by(FileRow.problem))
    return {row[0]: int(row[1]) for row in rows}


def path_text(path: Path) -> str:
    r"""A path as text that a database takes and that can be read back.

    >>> path_text(Path("/music/Jóga.mp3"))
    '/music/Jóga.mp3'
    >>> text_path(path_text(Path("/music/J\udcf3ga.mp3"))) == Path("/music/J\udcf3ga.mp3")
    True
    """
    raw = os.fsencode(path)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _BYTES + quote_from_bytes(raw)


def text_path(text: str) -> Path:
    """The path behind :func:`path_text`."""
    raw = unquote_to_bytes(text.removeprefix(_BYTES)) if text.startswith(_BYTES) else text.encode()
    return Path(os.fsdecode(raw))


def _known(row: FileRow) -> KnownFile:
    song = None if row.song is None else SongId(row.song)
    return KnownFile(text_path(row.path), row.size, row.modified_ns, row.content, song, row.problem)
