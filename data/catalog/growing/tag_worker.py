"""The process that reads tags: ``python -m data.catalog.growing.tag_worker FD``, started by ``TagReader`` alone.

A tag may claim to be gigabytes when it is unpacked. Here that ends this process and nothing else.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import resource
import signal
import sys
from multiprocessing.connection import Connection

from data.catalog.growing.tags import MAX_COVER_BYTES, Tags, read_tags
from data.catalog.growing.walking import OPEN_FLAGS

READY = b"ready"
MAX_FACTS_BYTES = 65_536
"""What the words of one file may take; more is cut."""
MAX_WORD_LETTERS = 1_000
MAX_WORDS = 8
MEMORY_BYTES = 256 * 2**20
"""Address space beyond what the process has when it is idle: pictures and frames are held several times over."""


def main(descriptor: int) -> None:
    """Answer paths until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(descriptor)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - nothing is gained by a Path
        bound = int(file.read().split()[0]) * resource.getpagesize() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    connection.send_bytes(READY)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            _answer(connection, _tags(connection.recv_bytes()))


def _tags(path: bytes) -> Tags:
    try:
        with open(os.open(path, OPEN_FLAGS), "rb") as file:  # noqa: PTH123 - opened without following links
            return read_tags(file)
    except (OSError, ValueError):
        return Tags()


def _answer(connection: Connection, tags: Tags) -> None:
    facts = {
        field.name: _bounded(getattr(tags, field.name)) for field in dataclasses.fields(tags) if field.name != "cover"
    }
    connection.send_bytes(json.dumps(facts).encode()[:MAX_FACTS_BYTES])
    connection.send_bytes(tags.cover[:MAX_COVER_BYTES])


def _bounded(value: object) -> object:
    if isinstance(value, str):
        return value[:MAX_WORD_LETTERS]
    return [word[:MAX_WORD_LETTERS] for word in value[:MAX_WORDS]] if isinstance(value, tuple) else value


if __name__ == "__main__":
    main(int(sys.argv[1]))
