"""Becomes another program, under limits: ``python limited.py CPU_SECONDS MEMORY_BYTES FILE_BYTES COMMAND...``.

The limits are set in a process of its own, because nothing but starting a program is safe between fork and exec in one
that has threads. It is run as a file, so it imports nothing of Segue's.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> None:
    """Set the limits and become the command; whatever it starts inherits them."""
    cpu_seconds, memory_bytes, file_bytes = (int(argument) for argument in arguments[:3])
    command = arguments[3:]
    # At the soft limit a program is asked to end, a second later it is ended.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvp(command[0], list(command))  # noqa: S606 - no shell is what is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
