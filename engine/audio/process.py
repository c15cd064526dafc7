"""One decoding process, seen from its parent: started, given a file, killed when it takes too long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from multiprocessing.connection import Pipe
from pathlib import Path

from engine.audio.clip import Clip, DecodeLimits
from engine.audio.wire import READY, Decode, receive
from engine.errors import AudioError, AudioProblem

START_SECONDS = 60.0
"""On a cold disk and busy processors Python, numpy and FFmpeg take seconds. After this they will not start at all."""

_KEPT_ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME")
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class DecodingProcess:
    """A fresh interpreter with nothing of this program in it but ``engine.audio``.

    It is started with `subprocess` because `multiprocessing` would run this program's main module in it again: slow
    where that imports a network, and wrong where it starts a bot. One thread uses an instance; only `kill` may be
    called from another.
    """

    def __init__(self, decode: Decode, limits: DecodeLimits) -> None:
        self._limits = limits
        self._overdue = False
        self._connection, theirs = Pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - every argument is our own
                [sys.executable, "-P", "-m", "engine.audio.worker", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
                pass_fds=[theirs.fileno()],
                # Ctrl-C in a terminal goes to the whole group; the parent decides when this one ends.
                start_new_session=True,
            )
        finally:
            theirs.close()
        self._job = (decode, limits)
        self._ready = False

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def decode(self, data: bytes) -> Clip:
        """Hear one file there.

        Raises
        ------
        AudioError
            What the file deserves; ``TOO_SLOW``, ``TOO_HUNGRY`` or ``CRASHED`` where the process did not survive it.
        """
        self._await_ready()
        watch = threading.Timer(self._limits.wall_seconds, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            self._connection.send_bytes(data)
            return receive(self._connection, self._limits)
        except (EOFError, OSError) as error:
            raise self._post_mortem() from error
        finally:
            watch.cancel()

    def kill(self) -> None:
        """End it now."""
        self._process.kill()

    def close(self) -> None:
        """End it and take back what the system keeps for it."""
        self.kill()
        self._process.wait()
        self._connection.close()

    def _await_ready(self) -> None:
        if self._ready:
            return
        try:
            self._connection.send(self._job)
            if not self._connection.poll(START_SECONDS):
                self.kill()
            self._ready = self._connection.recv_bytes(len(READY)) == READY
        except (EOFError, OSError) as error:
            raise AudioError(AudioProblem.CRASHED) from error

    def _give_up(self) -> None:
        self._overdue = True
        self.kill()

    def _post_mortem(self) -> AudioError:
        self.kill()
        status = self._process.wait()
        if self._overdue:
            return AudioError(AudioProblem.TOO_SLOW, limit=self._limits.wall_seconds)
        if status in (-signal.SIGXCPU, -signal.SIGALRM):
            return AudioError(AudioProblem.TOO_SLOW, limit=self._limits.cpu_seconds)
        error = AudioError(AudioProblem.CRASHED)
        error.add_note(f"exit status {status}")
        return error


def _environment() -> dict[str, str]:
    """What Python needs, and no token: the process reads strangers' bytes."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    path = os.pathsep.join(str(Path(entry or ".").absolute()) for entry in sys.path)
    return {**kept, **_ONE_THREAD, "PYTHONPATH": path}
