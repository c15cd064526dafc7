"""Jamendo's own dump of its database, and tracks as its API gives them out.

Source: ``dbdump_artistalbumtrack.xml``, also packed as ``.xml.gz``, as described at
https://developer.jamendo.com/en/wiki/DatabaseDumps: ``JamendoData/Artists/artist`` with ``name`` and ``Albums/album``,
each with ``name``, ``releasedate``, ``url`` and ``Tracks/track`` with ``id``, ``name``, ``id3genre`` (the number that
ID3 version 1 gives to a genre) and ``license``. The sound has no published tree: it is taken from anywhere in the
folder where a file is called by the number of its track (``214.mp3``, ``0000214.ogg``). The set that was made of
Jamendo's music for research is :mod:`data.catalog.growing.datasets.mtg`.
"""

from __future__ import annotations

import gzip
import re
import zlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn
from xml.etree.ElementTree import ParseError, XMLParser

from mutagen.id3 import TCON

from data.catalog.growing.cleaning import clean_year
from data.catalog.growing.datasets.dataset import NOT_LISTED, Dataset, first_file
from data.catalog.growing.errors import DatasetUnusable
from data.catalog.growing.facts import Given
from data.catalog.growing.walking import walk

DUMPS = ("dbdump_artistalbumtrack.xml", "dbdump_artistalbumtrack.xml.gz")
MAX_DUMP_BYTES = 4 * 2**30
"""Unpacked; the last public dump had a tenth."""
MAX_TEXT_LETTERS = 2_000
"""Of one element; names are shorter."""
MAX_DEPTH = 32
_PIECE_BYTES = 2**20
_NUMBER = re.compile(r"(?:track_?)?0*(\d{1,9})(?:\.low)?")


def read_jamendo(folder: Path) -> Dataset:
    """Read the dump, and take every file that is called by the number of a track in it.

    Raises
    ------
    DatasetUnusable
        The dump is not there, is none, or names no file of the folder.
    """
    dump = first_file(folder, DUMPS)
    walked = walk([folder])
    numbers = {found.path: _NUMBER.fullmatch(found.path.stem) for found in walked.files}
    wanted = {int(number[1]) for number in numbers.values() if number is not None}
    given = _read_dump(dump, wanted)
    dataset = Dataset()
    for path, number in numbers.items():
        facts = None if number is None else given.get(int(number[1]))
        if facts is None:
            dataset.wrong[NOT_LISTED] += 1
        else:
            dataset.take(path, folder, facts)
    return dataset.finished(folder)


def _read_dump(path: Path, wanted: set[int]) -> dict[int, Given]:
    target = _Tracks(wanted)
    parser = XMLParser(target=target)  # noqa: S314 - a DTD, which the rule is about, is refused
    try:
        with ExitStack() as opened:
            file: IO[bytes] = opened.enter_context(path.open("rb"))
            unpacked: Any = opened.enter_context(gzip.GzipFile(fileobj=file)) if path.suffix == ".gz" else file
            read = 0
            while piece := unpacked.read(_PIECE_BYTES):
                read += len(piece)
                if read > MAX_DUMP_BYTES:
                    raise DatasetUnusable(path, f"unpacks to more than {MAX_DUMP_BYTES // 2**30} GiB")
                parser.feed(piece)
            parser.close()
    except (ParseError, ValueError, EOFError, zlib.error) as error:
        raise DatasetUnusable(path, f"is no dump of Jamendo's: {error}") from error
    except OSError as error:
        raise DatasetUnusable(path, error.strerror or str(error)) from error
    return target.found


@dataclass(slots=True)
class _Level:
    """What the leaves of one artist, album or track say."""

    said: dict[str, str] = field(default_factory=dict)


class _Tracks:
    """Takes the dump's elements as they come and keeps the tracks that are wanted, and nothing else."""

    def __init__(self, wanted: set[int]) -> None:
        self.found: dict[int, Given] = {}
        self._wanted = wanted
        self._open: list[str] = []
        self._text: list[str] = []
        self._letters = 0
        self._levels = {"artist": _Level(), "album": _Level(), "track": _Level()}

    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        """Refuse a document that declares types or entities of its own."""
        raise ValueError("it declares a document type")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Go one element down."""
        if len(self._open) >= MAX_DEPTH:
            raise ValueError("its elements are too deep")
        self._open.append(tag)
        self._text, self._letters = [], 0
        if tag in self._levels:
            self._levels[tag] = _Level()

    def data(self, text: str) -> None:
        """Hear the text of an element."""
        if self._letters < MAX_TEXT_LETTERS:
            self._text.append(text[:MAX_TEXT_LETTERS])
            self._letters += len(text)

    def end(self, tag: str) -> None:
        """Go one element up."""
        self._open.pop()
        if tag == "track":
            self._keep()
        elif self._open and self._open[-1] in self._levels:
            self._levels[self._open[-1]].said.setdefault(tag, "".join(self._text).strip())
        self._text, self._letters = [], 0

    def close(self) -> None:
        """The document ended."""

    def _keep(self) -> None:
        artist, album, track = (self._levels[name].said for name in ("artist", "album", "track"))
        number = track.get("id", "")
        if not number.isdecimal() or int(number) not in self._wanted:
            return
        genre = track.get("id3genre") or album.get("id3genre", "")
        self.found[int(number)] = Given(
            source="jamendo",
            ref=f"jamendo-{int(number)}",
            artist=artist.get("name", ""),
            title=track.get("name", ""),
            album=album.get("name", ""),
            year=clean_year(album.get("releasedate", "")),
            genres=_genres(genre),
            licence=track.get("license", ""),
            link=f"https://www.jamendo.com/track/{int(number)}",
        )


def _genres(number: str) -> tuple[str, ...]:
    if not number.isdecimal():
        return ()
    frame: Any = TCON(encoding=3, text=[number])  # type: ignore[no-untyped-call]
    return tuple(frame.genres)
